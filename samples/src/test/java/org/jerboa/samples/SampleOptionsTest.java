package org.jerboa.samples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SampleOptionsTest {

    private static final SampleOptions.Defaults DEFAULTS = new SampleOptions.Defaults(42, 24, 15);
    private static final LocalDateTime NOW = LocalDateTime.of(2026, 3, 9, 7, 5, 1);
    private static final int PROCESSORS = Runtime.getRuntime().availableProcessors();
    private static final SampleWorkers USUAL = new SampleWorkers(SampleWorkers.Kind.THREADS, PROCESSORS);

    @Test
    void takesDefaultsAndAFolderNamedAfterTheTime() {
        assertThat(parse(""))
                .isEqualTo(new SampleOptions(Path.of("studies", "digits-20260309-070501"), false, 42, USUAL, 24, 15));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--out a/b --seed -7 --workers 3 --trials 5 --epochs 2 --resume",
                "--seed=-7 --workers=3 --out=a/b --trials=5 --epochs=2 --resume",
                "--resume a/b --seed -7 --workers 3 --trials 5 --epochs 2",
                "--resume --out a/b --seed -7 --workers 3 --trials 5 --epochs 2",
                "--resume=a/b --out a/b --seed -7 --workers 3 --trials 5 --epochs 2"
            })
    void readsEveryOptionInEveryForm(String arguments) {
        assertThat(parse(arguments)).isEqualTo(new SampleOptions(Path.of("a/b"), true, -7, USUAL.count(3), 5, 2));
    }

    @ParameterizedTest
    @CsvSource({"threads 3, THREADS", "embedded 3, EMBEDDED", "processes 3, PROCESSES"})
    void takesWorkersOfEveryKind(String workers, SampleWorkers.Kind kind) {
        SampleOptions options = parse("--workers " + workers + " --seed 1");

        assertThat(options.workers()).isEqualTo(new SampleWorkers(kind, 3));
        String command = options.resumeCommand("run", "digits");
        assertThat(parse(command.substring("run digits ".length())).workers()).isEqualTo(options.workers());
    }

    @Test
    void takesAsManyWorkersAsThereAreProcessorsWhereNoNumberIsGiven() {
        assertThat(parse("--workers embedded --seed 1").workers()).isEqualTo(USUAL.kind(SampleWorkers.Kind.EMBEDDED));
        assertThat(parse("--workers processes").workers()).isEqualTo(USUAL.kind(SampleWorkers.Kind.PROCESSES));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--frobnicate       | unknown option '--frobnicate'",
                "-x                 | unknown option '-x'",
                "stray              | unknown option 'stray'",
                "--out              | --out needs a value",
                "--out --seed 1     | --out needs a value",
                "--out=             | --out needs a folder",
                "--resume           | --resume needs the folder of the study; give it as --resume DIR",
                "--resume a --out b | two folders are given, a and b; leave one out",
                "--seed x           | --seed (x) must be a whole number",
                "--trials 0         | --trials (0) must be a whole number from 1 to 2147483647",
                "--epochs 1.5       | --epochs (1.5) must be a whole number from 1 to 2147483647",
                "--workers fibres 2 | --workers (fibres) must be a whole number from 1 to 2147483647",
                "--workers embedded x | --workers (x) must be a whole number from 1 to 2147483647",
                "--workers 99999999999 | --workers (99999999999) must be a whole number from 1 to 2147483647",
            })
    void refusesWhatItCannotUse(String arguments, String message) {
        assertThatThrownBy(() -> parse(arguments))
                .isInstanceOf(UsageException.class)
                .hasMessage(message);
    }

    @Test
    void givesACommandThatMeansTheSameStudy() {
        SampleOptions options = new SampleOptions(Path.of("a/b"), false, 7, USUAL.count(PROCESSORS + 1), 5, 2);

        String command = options.resumeCommand("samples/run", "digits");

        assertThat(command).startsWith("samples/run digits ");
        SampleOptions resumed = parse(command.substring("samples/run digits ".length()));
        assertThat(resumed).isEqualTo(new SampleOptions(Path.of("a/b"), true, 7, USUAL.count(PROCESSORS + 1), 5, 2));
    }

    @Test
    void quotesAFolderThatAShellWouldTakeApart() {
        SampleOptions options = new SampleOptions(Path.of("my dir/it's"), false, 7, USUAL, 5, 2);

        assertThat(options.resumeCommand("samples/run", "digits"))
                .isEqualTo("samples/run digits --out 'my dir/it'\\''s' --seed 7 --trials 5 --epochs 2 --resume");
    }

    private static SampleOptions parse(String arguments) {
        List<String> words =
                arguments.isBlank() ? List.of() : List.of(arguments.strip().split(" +"));
        return SampleOptions.parse("digits", DEFAULTS, words, NOW);
    }
}
