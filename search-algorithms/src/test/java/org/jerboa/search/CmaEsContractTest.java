package org.jerboa.search;

import org.jerboa.testkit.contract.SearcherContract;
import org.jerboa.tune.spi.SearchAlgorithm;

class CmaEsContractTest extends SearcherContract {

    @Override
    protected SearchAlgorithm algorithm() {
        return CmaEs.trials(40).epochs(3);
    }

    @Override
    protected int longestTrial() {
        return 3;
    }

    @Override
    protected SearchAlgorithm longAlgorithm() {
        return CmaEs.trials(2_000).epochs(5);
    }
}
