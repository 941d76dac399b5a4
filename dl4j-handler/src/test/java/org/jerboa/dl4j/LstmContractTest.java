package org.jerboa.dl4j;

import java.util.List;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.jerboa.tune.data.Examples;
import org.jerboa.tune.spi.ModelHandler;

/** Sequences of different lengths, with masks and dropout. */
class LstmContractTest extends Dl4jContract<MultiLayerNetwork> {

    @Override
    protected ModelHandler<MultiLayerNetwork> handler() {
        return Dl4j.network(TestNetworks::lstm);
    }

    @Override
    protected List<Examples> shards() {
        return List.of(TestData.sequences(37, 1), TestData.sequences(30, 2));
    }

    @Override
    protected Examples validation() {
        return TestData.sequences(24, 3);
    }
}
