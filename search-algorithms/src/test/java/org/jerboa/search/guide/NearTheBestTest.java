package org.jerboa.search.guide;

import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.jerboa.search.Asha;
import org.jerboa.testkit.contract.SearcherContract;
import org.jerboa.tune.spi.SearchAlgorithm;
import org.junit.jupiter.api.Test;

class NearTheBestTest extends SearcherContract {

    @Override
    protected SearchAlgorithm algorithm() {
        return Asha.maxEpochs(9).sampling(new NearTheBest(0.2)).trials(30);
    }

    @Override
    protected int longestTrial() {
        return 9;
    }

    @Test
    void rejectsReachOutsideOfTheCube() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new NearTheBest(0))
                .withMessageContaining("reach (0.0)");
        assertThatIllegalArgumentException().isThrownBy(() -> new NearTheBest(1.5));
    }
}
