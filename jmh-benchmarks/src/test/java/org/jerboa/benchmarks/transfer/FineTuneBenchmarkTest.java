package org.jerboa.benchmarks.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.jerboa.benchmarks.SmokeRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FineTuneBenchmarkTest {

    @TempDir
    Path folder;

    @Test
    void lossesAreThoseOfFrozenLayersInPlace() throws Exception {
        Map<String, Double> figures = SmokeRun.figures(new FineTuneBenchmark(), folder);

        for (String network : new String[] {"vgg", "resNet"}) {
            assertThat(figures.get(network + ".difference")).as(network).isLessThan(100);
            // once instead of by eight configurations
            assertThat(figures.get(network + ".work.inPlace") / figures.get(network + ".work.stored"))
                    .as(network)
                    .isGreaterThan(7);
            assertThat(figures.get(network + ".written")).as(network).isPositive();
            assertThat(figures).containsKeys(network + ".speedup", network + ".stored", network + ".inPlace");
        }
        assertThat(figures).hasSize(14);
    }
}
