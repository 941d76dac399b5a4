package org.jerboa.dl4j;

import java.util.List;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.jerboa.tune.data.Examples;
import org.jerboa.tune.spi.ModelHandler;

/** A graph that merges two inputs and has two outputs. */
class GraphContractTest extends Dl4jContract<ComputationGraph> {

    @Override
    protected ModelHandler<ComputationGraph> handler() {
        return Dl4j.graph(TestNetworks::graph);
    }

    @Override
    protected List<Examples> shards() {
        return List.of(TestData.pairs(37, 1), TestData.pairs(30, 2));
    }

    @Override
    protected Examples validation() {
        return TestData.pairs(24, 3);
    }
}
