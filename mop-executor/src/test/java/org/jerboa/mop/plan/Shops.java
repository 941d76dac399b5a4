package org.jerboa.mop.plan;

import java.util.Arrays;
import java.util.BitSet;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;

/** Shops to plan in tests. */
final class Shops {

    private static final double SECOND = 1e9;

    private Shops() {}

    /** One shard for each machine, all units of a trial alike. */
    static Shop of(int machines, double... nanos) {
        ShopBuilder shop = Shop.builder(nanos.length, machines, machines).oneShardEach();
        for (int trial = 0; trial < nanos.length; trial++) {
            shop.nanos(trial, nanos[trial]);
        }
        return shop.build();
    }

    /** One shard for each machine, costs in seconds drawn for each trial. */
    static Shop drawn(int trials, int machines, long seed, ToDoubleFunction<SplittableRandom> cost) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] nanos = new double[trials];
        for (int trial = 0; trial < trials; trial++) {
            nanos[trial] = SECOND * cost.applyAsDouble(random);
        }
        return of(machines, nanos);
    }

    /** Costs over a factor of eight, each octave equally likely. */
    static double mixed(SplittableRandom random) {
        return Math.pow(8, random.nextDouble());
    }

    /** Costs over a factor of eight, each difference equally likely. */
    static double uniform(SplittableRandom random) {
        return 1 + 7 * random.nextDouble();
    }

    /**
     * Anything that the coordinator may ask: replicas, slots, speeds, machines with tastes of their own, routes, weights,
     * units that are done already, and those that still run.
     *
     * @param longest longest time of a unit before speed and weight, in whole nanoseconds
     */
    static Shop any(SplittableRandom random, int trials, int machines, int shards, int longest) {
        return anyBuilder(random, trials, machines, shards, longest).build();
    }

    static ShopBuilder anyBuilder(SplittableRandom random, int trials, int machines, int shards, int longest) {
        ShopBuilder shop = Shop.builder(trials, machines, shards);
        reach(random, shop, machines, shards);
        boolean own = random.nextInt(4) == 0;
        boolean speeds = random.nextBoolean();
        boolean weights = random.nextInt(3) == 0;
        boolean routes = random.nextInt(3) == 0;
        boolean partial = random.nextBoolean();
        boolean releases = random.nextBoolean();
        for (int machine = 0; machine < machines; machine++) {
            if (speeds) {
                shop.speed(machine, 0.5 + random.nextInt(4) * 0.5);
            }
            if (releases) {
                shop.machineFrom(machine, random.nextInt(longest));
            }
        }
        for (int shard = 0; shard < shards && weights; shard++) {
            shop.weight(shard, 0.5 + random.nextInt(4) * 0.5);
        }
        for (int trial = 0; trial < trials; trial++) {
            shop.nanos(trial, 1 + random.nextInt(longest));
            for (int machine = 0; machine < machines && own; machine++) {
                shop.nanos(trial, machine, 1 + random.nextInt(longest));
            }
            if (releases && random.nextBoolean()) {
                shop.trialFrom(trial, random.nextInt(longest));
            }
            int[] order = order(random, shards);
            int left = partial ? random.nextInt(shards + 1) : shards;
            int[] visited = Arrays.copyOf(order, left);
            if (routes && random.nextInt(4) > 0) {
                shop.route(trial, visited);
            } else {
                BitSet set = new BitSet();
                for (int shard : visited) {
                    set.set(shard);
                }
                shop.left(trial, set);
            }
        }
        return shop;
    }

    private static void reach(SplittableRandom random, ShopBuilder shop, int machines, int shards) {
        if (random.nextInt(3) == 0) {
            return;
        }
        BitSet[] reach = new BitSet[machines];
        for (int machine = 0; machine < machines; machine++) {
            reach[machine] = new BitSet();
        }
        int replicas = 1 + random.nextInt(2);
        for (int shard = 0; shard < shards; shard++) {
            for (int replica = 0; replica < replicas; replica++) {
                reach[(shard + replica * random.nextInt(machines)) % machines].set(shard);
            }
        }
        for (int machine = 0; machine < machines; machine++) {
            shop.reach(machine, reach[machine]);
        }
    }

    private static int[] order(SplittableRandom random, int count) {
        int[] order = new int[count];
        for (int i = 0; i < count; i++) {
            int other = random.nextInt(i + 1);
            order[i] = order[other];
            order[other] = i;
        }
        return order;
    }
}
