package org.jerboa.benchmarks.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.jerboa.benchmarks.SmokeRun;
import org.jerboa.testkit.functions.Contender;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CurvesAndLatencyTest {

    @TempDir
    Path folder;

    @Test
    void curvesAreSearchedOnOneSlotAndOnEight() throws Exception {
        Map<String, Double> figures = SmokeRun.figures(new MultiFidelityBenchmark(), folder);

        for (Contender contender : Searches.curves()) {
            assertThat(figures)
                    .containsKeys(
                            "lcA." + contender,
                            "lcA.8slots." + contender,
                            "lateBloomers." + contender,
                            "powerLaw#9003." + contender);
        }
    }

    @Test
    void timeAndMemoryAreTakenByTrials() throws Exception {
        Map<String, Double> figures = SmokeRun.figures(new LatencyBenchmark(), folder);

        for (Contender contender : Searches.latency()) {
            assertThat(figures.get(contender + ".500")).isPositive();
            assertThat(figures).containsKeys(contender + ".memory.500", contender + ".memory.growth");
        }
    }
}
