package org.jerboa.search;

import org.jerboa.testkit.contract.SearcherContract;
import org.jerboa.tune.spi.SearchAlgorithm;

class GeneticSearchContractTest extends SearcherContract {

    @Override
    protected SearchAlgorithm algorithm() {
        return GeneticSearch.trials(60).epochs(3);
    }

    @Override
    protected int longestTrial() {
        return 3;
    }

    @Override
    protected SearchAlgorithm longAlgorithm() {
        return GeneticSearch.trials(4_000).epochs(3);
    }
}
