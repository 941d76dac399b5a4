package org.jerboa.search;

import org.jerboa.testkit.contract.SearcherContract;
import org.jerboa.tune.spi.SearchAlgorithm;

class RandomSearchContractTest extends SearcherContract {

    @Override
    protected SearchAlgorithm algorithm() {
        return RandomSearch.trials(30).epochs(4);
    }

    @Override
    protected int longestTrial() {
        return 4;
    }

    @Override
    protected SearchAlgorithm longAlgorithm() {
        return RandomSearch.trials(4_000).epochs(3);
    }
}
