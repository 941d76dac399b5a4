package org.jerboa.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.jerboa.dl4j.TestUnits.configuration;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteOrder;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.jerboa.tune.space.Configuration;
import org.junit.jupiter.api.Test;

/** Version 1 of the format stays readable: a file that was written from its description, by another program. */
class GoldenCheckpointTest {

    private static final int PARAMETERS = 93;

    private final Configuration configuration = configuration("updater", "adam", "batchSize", 8);
    private final Dl4jHandler<MultiLayerNetwork> handler = Dl4j.network(TestNetworks::mlp);

    private static byte[] golden() throws IOException {
        assumeTrue(ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN, "checkpoints are in the machine's byte order");
        try (InputStream in = GoldenCheckpointTest.class.getResourceAsStream("/golden/dl4j-checkpoint-v1.bin")) {
            return in.readAllBytes();
        }
    }

    @Test
    void readsVersionOne() throws IOException {
        MultiLayerNetwork network = TestUnits.restore(handler, configuration, golden());

        assertThat(network.getDefaultConfiguration().getSeed()).isEqualTo(20261121);
        assertThat(network.getIterationCount()).isEqualTo(44);
        assertThat(network.getEpochCount()).isEqualTo(11);
        assertThat(network.params().length()).isEqualTo(PARAMETERS);
        for (int i = 0; i < PARAMETERS; i++) {
            assertThat(network.params().getFloat(i)).isEqualTo((i - 46) / 64f);
        }
        for (int i = 0; i < 2 * PARAMETERS; i++) {
            assertThat(network.getUpdater().getStateViewArray().getFloat(i)).isEqualTo(i / 4096f);
        }
    }

    @Test
    void writesVersionOne() throws IOException {
        MultiLayerNetwork network = TestUnits.restore(handler, configuration, golden());

        assertThat(TestUnits.checkpoint(handler, network)).isEqualTo(golden());
    }
}
