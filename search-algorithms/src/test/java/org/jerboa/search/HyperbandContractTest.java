package org.jerboa.search;

import org.jerboa.testkit.contract.SearcherContract;
import org.jerboa.tune.spi.SearchAlgorithm;

class HyperbandContractTest extends SearcherContract {

    @Override
    protected SearchAlgorithm algorithm() {
        return Hyperband.maxEpochs(9).rounds(2);
    }

    @Override
    protected int longestTrial() {
        return 9;
    }

    @Override
    protected SearchAlgorithm longAlgorithm() {
        return Hyperband.maxEpochs(9).rounds(1_000);
    }
}
