package org.jerboa.mop.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PlanningTimeTest {

    private static final long SECOND = 1_000_000_000L;

    /** A plan of 80 million units is estimated to take 20 s, so the next may follow after 1000. */
    @Test
    void theFirstPlanIsFreeAndOthersTakeAFiftiethOfTheTime() {
        PlanningTime time = new PlanningTime();

        assertThat(time.affords(5 * SECOND, 80_000_000)).isTrue();
        assertThat(time.affords(6 * SECOND, 80_000_000)).isFalse();
        assertThat(time.affords(905 * SECOND, 80_000_000)).isFalse();
        assertThat(time.affords(1006 * SECOND, 80_000_000)).isTrue();
        assertThat(time.affords(1007 * SECOND, 80_000_000)).isFalse();
    }

    /** A second is there at the start: ten plans of 0.1 s, and then one every 5 s. */
    @Test
    void smallPlansMayFollowEachOtherForAWhile() {
        PlanningTime time = new PlanningTime();
        int plans = 0;
        while (time.affords(0, 400_000)) {
            plans++;
        }

        assertThat(plans).isEqualTo(10);
        assertThat(time.affords(4 * SECOND, 400_000)).isFalse();
        assertThat(time.affords(6 * SECOND, 400_000)).isTrue();
    }
}
