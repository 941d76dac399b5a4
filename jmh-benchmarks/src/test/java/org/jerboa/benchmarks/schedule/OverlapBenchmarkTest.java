package org.jerboa.benchmarks.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.jerboa.benchmarks.SmokeRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OverlapBenchmarkTest {

    @TempDir
    Path folder;

    @Test
    void whatIsDoneSideBySideSavesTime() throws Exception {
        Map<String, Double> figures = SmokeRun.figures(new OverlapBenchmark(), folder);

        assertThat(figures)
                .containsOnlyKeys("checkpoints.tenth", "checkpoints.half", "epochs", "both", "live.checkpoints.half");
        assertThat(figures.get("checkpoints.half")).isGreaterThan(1);
        assertThat(figures.get("both")).isGreaterThan(figures.get("epochs"));
        assertThat(figures.get("live.checkpoints.half"))
                .as("of real times, so any")
                .isPositive();
    }
}
