package org.jerboa.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BenchmarksTest {

    @TempDir
    Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void missedGoalsAreNoFailure() throws Exception {
        assertThat(run("made-up")).isZero();

        assertThat(out.toString(UTF_8))
                .contains("JDK: ", "measuring\n")
                .contains("time    2.00 s\n", "ratio   0.500 x  a \"rival\"      > 1   NO\n");
        assertThat(err.toString(UTF_8)).isEmpty();
    }

    @Test
    void jsonHasEveryFigureWithWhatItIsComparedWith() throws Exception {
        Path file = folder.resolve("results/made-up.json");

        assertThat(run("made-up", "--json", file.toString(), "--quick")).isZero();

        JsonNode figures = new ObjectMapper().readTree(Files.readString(file));
        assertThat(figures).isEqualTo(new ObjectMapper().readTree("""
                                [{"name": "time", "value": 1.0, "unit": "s", "rival": null, "goal": null, "met": null},
                                 {"name": "ratio", "value": 0.5, "unit": "x", "rival": "a \\"rival\\"", "goal": "> 1",
                                  "met": false}]
                                """));
    }

    @Test
    void pageTellsThatItsFiguresWereTakenQuickly() throws Exception {
        Path page = folder.resolve("made-up.md");

        assertThat(run("made-up", "--quick", "--markdown", page.toString())).isZero();

        assertThat(Files.readString(page)).contains("`jmh-benchmarks/run made-up --quick`", "| JDK | ");
    }

    @Test
    void listNamesEveryBenchmark() throws Exception {
        assertThat(run("--list")).isZero();

        assertThat(out.toString(UTF_8)).contains("made-up").contains("nothing in particular");
    }

    @Test
    void helpTellsOptionsAndBenchmarks() throws Exception {
        assertThat(run("made-up", "--help")).isZero();

        assertThat(out.toString(UTF_8)).contains("--json FILE", "--markdown FILE", "--quick", "made-up");
    }

    @ParameterizedTest
    @CsvSource({
        "'', no benchmark is named",
        "sleep, there is no benchmark 'sleep'",
        "made-up --fast, unknown option '--fast'",
        "made-up --json, --json needs a file",
        "made-up --markdown --quick, --markdown needs a file"
    })
    void refusesWhatItCannotDoAndTellsWhatItCan(String line, String reason) throws Exception {
        assertThat(run(line.isEmpty() ? new String[0] : line.split(" ", -1))).isEqualTo(2);

        assertThat(err.toString(UTF_8)).startsWith(reason + "\n").contains("Usage:");
        assertThat(out.toString(UTF_8)).isEmpty();
    }

    private int run(String... arguments) throws Exception {
        PrintStream toOut = new PrintStream(out, true, UTF_8);
        PrintStream toErr = new PrintStream(err, true, UTF_8);
        return new Benchmarks(List.of(new MadeUpBenchmark()), toOut, toErr).run(List.of(arguments));
    }
}
