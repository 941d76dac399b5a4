package org.jerboa.mop.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class InsertionTest {

    /** On any machines, however many others there are. */
    @Test
    void theLongestTrialNeverWaits() {
        for (int seed = 0; seed < 100; seed++) {
            Shop shop = Shops.drawn(12, 6, seed, Shops::mixed);
            Draft draft = new Draft(shop);

            new Insertion(shop).run(0, new SplittableRandom(seed), draft);

            Plan plan = new Plan("insertion", shop.lowerBound(), draft, shop.machines());
            plan.check(shop);
            int longest = 0;
            for (int trial = 1; trial < shop.trials(); trial++) {
                longest = shop.nanos(trial, 0) > shop.nanos(longest, 0) ? trial : longest;
            }
            long end = 0;
            for (int unit = 0; unit < plan.units(); unit++) {
                if (plan.trial(unit) == longest) {
                    assertThat(plan.start(unit)).as("seed %d", seed).isEqualTo(end);
                    end = plan.end(unit);
                }
            }
        }
    }

    @Test
    void plansOfAnyShopAreValidWithNoiseAndWithout() {
        for (int seed = 0; seed < 500; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            Shop shop = Shops.any(random, random.nextInt(15), 1 + random.nextInt(7), 1 + random.nextInt(15), 1000);
            Draft draft = new Draft(shop);
            Insertion insertion = new Insertion(shop);
            for (double noise : new double[] {0, 0.4}) {
                insertion.run(noise, random, draft);
                new Plan("insertion", shop.lowerBound(), draft, shop.machines()).check(shop);
            }
        }
    }

    /** Taken are 10 to 20 and 25 to 30; from 0 on, five fit at once, six between none but after 30. */
    @Test
    void timetableFindsTheFirstGapThatIsLongEnough() {
        Timetable timetable = new Timetable();
        timetable.begin(3);
        timetable.take(10, 20);
        timetable.take(25, 30);

        assertThat(timetable.earliest(0, 7)).isEqualTo(3);
        assertThat(timetable.earliest(0, 8)).isEqualTo(30);
        assertThat(timetable.earliest(12, 5)).isEqualTo(20);
        assertThat(timetable.earliest(21, 4)).isEqualTo(21);
        assertThat(timetable.earliest(22, 4)).isEqualTo(30);

        timetable.take(20, 25);

        assertThat(timetable.earliest(11, 1)).isEqualTo(30);
    }
}
