package org.jerboa.mop.plan;

import java.util.Arrays;
import java.util.BitSet;
import java.util.stream.IntStream;

/**
 * What an epoch on paper has left: of each trial its shards and their time, of each group of shards the units that wait for
 * its machines, and how much work that is. Begins anew for each simulation.
 */
final class Backlog {

    static final int NONE = -1;

    private final Shop shop;
    private final int words;

    /** By trial, its shards as bits. */
    private final long[] left;

    private final long[] leftAtFirst;
    private final int[][] routes;

    /** By trial, how many units it has done. */
    private final int[] position;

    /** By trial, its time on the fastest machines. */
    private final long[] remaining;

    private final long[] remainingAtFirst;

    /** By group, its shards as bits, from the first word that has any. */
    private final long[][] mask;

    private final int[] firstWord;
    private final int[] machines;

    /** By group, its work shared evenly by its machines. */
    private final double[] load;

    private final double[] loadAtFirst;

    /** By group. */
    private final int[] units;

    private final int[] unitsAtFirst;

    Backlog(Shop shop) {
        this.shop = shop;
        int trials = shop.trials();
        int groups = shop.reach().groups();
        words = (shop.shards() >> 6) + 1;
        left = new long[trials * words];
        leftAtFirst = new long[trials * words];
        routes = new int[trials][];
        position = new int[trials];
        remaining = new long[trials];
        remainingAtFirst = new long[trials];
        mask = new long[groups][];
        firstWord = new int[groups];
        machines = new int[groups];
        load = new double[groups];
        loadAtFirst = new double[groups];
        units = new int[groups];
        unitsAtFirst = new int[groups];
        for (int group = 0; group < groups; group++) {
            describe(group);
        }
        for (int trial = 0; trial < trials; trial++) {
            count(trial);
        }
    }

    private void describe(int group) {
        BitSet shards = shop.reach().shardsOfGroup(group);
        long[] bits = shards.toLongArray();
        firstWord[group] = shards.nextSetBit(0) >> 6;
        mask[group] = Arrays.copyOfRange(bits, firstWord[group], bits.length);
        machines[group] = shop.reach().machines(group).length;
    }

    private void count(int trial) {
        BitSet shards = shop.leftOf(trial);
        long[] bits = shards.toLongArray();
        System.arraycopy(bits, 0, leftAtFirst, trial * words, bits.length);
        routes[trial] = shop.routeOf(trial);
        for (int shard = shards.nextSetBit(0); shard >= 0; shard = shards.nextSetBit(shard + 1)) {
            long time = shop.shortest(trial, shard);
            int group = shop.reach().group(shard);
            remainingAtFirst[trial] += time;
            loadAtFirst[group] += (double) time / machines[group];
            unitsAtFirst[group]++;
        }
    }

    /** Nothing has been done. */
    void reset() {
        System.arraycopy(leftAtFirst, 0, left, 0, left.length);
        System.arraycopy(remainingAtFirst, 0, remaining, 0, remaining.length);
        System.arraycopy(loadAtFirst, 0, load, 0, load.length);
        System.arraycopy(unitsAtFirst, 0, units, 0, units.length);
        Arrays.fill(position, 0);
    }

    void done(int trial, int shard) {
        long time = shop.shortest(trial, shard);
        int group = shop.reach().group(shard);
        left[trial * words + (shard >> 6)] &= ~(1L << shard);
        position[trial]++;
        remaining[trial] -= time;
        load[group] -= (double) time / machines[group];
        units[group]--;
    }

    // --- of trials

    /** Time that the trial needs at least for all its units. */
    long remaining(int trial) {
        return remaining[trial];
    }

    /** Most that any trial has at first, with what comes after it. */
    long longest() {
        return IntStream.range(0, remainingAtFirst.length)
                .mapToLong(trial -> remainingAtFirst[trial] + shop.tail(trial))
                .max()
                .orElse(0);
    }

    boolean hasRoute(int trial) {
        return routes[trial].length > 0;
    }

    /** The shard that a trial with a route must visit next. */
    int nextOnRoute(int trial) {
        return routes[trial][position[trial]];
    }

    /** How many words a trial's shards take. */
    int words() {
        return words;
    }

    /** 64 of a trial's shards. */
    long word(int trial, int word) {
        return left[trial * words + word];
    }

    /** The trial's first shard of a group. */
    int first(int trial, int group) {
        long[] shards = mask[group];
        int from = firstWord[group];
        for (int i = 0; i < shards.length; i++) {
            long bits = left[trial * words + from + i] & shards[i];
            if (bits != 0) {
                return ((from + i) << 6) + Long.numberOfTrailingZeros(bits);
            }
        }
        return NONE;
    }

    // --- of groups

    /** Nanoseconds that each of the group's machines has before it, if they share its work evenly. */
    double load(int group) {
        return load[group];
    }

    double heaviestAtFirst() {
        return Arrays.stream(loadAtFirst).max().orElse(1);
    }

    int units(int group) {
        return units[group];
    }

    int unitsAtFirst(int group) {
        return unitsAtFirst[group];
    }

    /** Adds a group's shards to a set of bits. */
    void include(int group, long[] shards) {
        for (int i = 0; i < mask[group].length; i++) {
            shards[firstWord[group] + i] |= mask[group][i];
        }
    }

    /** Takes a group's shards out of a set of bits. */
    void exclude(int group, long[] shards) {
        for (int i = 0; i < mask[group].length; i++) {
            shards[firstWord[group] + i] &= ~mask[group][i];
        }
    }
}
