package org.jerboa.benchmarks.search;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jerboa.benchmarks.Figure;
import org.jerboa.benchmarks.Settings;
import org.jerboa.testkit.functions.DrawnFunctions;
import org.jerboa.testkit.functions.FunctionRun;
import org.jerboa.testkit.functions.TestFunction;
import org.jerboa.testkit.functions.TestFunctions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The way to Python and back, by a stand-in for Optuna; skipped where there is no Python. */
class OptunaProcessTest {

    @TempDir
    Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    static Stream<TestFunction> functions() {
        return Stream.concat(TestFunctions.plain().stream(), DrawnFunctions.plain(2).stream());
    }

    /** A Python that finds the stand-in, or nothing, where it looks for Optuna. */
    private String python(boolean withStandIn) throws IOException, InterruptedException {
        assumeTrue(isThere("python3") && Files.isExecutable(Path.of("/bin/sh")), "no python3 here");
        Path init = Path.of(Objects.requireNonNull(getClass().getResource("stand-in/optuna/__init__.py"))
                .getPath());
        Path script = folder.resolve("python");
        String path = withStandIn ? "PYTHONPATH='" + init.getParent().getParent() + "' " : "";
        // -S: no installed packages. What is on the path is found all the same.
        Files.writeString(script, "#!/bin/sh\nexec env PYTHONDONTWRITEBYTECODE=1 " + path + "python3 -S \"$@\"\n");
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
        return script.toString();
    }

    private static boolean isThere(String program) throws InterruptedException {
        try {
            return new ProcessBuilder(program, "-c", "pass").start().waitFor() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    @ParameterizedTest
    @MethodSource("functions")
    void everySpaceGetsToPythonAndItsConfigurationsBack(TestFunction function) throws Exception {
        try (OptunaProcess optuna = OptunaProcess.start(python(true))) {
            TestFunction small = function.budget(40);

            FunctionRun run = optuna.play(small, "tpe-uni", 3);

            assertThat(run.configurations()).hasSize(40).allMatch(function.space()::contains);
            assertThat(run.configurations().stream().distinct().count()).isGreaterThan(30);
            assertThat(run.epochs().get(7).observed())
                    .isEqualTo(function.observed(1, run.configurations().get(7), 3, 7));
            assertThat(optuna.play(small, "tpe-uni", 3)).isEqualTo(run);
            assertThat(optuna.play(small, "tpe-multi", 3)).isNotEqualTo(run);
        }
    }

    @Test
    void timesAreTaken() throws Exception {
        try (OptunaProcess optuna = OptunaProcess.start(python(true))) {
            assertThat(optuna.version()).isEqualTo("stand-in");
            assertThat(optuna.samplers()).contains("random", "tpe-multi", "tpe-uni");
            assertThat(optuna.latency("tpe-uni", 6, 20, 3)).hasSize(3).doesNotContain(0);
        }
    }

    @Test
    void missingOptunaIsSaidWithTheRemedy() throws Exception {
        String python = python(false);

        assertThatThrownBy(() -> OptunaProcess.start(python))
                .isInstanceOf(OptunaProcess.Unavailable.class)
                .hasMessageContaining("has no Optuna")
                .hasMessageContaining("pip install optuna")
                .hasMessageContaining("--python");
    }

    @Test
    void missingPythonIsNoFailure() throws Exception {
        Settings settings = new Settings(
                true, Map.of("python", folder.resolve("no-such-python").toString()));

        List<Figure> figures = new SearchLiveBenchmark().run(settings, new PrintStream(out, true, UTF_8));

        assertThat(figures).isEmpty();
        assertThat(out.toString(UTF_8)).contains("Nothing is compared", "no-such-python", "--python");
    }

    @Test
    void liveScoresStandBesideJerboas() throws Exception {
        Map<String, String> values = new HashMap<>(Map.of("functions", "branin2,cond3", "threads", "2"));
        values.put("python", python(true));

        List<Figure> figures =
                new SearchLiveBenchmark().run(new Settings(true, values), new PrintStream(out, true, UTF_8));

        assertThat(figures.stream().map(Figure::name))
                .contains("branin2.random", "branin2.optuna.tpe-uni", "cond3.optuna.tpe-multi", "meanRank.random");
        assertThat(out.toString(UTF_8)).contains("Beside Optuna stand-in");
    }
}
