package org.jerboa.search;

import org.jerboa.testkit.contract.SearcherContract;
import org.jerboa.tune.spi.SearchAlgorithm;

class AutomaticSearchContractTest extends SearcherContract {

    @Override
    protected SearchAlgorithm algorithm() {
        return SearchAlgorithms.automatic(90).maxEpochs(9);
    }

    @Override
    protected int longestTrial() {
        return 9;
    }

    @Override
    protected SearchAlgorithm longAlgorithm() {
        return SearchAlgorithms.automatic(10_000).maxEpochs(9);
    }
}
