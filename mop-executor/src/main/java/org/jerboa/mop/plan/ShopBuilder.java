package org.jerboa.mop.plan;

import java.util.Arrays;
import java.util.BitSet;

/** Collects what a {@link Shop} consists of. Not safe for use by several threads. */
public final class ShopBuilder {

    private static final int[] ANY_ORDER = {};

    final int trials;
    final int machines;
    final int shards;
    final double[] nanos;
    final double[] slowness;
    final double[] weights;
    final BitSet[] reach;
    final BitSet[] left;
    final int[][] routes;
    final int[] ranks;
    final int[] places;
    final long[] tails;
    final long[] trialFrom;
    final long[] machineFrom;
    double[] matrix = {};

    ShopBuilder(int trials, int machines, int shards) {
        this.trials = atLeast(0, trials, "trials");
        this.machines = atLeast(1, machines, "machines");
        this.shards = atLeast(1, shards, "shards");
        nanos = filled(trials, 1);
        slowness = filled(machines, 1);
        weights = filled(shards, 1);
        reach = allShards(machines);
        left = allShards(trials);
        routes = new int[trials][];
        Arrays.fill(routes, ANY_ORDER);
        ranks = new int[trials];
        places = new int[trials];
        tails = new long[trials];
        Arrays.fill(places, Shop.NOWHERE);
        trialFrom = new long[trials];
        machineFrom = new long[machines];
    }

    /** A unit's time on a machine of speed 1 and a shard of weight 1. */
    public ShopBuilder nanos(int trial, double time) {
        nanos[index(trial, trials, "trial")] = positive(time, "time of trial", trial);
        return this;
    }

    /** A unit's time on one machine, where machines differ from trial to trial. Speeds then count for no trial on no machine. */
    public ShopBuilder nanos(int trial, int machine, double time) {
        index(trial, trials, "trial");
        index(machine, machines, "machine");
        if (matrix.length == 0) {
            matrix = new double[Math.multiplyExact(trials, machines)];
        }
        matrix[trial * machines + machine] = positive(time, "time on machine " + machine + " of trial", trial);
        return this;
    }

    /** How fast a machine is: units take their trial's time divided by this. */
    public ShopBuilder speed(int machine, double speed) {
        slowness[index(machine, machines, "machine")] = 1 / positive(speed, "speed of machine", machine);
        return this;
    }

    /** How much longer than others units on this shard take, such as for its share of examples. */
    public ShopBuilder weight(int shard, double weight) {
        weights[index(shard, shards, "shard")] = positive(weight, "weight of shard", shard);
        return this;
    }

    /** Machine i reaches shard i and no other: one shard for each worker, without replicas. */
    public ShopBuilder oneShardEach() {
        if (machines != shards) {
            throw new IllegalArgumentException("one shard each needs as many shards as machines, but there are "
                    + shards + " shards and " + machines + " machines; name what each machine reaches");
        }
        for (int machine = 0; machine < machines; machine++) {
            reach(machine, machine);
        }
        return this;
    }

    /** The shards that a machine can run units on, in place of all. */
    public ShopBuilder reach(int machine, int... reached) {
        return reach(machine, set(reached));
    }

    /** The shards that a machine can run units on, in place of all. */
    public ShopBuilder reach(int machine, BitSet reached) {
        reach[index(machine, machines, "machine")] = known(reached);
        return this;
    }

    /** The shards that a trial has still to visit, in any order, in place of all. */
    public ShopBuilder left(int trial, BitSet shardsLeft) {
        left[index(trial, trials, "trial")] = known(shardsLeft);
        routes[trial] = ANY_ORDER;
        return this;
    }

    /** The shards that a trial has still to visit, in just this order. */
    public ShopBuilder route(int trial, int... order) {
        BitSet visited = set(order);
        if (visited.cardinality() < order.length) {
            throw new IllegalArgumentException("route " + Arrays.toString(order) + " of trial " + trial
                    + " visits a shard twice; name each shard once");
        }
        left(trial, visited);
        routes[trial] = order.clone();
        return this;
    }

