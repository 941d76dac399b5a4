package org.jerboa.benchmarks.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.jerboa.benchmarks.SmokeRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScheduleScaleBenchmarkTest {

    private static final ScalePlan SMALLEST = new ScalePlan(6, 2, 12, 4);

    @TempDir
    Path folder;

    @Test
    void reportsDecisionsAndTheEpoch() throws Exception {
        Map<String, Double> figures =
                SmokeRun.figures(new ScheduleScaleBenchmark(SMALLEST, SMALLEST, LargeEpoch::here), folder);

        assertThat(figures)
                .containsOnlyKeys(
                        "decision.6x2.median",
                        "decision.6x2.p99",
                        "decision.6x2.longest",
                        "decision.6x2.share",
                        "decision.6x2.aboveBound",
                        "epoch.12x4.wall",
                        "epoch.12x4.processor",
                        "epoch.12x4.byUnit",
                        "epoch.12x4.heap",
                        "epoch.12x4.aboveBound");
        assertThat(figures.get("decision.6x2.median")).isLessThanOrEqualTo(figures.get("decision.6x2.p99"));
        assertThat(figures.get("decision.6x2.p99")).isLessThanOrEqualTo(figures.get("decision.6x2.longest"));
        assertThat(figures.values()).allMatch(value -> value >= 0);
    }

    /** What a child process says is read as it was meant, and other lines are passed over. */
    @Test
    void anEpochIsReadAsItIsWritten() {
        LargeEpoch epoch = new LargeEpoch(1.25, 1e-7, 3e9, 1.0001, 10_000_000);

        assertThat(LargeEpoch.read(epoch.line())).contains(epoch);
        assertThat(LargeEpoch.read("a line of a log")).isEmpty();
    }
}
