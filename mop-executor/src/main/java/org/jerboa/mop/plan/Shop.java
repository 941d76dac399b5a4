package org.jerboa.mop.plan;

import java.util.Arrays;
import java.util.BitSet;
import java.util.Optional;

/**
 * What is left of an epoch, as an open shop: trials are jobs, slots of workers are machines, and a unit is one visit of a
 * trial to a shard, on any machine that reaches the shard. A trial with a route visits its shards in that order (a job
 * shop); all others in any order.
 *
 * <p>Trials, machines and shards are numbered from 0. Times are nanoseconds from now. Immutable and safe for use by
 * several threads.
 */
public final class Shop {

    static final int NOWHERE = -1;

    private final int trials;
    private final int machines;
    private final int shards;
    private final double[] nanos;
    private final double[] slowness;
    private final double[] matrix;
    private final double[] weights;
    private final BitSet[] left;
    private final int[][] routes;
    private final int[] ranks;
    private final int highestRank;
    private final int[] places;
    private final long[] tails;
    private final long[] trialFrom;
    private final long[] machineFrom;
    private final Reach reach;
    private final double[] fastest;
    private final int units;

    Shop(ShopBuilder builder) {
        trials = builder.trials;
        machines = builder.machines;
        shards = builder.shards;
        nanos = builder.nanos.clone();
        slowness = builder.slowness.clone();
        matrix = builder.matrix.clone();
        weights = builder.weights.clone();
        left = new BitSet[trials];
        routes = builder.routes.clone();
        ranks = builder.ranks.clone();
        places = builder.places.clone();
        tails = builder.tails.clone();
        highestRank = Arrays.stream(ranks).max().orElse(0);
        int sum = 0;
        for (int trial = 0; trial < trials; trial++) {
            left[trial] = (BitSet) builder.left[trial].clone();
            sum = Math.addExact(sum, left[trial].cardinality());
        }
        units = sum;
        trialFrom = builder.trialFrom.clone();
        machineFrom = builder.machineFrom.clone();
        reach = new Reach(builder.reach, shards);
        fastest = fastest();
    }

    /** A shop in which every machine reaches every shard, and every trial has every shard left, until told otherwise. */
    public static ShopBuilder builder(int trials, int machines, int shards) {
        return new ShopBuilder(trials, machines, shards);
    }

    /** By group of shards: time on the fastest machine for each trial, or the slowness of that machine for all trials. */
    private double[] fastest() {
        int groups = reach.groups();
        int rows = related() ? 1 : trials;
        double[] times = new double[rows * groups];
        Arrays.fill(times, Double.POSITIVE_INFINITY);
        for (int group = 0; group < groups; group++) {
            for (int machine : reach.machines(group)) {
                for (int row = 0; row < rows; row++) {
                    double time = related() ? slowness[machine] : nanos(row, machine);
                    times[row * groups + group] = Math.min(times[row * groups + group], time);
                }
            }
        }
        return times;
    }

    public int trials() {
        return trials;
    }

    public int machines() {
        return machines;
    }

    public int shards() {
        return shards;
    }

    /** Units that are left, of all trials. */
    public int units() {
        return units;
    }

    /** Expected time of one unit on a shard of weight 1. */
    public double nanos(int trial, int machine) {
        return matrix.length == 0 ? nanos[trial] * slowness[machine] : matrix[trial * machines + machine];
    }

    /** Expected time of a unit as plans count it: whole nanoseconds, one at least, so that sums are exact. */
    public long duration(int trial, int machine, int shard) {
        return whole(nanos(trial, machine) * weights[shard]);
    }

    /** Expected time of a unit on the fastest machine that reaches its shard. */
    public long shortest(int trial, int shard) {
        int group = reach.group(shard);
        double time = related() ? nanos[trial] * fastest[group] : fastest[trial * reach.groups() + group];
        return whole(time * weights[shard]);
    }

    private static long whole(double time) {
        return Math.max(1, Math.round(time));
    }

    public double weight(int shard) {
        return weights[shard];
    }

    /** Whether the machine can run units on the shard. */
    public boolean reaches(int machine, int shard) {
        return reach.reaches(machine, shard);
    }

    /** A copy of the shards that the trial has still to visit in this epoch. */
    public BitSet left(int trial) {
        return (BitSet) left[trial].clone();
    }

    /** The order in which the trial must visit its shards, if it is fixed; exactly those that are left. */
    public Optional<int[]> route(int trial) {
        return hasRoute(trial) ? Optional.of(routes[trial].clone()) : Optional.empty();
    }

    /** When the trial's running unit ends; 0 if none runs. */
    public long trialFrom(int trial) {
        return trialFrom[trial];
    }

    /** When the machine's running unit ends; 0 if none runs. */
    public long machineFrom(int machine) {
        return machineFrom[machine];
    }

    /** Time that the trial needs after its last unit. */
    public long tail(int trial) {
        return tails[trial];
    }

    /**
     * A time before which no plan can end: the longest trial on the fastest machines, or the work of the busiest
     * machines, whichever is more.
     */
    public double lowerBound() {
        return new LowerBound(this).nanos();
    }

    /** Whether machines differ by a factor that is the same for every trial. */
    boolean related() {
        return matrix.length == 0;
    }

    /** How much longer than its trial's time a unit takes here; meaningful where machines are related. */
    double slowness(int machine) {
        return slowness[machine];
    }

    /** The machine that the trial is at; {@link #NOWHERE} if that is not known. */
    int place(int trial) {
        return places[trial];
    }

    int rank(int trial) {
        return ranks[trial];
    }

    /** 0 if all trials are of one rank. */
    int highestRank() {
        return highestRank;
    }

    Reach reach() {
        return reach;
    }

    BitSet leftOf(int trial) {
        return left[trial];
    }

    boolean hasRoute(int trial) {
        return routes[trial].length > 0;
    }

    int[] routeOf(int trial) {
        return routes[trial];
    }
}
