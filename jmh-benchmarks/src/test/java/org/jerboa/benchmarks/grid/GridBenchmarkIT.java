package org.jerboa.benchmarks.grid;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.jerboa.benchmarks.SmokeRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** At a size at which its figures mean nothing. */
class GridBenchmarkIT {

    @Test
    void givesItsFigures(@TempDir Path folder) throws Exception {
        Map<String, Double> figures = SmokeRun.figures(new GridBenchmark(), folder);

        assertThat(figures)
                .containsOnlyKeys(
                        "hop.1MB",
                        "hop.1MB.tcp",
                        "hop.1MB.throughput",
                        "hop.1MB.message.p50",
                        "hop.1MB.message.p99",
                        "study.plain.threads",
                        "study.plain.embedded.overThreads",
                        "study.plain.processes.overThreads");
        assertThat(figures.values()).allMatch(value -> value > 0);
    }
}
