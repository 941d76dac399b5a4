package org.jerboa.search;

import org.jerboa.testkit.contract.SearcherContract;
import org.jerboa.tune.spi.SearchAlgorithm;

class ShuffledGridSearchContractTest extends SearcherContract {

    @Override
    protected SearchAlgorithm algorithm() {
        return GridSearch.shuffled().pointsPerReal(2).trials(60).epochs(3);
    }

    @Override
    protected int longestTrial() {
        return 3;
    }

    @Override
    protected SearchAlgorithm longAlgorithm() {
        return GridSearch.shuffled().trials(4_000).epochs(3);
    }
}
