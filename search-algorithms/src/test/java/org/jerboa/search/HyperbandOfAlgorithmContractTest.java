package org.jerboa.search;

import org.jerboa.search.allocation.bracket.BracketSizes;
import org.jerboa.testkit.contract.SearcherContract;
import org.jerboa.tune.spi.SearchAlgorithm;

class HyperbandOfAlgorithmContractTest extends SearcherContract {

    @Override
    protected SearchAlgorithm algorithm() {
        return Hyperband.maxEpochs(10).eta(2).sizes(BracketSizes.ALGORITHM);
    }

    @Override
    protected int longestTrial() {
        return 10;
    }

    @Override
    protected SearchAlgorithm longAlgorithm() {
        return Hyperband.maxEpochs(9).rounds(1_000).sizes(BracketSizes.ALGORITHM);
    }
}
