package org.jerboa.benchmarks.hop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SizedNetworkTest {

    @ParameterizedTest
    @ValueSource(ints = {1, 7})
    void stateHasTheSizeAskedForAndNoZeroMoments(int megabytes) throws Exception {
        MultiLayerNetwork network = SizedNetwork.trained(megabytes);
        try {
            float[] moments = network.getUpdater().getStateViewArray().toFloatVector();
            double bytes = Float.BYTES * (network.numParams() + (double) moments.length);

            assertThat(bytes).isCloseTo(megabytes * 1e6, within(megabytes * 1e4));
            assertThat(Arrays.equals(moments, new float[moments.length])).isFalse();
            long zeros = 0;
            for (float moment : moments) {
                zeros += moment == 0 ? 1 : 0;
            }
            assertThat(zeros).isLessThan(moments.length / 100);
        } finally {
            SizedNetwork.HANDLER.close(network);
        }
    }
}
