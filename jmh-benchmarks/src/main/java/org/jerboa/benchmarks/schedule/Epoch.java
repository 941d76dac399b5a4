package org.jerboa.benchmarks.schedule;

import java.util.SplittableRandom;
import org.jerboa.mop.plan.Shop;
import org.jerboa.mop.plan.ShopBuilder;

/** An epoch with one shard on each worker: what a unit of each trial costs, in whole nanoseconds as plans count. */
record Epoch(double[] costs, int workers) {

    private static final double SECOND = 1e9;

    /** How costs are drawn, in seconds. */
    enum Costs {
        EQUAL {
            @Override
            double draw(SplittableRandom random) {
                return 1;
            }
        },
        /** Log-uniform over a factor of 8. */
        MIXED {
            @Override
            double draw(SplittableRandom random) {
                return Math.pow(8, random.nextDouble());
            }
        },
        /** Uniform from 1 to 8. */
        UNIFORM {
            @Override
            double draw(SplittableRandom random) {
                return 1 + 7 * random.nextDouble();
            }
        };

        abstract double draw(SplittableRandom random);
    }

    static Epoch draw(int trials, int workers, Costs kind, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] costs = new double[trials];
        for (int trial = 0; trial < trials; trial++) {
            costs[trial] = Math.rint(SECOND * kind.draw(random));
        }
        return new Epoch(costs, workers);
    }

    /** Figure 5 of Cerebro's paper: trials of 6, 3, 3, 3 and 6 on three workers. */
    static Epoch figure5() {
        return new Epoch(new double[] {2, 1, 1, 1, 2}, 3);
    }

    Shop shop() {
        ShopBuilder shop = Shop.builder(costs.length, workers, workers).oneShardEach();
        for (int trial = 0; trial < costs.length; trial++) {
            shop.nanos(trial, costs[trial]);
        }
        return shop.build();
    }

    /**
     * Makespan of a ring with barriers, as released systems have it: in every round each worker has the next trial of the
     * ring, and all wait for the slowest before they hand on.
     */
    double barrierRing() {
        int places = Math.max(costs.length, workers);
        double sum = 0;
        for (int round = 0; round < places; round++) {
            double slowest = 0;
            for (int worker = 0; worker < workers; worker++) {
                int trial = (worker + round) % places;
                slowest = Math.max(slowest, trial < costs.length ? costs[trial] : 0);
            }
            sum += slowest;
        }
        return sum;
    }
}
