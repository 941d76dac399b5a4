package org.jerboa.benchmarks.hop;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jerboa.benchmarks.SmokeRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HopBenchmarkTest {

    private static final HopPlan SMALLEST = new HopPlan(List.of(1), 0, 0, 1, Duration.ofMillis(1));

    @TempDir
    Path folder;

    @Test
    void measuresEveryWayOfMovingAModel() throws Exception {
        Map<String, Double> figures = SmokeRun.figures(new HopBenchmark(SMALLEST, SMALLEST), folder);

        assertThat(figures)
                .containsOnlyKeys(
                        "write.1MB",
                        "write.1MB.memory",
                        "write.1MB.modelSerializer",
                        "write.1MB.ratio",
                        "read.1MB",
                        "read.1MB.memory",
                        "read.1MB.modelSerializer",
                        "read.1MB.ratio",
                        "live.1MB",
                        "live.1MB.workerOnly",
                        "live.1MB.ratio");
        assertThat(figures.values()).allSatisfy(value -> assertThat(value).isPositive());
    }
}
