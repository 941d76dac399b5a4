package org.jerboa.mop.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Plans of at most four trials and three shards are optimal: held against every schedule there is. */
class TinyShopsTest {

    private static final int SHOPS = 50;

    private final Planner planner = new Planner();

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void areOptimalForAllCostsFromOneToFour(int machines) {
        for (int first = 1; first <= 4; first++) {
            for (int second = 0; second <= first; second++) {
                for (int third = 0; third <= second; third++) {
                    for (int fourth = 0; fourth <= third; fourth++) {
                        isOptimal(
                                Shops.of(machines, costs(first, second, third, fourth)),
                                first + " " + second + " " + third + " " + fourth + " on " + machines);
                    }
                }
            }
        }
    }

    /** A cost of 0 stands for a trial that is not there. */
    private static double[] costs(int... all) {
        return Arrays.stream(all).filter(cost -> cost > 0).asDoubleStream().toArray();
    }

    @Test
    void areOptimalForTimesThatDifferByTrialAndMachine() {
        for (int seed = 0; seed < SHOPS; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            int trials = 1 + random.nextInt(4);
            int machines = 1 + random.nextInt(3);
            ShopBuilder shop = Shop.builder(trials, machines, machines).oneShardEach();
            for (int trial = 0; trial < trials; trial++) {
                for (int machine = 0; machine < machines; machine++) {
                    shop.nanos(trial, machine, 1 + random.nextInt(9));
                }
            }
            isOptimal(shop.build(), "seed " + seed);
        }
    }

    /** With a choice of machines for every unit the search may end at its budget, at a plan that is nearly always optimal. */
    @Test
    void areAlmostAlwaysOptimalWithReplicasSpeedsRoutesAndReleases() {
        int optimal = 0;
        for (int seed = 0; seed < SHOPS; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            Shop shop = Shops.any(random, 1 + random.nextInt(4), 1 + random.nextInt(3), 1 + random.nextInt(3), 6);
            Plan plan = planner.plan(shop, 1);
            plan.check(shop);
            long optimum = ExhaustiveOracle.makespan(shop);
            assertThat(shop.lowerBound()).as("seed " + seed).isLessThanOrEqualTo((double) optimum);
            assertThat(plan.makespan()).as("seed " + seed).isBetween(optimum, optimum + optimum / 10 + 1);
            optimal += plan.makespan() == optimum ? 1 : 0;
        }
        assertThat(optimal).isGreaterThanOrEqualTo(SHOPS - 1);
    }

    private void isOptimal(Shop shop, String name) {
        Plan plan = planner.plan(shop, 1);
        plan.check(shop);
        long optimum = ExhaustiveOracle.makespan(shop);
        assertThat(plan.makespan()).as(name).isEqualTo(optimum);
        assertThat(shop.lowerBound()).as(name).isLessThanOrEqualTo((double) optimum);
    }
}
