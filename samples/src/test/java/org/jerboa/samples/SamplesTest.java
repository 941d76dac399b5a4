package org.jerboa.samples;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SamplesTest {

    private final RecordedConsole console = new RecordedConsole();

    @Test
    void listsTheSamples() throws Exception {
        assertThat(run("--list")).isZero();
        assertThat(console.out())
                .contains("Samples:", "digits", "S01DigitsStudy", "asha", "hyperband", "pbt", "tpe")
                .contains("Tools:", "steer", "simulate");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--help", "-h", "digits --help", "digits --seed 1 --help"})
    void explainsItself(String arguments) throws Exception {
        assertThat(run(arguments.split(" "))).isZero();
        assertThat(console.out()).contains("Usage:", "--resume", "digits");
    }

    @Test
    void explainsOneProgramAlone() throws Exception {
        assertThat(run("steer", "--help")).isZero();
        assertThat(console.out())
                .contains("Usage: samples/run steer DIR COMMAND")
                .doesNotContain("digits");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "nosuch", "digits --frobnicate", "digits --trials 0"})
    void answersAWrongCommandWithItsUsageAndStatus2(String arguments) throws Exception {
        assertThat(run(arguments.split(" "))).isEqualTo(2);
        assertThat(console.err()).contains("Usage:").doesNotContain("Exception", "\tat ");
        assertThat(console.out()).isEmpty();
    }

    @Test
    void runsASmallStudyToItsReport(@TempDir Path folder) throws Exception {
        Path out = folder.resolve("study");

        int status = run("digits", "--out", out.toString(), "--trials", "3", "--epochs", "1", "--seed", "3");

        assertThat(console.err()).isEmpty();
        assertThat(status).isZero();
        assertThat(console.out())
                .contains("3 configurations, 1 epochs each, on digits: 1079 training examples in 4 shards")
                .contains("samples/run digits --out " + out + " --seed 3 --trials 3 --epochs 1")
                .contains("| epochs 3/3 | units 12 |")
                .contains("rank  trial  status     best epoch  accuracy  configuration")
                .contains("on the test split")
                .contains("12 units")
                .endsWith(
                        "Files in " + out + ": trials.csv, epochs.csv, summary.json, journal.jsonl, best-model.zip\n");
        assertThat(List.of("trials.csv", "epochs.csv", "summary.json", "journal.jsonl", "best-model.zip"))
                .allSatisfy(name -> assertThat(out.resolve(name)).isNotEmptyFile());

        refusesToBeginAnewThere(out);
        refusesToGoOnAsAnotherStudy(out);
    }

    @Test
    void tpeRunsToItsReport(@TempDir Path folder) throws Exception {
        int status = run("tpe", "--out", folder.resolve("study").toString(), "--trials", "12", "--epochs", "1");

        assertThat(console.err()).isEmpty();
        assertThat(status).isZero();
        assertThat(console.out()).contains("12 configurations", "| epochs 12/12 |", "Best: trial ");
    }

    /**
     * Rungs at 1 and 3 epochs: of six trials the best two go up, and a third one if it was the best of the first three to
     * come.
     */
    @Test
    void ashaGivesTheBestOfManyMoreEpochs(@TempDir Path folder) throws Exception {
        Path out = folder.resolve("study");

        int status = run("asha", "--out", out.toString(), "--trials", "6", "--epochs", "3");

        assertThat(console.err()).isEmpty();
        assertThat(status).isZero();
        int epochs = Files.readAllLines(out.resolve("epochs.csv")).size() - 1;
        assertThat(epochs).isIn(6 + 2 * 2, 6 + 3 * 2);
        assertThat(console.out()).contains("6 configurations", "| epochs " + epochs + "/", "Best: trial ");
    }

    @Test
    void hyperbandPrintsItsPlanFirst(@TempDir Path folder) throws Exception {
        int status = run("hyperband", "--out", folder.resolve("study").toString(), "--epochs", "3");

        assertThat(console.err()).isEmpty();
        assertThat(status).isZero();
        assertThat(console.out())
                .containsSubsequence(
                        "bracket  trials@epochs  trials  epochs",
                        "      1  3@1  1@3            3       5",
                        "      0       2@3            2       6",
                        "| epochs 11/11 |",
                        "Best: trial ");
    }

    /** Six members judged after each of two epochs: two are replaced at each, and the best may be one of their clones. */
    @Test
    void pbtTrainsClonesOfTheBest(@TempDir Path folder) throws Exception {
        Path out = folder.resolve("study");

        int status = run("pbt", "--out", out.toString(), "--trials", "6", "--epochs", "3");

        assertThat(console.err()).isEmpty();
        assertThat(status).isZero();
        assertThat(console.out()).contains("A population of 6", "| epochs 18/18 |", "Best: trial ");
        assertThat(Files.readString(out.resolve("journal.jsonl"))).contains("\"parent\":");
    }

    @Test
    void paretoShowsTheFrontAndWhatMadeTheDifference(@TempDir Path folder) throws Exception {
        Path out = folder.resolve("study");

        int status = run("pareto", "--out", out.toString(), "--trials", "6", "--epochs", "1");

        assertThat(console.err()).isEmpty();
        assertThat(status).isZero();
        assertThat(console.out())
                .containsSubsequence(
                        "None of these is beaten in everything:",
                        "accuracy    parameters",
                        "Best: trial ",
                        "What made the difference in parameters:",
                        "%  model");
        assertThat(Files.readString(out.resolve("summary.json"))).contains("\"paretoFront\"");
    }

    private void refusesToBeginAnewThere(Path out) throws Exception {
        RecordedConsole again = new RecordedConsole();
        int status = run(again, "digits", "--out", out.toString(), "--trials", "3", "--epochs", "1", "--seed", "3");

        assertThat(status).isEqualTo(2);
        assertThat(again.err()).contains("holds a study already", "--resume").doesNotContain("Exception", "\tat ");
    }

    private void refusesToGoOnAsAnotherStudy(Path out) throws Exception {
        RecordedConsole again = new RecordedConsole();
        int status = run(again, "digits", "--resume", out.toString(), "--trials", "4", "--epochs", "1", "--seed", "3");

        assertThat(status).isEqualTo(2);
        assertThat(again.err()).contains("trials=4", "trials=3").doesNotContain("Exception", "\tat ");
    }

    @Test
    void refusesAFolderThatCannotBeMade(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "no folder");

        int status = run("digits", "--out", file.resolve("study").toString());

        assertThat(status).isEqualTo(2);
        assertThat(console.err()).contains(file.toString(), "cannot be written").doesNotContain("\tat ");
    }

    private int run(String... arguments) throws Exception {
        return run(console, arguments);
    }

    private static int run(RecordedConsole console, String... arguments) throws Exception {
        List<String> words = arguments.length == 1 && arguments[0].isEmpty() ? List.of() : List.of(arguments);
        return WatchedSamples.all().run(words, console.console(), LocalDateTime.of(2026, 1, 1, 0, 0));
    }
}
