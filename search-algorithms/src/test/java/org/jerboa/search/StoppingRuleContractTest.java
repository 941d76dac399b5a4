package org.jerboa.search;

import org.jerboa.search.rule.PercentileRule;
import org.jerboa.testkit.contract.SearcherContract;
import org.jerboa.tune.spi.SearchAlgorithm;

class StoppingRuleContractTest extends SearcherContract {

    @Override
    protected SearchAlgorithm algorithm() {
        return Asha.maxEpochs(9).trials(40).stopWhen(PercentileRule.median());
    }

    @Override
    protected int longestTrial() {
        return 9;
    }

    @Override
    protected SearchAlgorithm longAlgorithm() {
        return Asha.maxEpochs(9).trials(2_000).stopWhen(PercentileRule.median());
    }
}
