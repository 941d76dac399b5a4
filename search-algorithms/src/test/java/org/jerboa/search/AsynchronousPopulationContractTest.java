package org.jerboa.search;

import org.jerboa.testkit.contract.SearcherContract;
import org.jerboa.tune.spi.SearchAlgorithm;

class AsynchronousPopulationContractTest extends SearcherContract {

    @Override
    protected SearchAlgorithm algorithm() {
        return PopulationTraining.of(8).maxEpochs(9).interval(2).asynchronous();
    }

    @Override
    protected int longestTrial() {
        return 9;
    }

    @Override
    protected SearchAlgorithm longAlgorithm() {
        return PopulationTraining.of(20).maxEpochs(5_000).interval(2).asynchronous();
    }
}
