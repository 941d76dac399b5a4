package org.jerboa.search;

import org.jerboa.testkit.contract.SearcherContract;
import org.jerboa.tune.spi.SearchAlgorithm;

class TpeContractTest extends SearcherContract {

    @Override
    protected SearchAlgorithm algorithm() {
        return Tpe.trials(40).epochs(4);
    }

    @Override
    protected int longestTrial() {
        return 4;
    }

    @Override
    protected SearchAlgorithm longAlgorithm() {
        return Tpe.trials(1_000).epochs(10);
    }
}
