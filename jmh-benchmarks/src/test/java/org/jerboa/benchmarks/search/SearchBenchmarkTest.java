package org.jerboa.benchmarks.search;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jerboa.benchmarks.Figure;
import org.jerboa.benchmarks.Settings;
import org.jerboa.benchmarks.SmokeRun;
import org.jerboa.benchmarks.UsageException;
import org.jerboa.testkit.functions.Contender;
import org.jerboa.testkit.functions.TestFunction;
import org.jerboa.testkit.functions.TestFunctions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SearchBenchmarkTest {

    @TempDir
    Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    @Test
    void reportsEverySearchOnEveryFunction() throws Exception {
        Map<String, Double> figures = SmokeRun.figures(new SearchBenchmark(), folder);

        for (TestFunction function : TestFunctions.plain()) {
            for (Contender contender : Searches.plain()) {
                assertThat(figures)
                        .containsKeys(
                                function + "." + contender,
                                "meanRank." + contender,
                                "keptAside.meanRank." + contender,
                                "keptAside.betterThanRandom." + contender);
            }
        }
        assertThat(figures.get("branin2.optuna.tpe-uni")).isCloseTo(0.410006, within(1e-6));
    }

    @Test
    void threadsDoNotChangeFigures() throws Exception {
        assertThat(run("threads", "1")).isEqualTo(run("threads", "3"));
    }

    @Test
    void functionsAndAlgorithmsMayBeChosen() throws Exception {
        List<Figure> figures = new SearchBenchmark()
                .run(
                        settings(Map.of("functions", "cond3, tree#", "algorithms", "grid")),
                        new PrintStream(out, true, UTF_8));

        assertThat(figures.stream().map(Figure::name).filter(name -> !name.contains("optuna")))
                .containsExactly("cond3.grid", "meanRank.grid", "keptAside.meanRank.grid");
        assertThat(out.toString(UTF_8)).contains("tree#9001", "tree#9002", "tree#9003");
        assertThatThrownBy(() -> run("functions", "sphere"))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("[sphere] are none of [branin2");
        assertThatThrownBy(() -> run("algorithms", "luck"))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("[luck] are none of [tpe");
    }

    /** Of the file as it was written: the median after 200 trials is that of the scores of its 20 seeds. */
    @Test
    void baselineIsRead() {
        Baseline baseline = Baseline.load();
        assertThat(baseline.samplers("hartmann6"))
                .contains("optuna random", "optuna cmaes", "optuna tpe-multi", "optuna tpe-uni");
        assertThat(baseline.finalScores("hartmann6", "optuna tpe-uni")).hasSize(20);
        assertThat(baseline.quartiles("hartmann6", "optuna tpe-uni", 200)
                        .orElseThrow()
                        .median())
                .isEqualTo(-3.22202);
        assertThat(baseline.quartiles("lcA", "optuna random+sha", 20)
                        .orElseThrow()
                        .median())
                .isEqualTo(0.117907);
        assertThat(baseline.samplers("unheard-of")).isEmpty();
    }

    private List<Figure> run(String option, String value) {
        Map<String, String> values = new HashMap<>(Map.of("functions", "branin2,noisy", "seeds", "4"));
        values.put(option, value);
        return new SearchBenchmark().run(settings(values), new PrintStream(out, true, UTF_8));
    }

    private static Settings settings(Map<String, String> values) {
        return new Settings(true, values);
    }
}