    /** Where a machine has a choice, trials of the lowest rank go first; 0 unless said. */
    public ShopBuilder rank(int trial, int rank) {
        if (rank < 0) {
            throw new IllegalArgumentException("rank (" + rank + ") of trial " + trial + " must not be negative");
        }
        ranks[index(trial, trials, "trial")] = rank;
        return this;
    }

    /** The machine that the trial runs on now, or ran on last; a plan may begin with the next one after it. */
    public ShopBuilder at(int trial, int machine) {
        places[index(trial, trials, "trial")] = index(machine, machines, "machine");
        return this;
    }

    /** When the trial can start its next unit, in nanoseconds from now. */
    public ShopBuilder trialFrom(int trial, long fromNanos) {
        trialFrom[index(trial, trials, "trial")] =
                notNegative(fromNanos, "time from which trial " + trial + " is free");
        return this;
    }

    /** Time that the trial needs elsewhere after its last unit; a plan is as long as until that is over for all. */
    public ShopBuilder tail(int trial, long nanosAfterwards) {
        tails[index(trial, trials, "trial")] = notNegative(nanosAfterwards, "what comes after trial " + trial);
        return this;
    }

    /** When the machine can start its next unit, in nanoseconds from now. */
    public ShopBuilder machineFrom(int machine, long fromNanos) {
        machineFrom[index(machine, machines, "machine")] =
                notNegative(fromNanos, "time from which machine " + machine + " is free");
        return this;
    }

    /** @throws IllegalArgumentException if a shard is left that no machine reaches, or some times on machines are missing */
    public Shop build() {
        BitSet reached = new BitSet();
        for (BitSet some : reach) {
            reached.or(some);
        }
        for (int trial = 0; trial < trials; trial++) {
            BitSet lost = (BitSet) left[trial].clone();
            lost.andNot(reached);
            if (!lost.isEmpty()) {
                throw new IllegalArgumentException("shard " + lost.nextSetBit(0) + " is left to trial " + trial
                        + " but no machine reaches it; add a machine that does, or leave the shard out");
            }
        }
        for (int cell = 0; cell < matrix.length; cell++) {
            if (matrix[cell] == 0) {
                throw new IllegalArgumentException("the time of trial " + cell / machines + " on machine "
                        + cell % machines + " is missing; give times for all machines of all trials, or for none");
            }
        }
        return new Shop(this);
    }

    private BitSet[] allShards(int count) {
        BitSet all = new BitSet();
        all.set(0, shards);
        BitSet[] sets = new BitSet[count];
        Arrays.fill(sets, all);
        return sets;
    }

    private BitSet known(BitSet some) {
        if (some.length() > shards) {
            throw new IllegalArgumentException(
                    "shard " + (some.length() - 1) + " is not one of the " + shards + " shards; number them from 0");
        }
        return (BitSet) some.clone();
    }

    private BitSet set(int[] some) {
        BitSet set = new BitSet();
        for (int shard : some) {
            set.set(index(shard, shards, "shard"));
        }
        return set;
    }

    private static double[] filled(int length, double value) {
        double[] values = new double[length];
        Arrays.fill(values, value);
        return values;
    }

    private static int atLeast(int least, int count, String what) {
        if (count < least) {
            throw new IllegalArgumentException("number of " + what + " (" + count + ") must be at least " + least);
        }
        return count;
    }

    private static int index(int number, int count, String what) {
        if (number < 0 || number >= count) {
            throw new IllegalArgumentException(
                    what + " " + number + " does not exist; there are " + count + ", numbered from 0");
        }
        return number;
    }

    private static double positive(double value, String what, int number) {
        if (!(value > 0 && value < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(what + " " + number + " (" + value + ") must be positive and finite");
        }
        return value;
    }

    private static long notNegative(long value, String what) {
        if (value < 0) {
            throw new IllegalArgumentException(what + " (" + value + " ns) must not be negative");
        }
        return value;
    }
}
