package org.jerboa.benchmarks.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.jerboa.benchmarks.SmokeRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TransferBenchmarkTest {

    @TempDir
    Path folder;

    @Test
    void theStagedPlanComputesAsMuchAsTheEagerOne() throws Exception {
        Map<String, Double> figures = SmokeRun.figures(new TransferBenchmark(), folder);

        for (String network : new String[] {"vgg", "resNet"}) {
            assertThat(figures.get(network + ".staged.work"))
                    .as(network)
                    .isEqualTo(figures.get(network + ".eager.work"));
            assertThat(figures.get(network + ".saved")).as(network).isGreaterThan(2);
            assertThat(figures.get(network + ".lazy.held"))
                    .as(network)
                    .isLessThan(figures.get(network + ".eager.held"));
            assertThat(figures).containsKeys(network + ".speedup", network + ".staged.held", network + ".lazy.time");
        }
        assertThat(figures.get("memory.eager.held")).isGreaterThan(figures.get("memory.heap"));
        assertThat(figures.get("memory.eager.outOfMemory")).isEqualTo(1);
        assertThat(figures.get("memory.chosen.held")).isLessThan(figures.get("memory.budget"));
        assertThat(figures.get("memory.chosen.finished")).isEqualTo(1);
        assertThat(figures).hasSize(35);
    }
}
