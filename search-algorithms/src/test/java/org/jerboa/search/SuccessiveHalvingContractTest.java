package org.jerboa.search;

import org.jerboa.testkit.contract.SearcherContract;
import org.jerboa.tune.spi.SearchAlgorithm;

class SuccessiveHalvingContractTest extends SearcherContract {

    @Override
    protected SearchAlgorithm algorithm() {
        return SuccessiveHalving.maxEpochs(9).trials(30);
    }

    @Override
    protected int longestTrial() {
        return 9;
    }

    @Override
    protected SearchAlgorithm longAlgorithm() {
        return SuccessiveHalving.maxEpochs(9).trials(5_000);
    }
}
