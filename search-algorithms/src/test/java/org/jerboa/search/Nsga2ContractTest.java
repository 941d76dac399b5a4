package org.jerboa.search;

import org.jerboa.testkit.contract.SearcherContract;
import org.jerboa.tune.spi.SearchAlgorithm;

class Nsga2ContractTest extends SearcherContract {

    @Override
    protected SearchAlgorithm algorithm() {
        return Nsga2.trials(60).epochs(3);
    }

    @Override
    protected int longestTrial() {
        return 3;
    }

    @Override
    protected SearchAlgorithm longAlgorithm() {
        return Nsga2.trials(4_000).epochs(3);
    }
}
