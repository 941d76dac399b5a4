package org.jerboa.mop.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.BitSet;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ShopTest {

    /** Epoch times 6, 3, 3, 3, 6 on three workers: the busiest worker has 2 + 1 + 1 + 1 + 2. */
    @Test
    void boundIsTheBusiestWorkerOrTheLongestTrial() {
        assertThat(Shops.of(3, 2, 1, 1, 1, 2).lowerBound()).isEqualTo(7);
        assertThat(Shops.of(3, 4, 1, 1, 1, 2).lowerBound()).isEqualTo(12);
    }

    @Test
    void boundEqualsTheTextbookFormulaForAnyTimes() {
        for (int seed = 0; seed < 100; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            int trials = 1 + random.nextInt(9);
            int machines = 1 + random.nextInt(9);
            ShopBuilder shop = Shop.builder(trials, machines, machines).oneShardEach();
            long[] trialSum = new long[trials];
            long[] machineSum = new long[machines];
            long most = 0;
            for (int trial = 0; trial < trials; trial++) {
                for (int machine = 0; machine < machines; machine++) {
                    int time = 1 + random.nextInt(20);
                    shop.nanos(trial, machine, time);
                    trialSum[trial] += time;
                    machineSum[machine] += time;
                    most = Math.max(most, Math.max(trialSum[trial], machineSum[machine]));
                }
            }
            assertThat(shop.build().lowerBound()).as("seed " + seed).isEqualTo((double) most);
        }
    }

    /** Two slots that both reach the only shard share 3 x 4 of work; one of them is busy until 2: (12 + 2) / 2. */
    @Test
    void slotsOfOneWorkerShareItsWork() {
        Shop shop = Shop.builder(3, 2, 1)
                .nanos(0, 4)
                .nanos(1, 4)
                .nanos(2, 4)
                .machineFrom(1, 2)
                .build();
        assertThat(shop.lowerBound()).isEqualTo(7);
    }

    /** A machine that is busy until long after the work is done shares none of it. */
    @Test
    void busyMachinesDoNotHelp() {
        Shop shop = Shop.builder(1, 2, 1).nanos(0, 4).machineFrom(1, 1000).build();
        assertThat(shop.lowerBound()).isEqualTo(4);
    }

    @Test
    void boundCountsWhenRunningUnitsEnd() {
        Shop shop = Shop.builder(2, 2, 2)
                .oneShardEach()
                .nanos(0, 3)
                .nanos(1, 3)
                .trialFrom(0, 5)
                .machineFrom(1, 20)
                .build();
        // Machine 1 runs both trials after 20.
        assertThat(shop.lowerBound()).isEqualTo(26);
    }

    @Test
    void nothingLeftTakesNoTime() {
        Shop shop = Shop.builder(1, 1, 1)
                .left(0, new BitSet())
                .machineFrom(0, 9)
                .trialFrom(0, 9)
                .build();
        assertThat(shop.lowerBound()).isZero();
        Plan plan = new Planner().plan(shop, 0);
        plan.check(shop);
        assertThat(plan.makespan()).isZero();
        assertThat(plan.ratio()).isEqualTo(1);
    }

    @Test
    void durationsAreSpeedAndWeightOfWholeNanoseconds() {
        Shop shop =
                Shop.builder(1, 2, 2).nanos(0, 10).speed(1, 4).weight(1, 0.5).build();
        assertThat(shop.duration(0, 0, 0)).isEqualTo(10);
        assertThat(shop.duration(0, 1, 0)).isEqualTo(3);
        assertThat(shop.duration(0, 1, 1)).isEqualTo(1);
        assertThat(shop.shortest(0, 0)).isEqualTo(3);
    }

    @Test
    void refusesShardsThatNobodyReaches() {
        ShopBuilder shop = Shop.builder(1, 1, 2).reach(0, 0);
        assertThatIllegalArgumentException()
                .isThrownBy(shop::build)
                .withMessageContaining("shard 1 is left to trial 0 but no machine reaches it");
        shop.route(0, 0);
        assertThat(shop.build().units()).isEqualTo(1);
    }

    @Test
    void refusesWhatCannotBe() {
        ShopBuilder shop = Shop.builder(2, 2, 3);
        assertThatIllegalArgumentException().isThrownBy(() -> shop.nanos(2, 1)).withMessageContaining("trial 2");
        assertThatIllegalArgumentException().isThrownBy(() -> shop.nanos(0, 0)).withMessageContaining("0.0");
        assertThatIllegalArgumentException().isThrownBy(() -> shop.speed(1, Double.NaN));
        assertThatIllegalArgumentException().isThrownBy(() -> shop.reach(0, 3)).withMessageContaining("shard 3");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> shop.route(0, 1, 1))
                .withMessageContaining("twice");
        assertThatIllegalArgumentException().isThrownBy(() -> shop.trialFrom(0, -1));
        assertThatIllegalArgumentException().isThrownBy(shop::oneShardEach).withMessageContaining("3 shards");
        shop.nanos(0, 0, 5);
        assertThatIllegalArgumentException().isThrownBy(shop::build).withMessageContaining("missing");
    }
}
