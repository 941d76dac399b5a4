package org.jerboa.mop.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class CostModelTest {

    @Test
    void nothingIsKnownOfATrialThatNobodyTold() {
        assertThat(new CostModel().nanos(3)).isNaN();
        assertThat(new CostModel().slowness(3)).isEqualTo(1);
    }

    @Test
    void hintsOrderTrialsBeforeAnyIsMeasuredAndScaleAfterwards() {
        CostModel costs = new CostModel();
        costs.hint(0, 10);
        costs.hint(1, 40);
        assertThat(costs.nanos(1)).isGreaterThan(costs.nanos(0));

        costs.measured(0, 0, 5000);

        assertThat(costs.nanos(0)).isCloseTo(5000, within(1e-6));
        assertThat(costs.nanos(1)).isCloseTo(20_000, within(1e-6));
    }

    /** Eight trials on three workers, of which one takes twice and one three times as long, with 10 % of noise. */
    @Test
    void learnsHowSlowWorkersAre() {
        double[] slowness = {1, 2, 3};
        Random noise = new Random(1);
        CostModel costs = new CostModel();
        for (int unit = 0; unit < 4000; unit++) {
            int trial = noise.nextInt(8);
            int worker = noise.nextInt(3);
            costs.measured(trial, worker, 1000 * (trial + 1) * slowness[worker] * Math.exp(0.1 * noise.nextGaussian()));
        }
        for (int trial = 0; trial < 8; trial++) {
            for (int worker = 0; worker < 3; worker++) {
                double truth = 1000 * (trial + 1) * slowness[worker];
                assertThat(costs.nanos(trial, worker) / truth)
                        .as("trial %d on worker %d", trial, worker)
                        .isBetween(0.75, 1.33);
            }
        }
    }
}
