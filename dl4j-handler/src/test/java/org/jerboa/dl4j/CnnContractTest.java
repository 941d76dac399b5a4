package org.jerboa.dl4j;

import java.util.List;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.jerboa.tune.data.Examples;
import org.jerboa.tune.spi.ModelHandler;

/** Images, with dropout, batch normalisation and oneDNN. */
class CnnContractTest extends Dl4jContract<MultiLayerNetwork> {

    @Override
    protected ModelHandler<MultiLayerNetwork> handler() {
        return Dl4j.network(TestNetworks::cnn);
    }

    @Override
    protected List<Examples> shards() {
        return List.of(TestData.images(37, 1), TestData.images(30, 2));
    }

    @Override
    protected Examples validation() {
        return TestData.images(24, 3);
    }
}
