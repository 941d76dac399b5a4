package org.jerboa.search;

import org.jerboa.testkit.contract.SearcherContract;
import org.jerboa.tune.spi.SearchAlgorithm;

class BohbContractTest extends SearcherContract {

    @Override
    protected SearchAlgorithm algorithm() {
        return Bohb.maxEpochs(9).rounds(3);
    }

    @Override
    protected int longestTrial() {
        return 9;
    }

    @Override
    protected SearchAlgorithm longAlgorithm() {
        return Bohb.maxEpochs(27).rounds(100);
    }
}
