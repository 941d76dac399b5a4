package org.jerboa.dl4j;

import java.util.List;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.jerboa.tune.data.Examples;
import org.jerboa.tune.spi.ModelHandler;

/** Vectors. */
class MlpContractTest extends Dl4jContract<MultiLayerNetwork> {

    @Override
    protected ModelHandler<MultiLayerNetwork> handler() {
        return Dl4j.network(TestNetworks::mlp);
    }

    @Override
    protected List<Examples> shards() {
        return List.of(TestData.vectors(37, 1), TestData.vectors(30, 2));
    }

    @Override
    protected Examples validation() {
        return TestData.vectors(24, 3);
    }
}
