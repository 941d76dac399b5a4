package org.jerboa.benchmarks.arbiter;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jerboa.benchmarks.SmokeRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArbiterBenchmarkTest {

    private static final ArbiterPlan SMALLEST = new ArbiterPlan(64, 1, List.of(1), 1, 5);

    @TempDir
    Path folder;

    @Test
    void runsBothProgramsOnBothRunners() throws Exception {
        Map<String, Double> figures = SmokeRun.figures(new ArbiterBenchmark(SMALLEST, SMALLEST), folder);

        assertThat(figures)
                .containsOnlyKeys(
                        "basic.1.arbiter",
                        "basic.1.jerboa",
                        "basic.1.ratio",
                        "basic.1.awake.ratio",
                        "convolutional.1.arbiter",
                        "convolutional.1.jerboa",
                        "convolutional.1.ratio",
                        "convolutional.1.awake.ratio",
                        "threads.left",
                        "memory.growth");
        assertThat(figures).containsEntry("threads.left", 0.0);
    }
}
