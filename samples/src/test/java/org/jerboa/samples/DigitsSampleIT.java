package org.jerboa.samples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The sample as its user has it: processes that run to their end, are killed, or are told to end. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DigitsSampleIT {

    private static final int TRIALS = 4;
    private static final int EPOCHS = 4;
    private static final int SHARDS = 4;
    private static final int UNITS = TRIALS * EPOCHS * SHARDS;

    private Path folder;
    private Path whole;

    /** What every interrupted study must come to. One worker here, two elsewhere: that must make no difference. */
    @BeforeAll
    void runUninterrupted(@TempDir Path temporary) throws Exception {
        folder = temporary;
        whole = folder.resolve("whole");
        try (ChildJvm jvm = ChildJvm.start(folder, arguments("whole", 1))) {
            assertThat(jvm.status()).as(jvm.output()).isZero();
            assertThat(jvm.output())
                    .contains("rank  trial  status     best epoch  accuracy  configuration")
                    .contains("on the test split, which no decision has looked at")
                    .contains(UNITS + " units");
        }
    }

    @Test
    void leavesFilesThatOtherToolsRead() throws Exception {
        assertThat(whole.resolve("journal.jsonl")).isNotEmptyFile();
        assertThat(Files.readAllLines(whole.resolve("trials.csv"))).hasSize(1 + TRIALS);
        assertThat(Files.readAllLines(whole.resolve("epochs.csv"))).hasSize(1 + TRIALS * EPOCHS);
        assertThat(whole.resolve("summary.json")).content().contains("\"status\" : \"COMPLETED\"", "\"test\"");
        MultiLayerNetwork best = load(whole);
        assertThat(best.numParams()).isPositive();
        best.close();
    }

    @Test
    void comesToTheSameResultAfterKillMinus9() throws Exception {
        Path killed = folder.resolve("killed");
        List<String> command;
        try (ChildJvm jvm = startStuck("killed")) {
            jvm.await("a third of the units", () -> unitsIn(killed) >= UNITS / 3);
            jvm.kill();
            command = resumeCommand(jvm.output());
        }
        assertThat(unitsIn(killed)).isLessThan(UNITS);
        assertThat(killed.resolve("trials.csv")).doesNotExist();

        resume(command);

        assertSameResult(killed);
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "a process there cannot be asked to end")
    void endsCleanlyWhenToldToAndCanGoOn() throws Exception {
        Path stopped = folder.resolve("stopped");
        List<String> command;
        try (ChildJvm jvm = startStuck("stopped")) {
            jvm.await("a third of the units", () -> unitsIn(stopped) >= UNITS / 3);
            int status = jvm.terminate();
            assertThat(status).as(jvm.output()).isEqualTo(128 + 15);
            assertThat(jvm.output())
                    .contains("Stopped. Go on with it by:\n  samples/run digits")
                    .doesNotContain("\tat ");
            command = resumeCommand(jvm.output());
        }
        assertThat(stopped.resolve("summary.json")).content().contains("\"status\" : \"STOPPED\"");
        assertThat(unitsIn(stopped)).isLessThan(UNITS);

        resume(command);

        assertSameResult(stopped);
    }

    /** It cannot come to its end, and passes a third of its units before both workers are stuck in the last epoch. */
    private ChildJvm startStuck(String study) throws IOException {
        return ChildJvm.start(folder, arguments(study, 2), OptionalInt.of(EPOCHS - 1));
    }

    private static List<String> arguments(String study, int workers) {
        return List.of(
                "digits",
                "--out",
                study,
                "--seed",
                "5",
                "--trials",
                String.valueOf(TRIALS),
                "--epochs",
                String.valueOf(EPOCHS),
                "--workers",
                String.valueOf(workers));
    }

    private void resume(List<String> command) throws Exception {
        try (ChildJvm jvm = ChildJvm.start(folder, command)) {
            assertThat(jvm.status()).as(jvm.output()).isZero();
            assertThat(jvm.output()).contains("Best: trial ");
        }
    }

    /** The arguments of the last command line that the process printed. */
    private static List<String> resumeCommand(String output) {
        String line = output.lines()
                .filter(text -> text.startsWith("  samples/run "))
                .reduce((first, second) -> second)
                .orElseThrow(() -> new AssertionError("no command to resume in:\n" + output));
        List<String> words = Arrays.asList(line.strip().split(" "));
        return words.subList(1, words.size());
    }

    private static long unitsIn(Path study) {
        try (Stream<String> lines = Files.lines(study.resolve("journal.jsonl"))) {
            return lines.filter(line -> line.contains("\"event\":\"UnitTrained\""))
                    .count();
        } catch (IOException e) {
            return 0;
        }
    }

    private void assertSameResult(Path study) throws IOException {
        for (String table : List.of("trials.csv", "epochs.csv")) {
            assertThat(withoutTimes(study.resolve(table))).as(table).isEqualTo(withoutTimes(whole.resolve(table)));
        }
        MultiLayerNetwork expected = load(whole);
        MultiLayerNetwork actual = load(study);
        assertThat(actual.params().toFloatVector())
                .containsExactly(expected.params().toFloatVector());
        assertThat(actual.getUpdater().getStateViewArray().toFloatVector())
                .containsExactly(expected.getUpdater().getStateViewArray().toFloatVector());
        expected.close();
        actual.close();
    }

    /** The cells of a table; none of this study holds a comma. */
    private static List<List<String>> withoutTimes(Path table) throws IOException {
        List<List<String>> rows = new ArrayList<>();
        for (String line : Files.readAllLines(table)) {
            rows.add(new ArrayList<>(Arrays.asList(line.split(",", -1))));
        }
        int times = rows.get(0).indexOf("training_seconds");
        assertThat(times).isNotNegative();
        rows.forEach(row -> row.remove(times));
        return rows;
    }

    private static MultiLayerNetwork load(Path study) throws IOException {
        return MultiLayerNetwork.load(study.resolve("best-model.zip").toFile(), true);
    }
}
