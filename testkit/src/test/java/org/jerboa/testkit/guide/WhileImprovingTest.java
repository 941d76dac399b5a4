package org.jerboa.testkit.guide;

import org.jerboa.testkit.contract.SearcherContract;
import org.jerboa.tune.spi.SearchAlgorithm;

class WhileImprovingTest extends SearcherContract {

    @Override
    protected SearchAlgorithm algorithm() {
        return new WhileImproving(20, 2, 6);
    }

    @Override
    protected int longestTrial() {
        return 6;
    }
}
