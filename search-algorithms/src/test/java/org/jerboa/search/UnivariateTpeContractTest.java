package org.jerboa.search;

import org.jerboa.search.sampling.density.TpeSampling;
import org.jerboa.testkit.contract.SearcherContract;
import org.jerboa.tune.spi.SearchAlgorithm;

class UnivariateTpeContractTest extends SearcherContract {

    @Override
    protected SearchAlgorithm algorithm() {
        return Tpe.trials(40).epochs(4).sampling(new TpeSampling().univariate());
    }

    @Override
    protected int longestTrial() {
        return 4;
    }

    @Override
    protected SearchAlgorithm longAlgorithm() {
        return Tpe.trials(1_000).epochs(10).sampling(new TpeSampling().univariate());
    }
}
