package org.jerboa.search;

import org.jerboa.testkit.contract.SearcherContract;
import org.jerboa.tune.spi.SearchAlgorithm;

class BracketedAshaContractTest extends SearcherContract {

    @Override
    protected SearchAlgorithm algorithm() {
        return Asha.maxEpochs(9).trials(40).brackets(3);
    }

    @Override
    protected int longestTrial() {
        return 9;
    }

    @Override
    protected SearchAlgorithm longAlgorithm() {
        return Asha.maxEpochs(9).trials(5_000).brackets(3);
    }
}
