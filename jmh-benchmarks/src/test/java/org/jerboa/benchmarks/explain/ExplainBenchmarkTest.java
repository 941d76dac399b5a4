package org.jerboa.benchmarks.explain;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.jerboa.benchmarks.SmokeRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExplainBenchmarkTest {

    @TempDir
    Path folder;

    @Test
    void windowsAreLessWorkWithTheSameResult() throws Exception {
        Map<String, Double> figures = SmokeRun.figures(new ExplainBenchmark(), folder);

        for (String network : new String[] {"leNet", "vgg", "resNet"}) {
            assertThat(figures).containsKeys(network + ".windows", network + ".full", network + ".speedup");
            assertThat(figures.get(network + ".work")).isBetween(1.0, 90.0);
            assertThat(figures.get(network + ".difference"))
                    .as("parts in a million")
                    .isLessThan(10);
        }
        assertThat(figures).hasSize(15);
    }
}
