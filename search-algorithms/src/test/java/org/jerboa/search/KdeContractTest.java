package org.jerboa.search;

import org.jerboa.search.allocation.FixedEpochs;
import org.jerboa.search.sampling.density.KdeSampling;
import org.jerboa.testkit.contract.SearcherContract;
import org.jerboa.tune.spi.SearchAlgorithm;

class KdeContractTest extends SearcherContract {

    @Override
    protected SearchAlgorithm algorithm() {
        return ComposedSearch.of(new KdeSampling(), FixedEpochs.asWanted(4)).trials(60);
    }

    @Override
    protected int longestTrial() {
        return 4;
    }

    @Override
    protected SearchAlgorithm longAlgorithm() {
        return ComposedSearch.of(new KdeSampling(), FixedEpochs.asWanted(10)).trials(1_000);
    }
}
