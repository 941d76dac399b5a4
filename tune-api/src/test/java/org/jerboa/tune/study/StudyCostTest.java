package org.jerboa.tune.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class StudyCostTest {

    /** Of 4 x 10 seconds, 28 and 2 were used. */
    @Test
    void idleIsWhatIsNeitherTrainingNorEvaluation() {
        assertThat(new StudyCost(10, 28, 2, 1, 1, 1, 4).idleShare()).isCloseTo(0.25, within(1e-12));
    }

    @Test
    void nothingIsIdleBeforeAnyTimeHasPassed() {
        assertThat(new StudyCost(0, 0, 0, 0, 0, 0, 4).idleShare()).isZero();
    }
}
