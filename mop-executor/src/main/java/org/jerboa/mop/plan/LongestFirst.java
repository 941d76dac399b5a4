package org.jerboa.mop.plan;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Longest remaining time first, exactly or with noise: each time that a trial becomes idle its remaining time is multiplied
 * by a number from [1 - noise, 1 + noise). Equal ones go first come, first served. Trials of a lower rank come before all
 * others.
 *
 * <p>A bucket queue with sorted buckets. The rule levels remaining times: before long, all trials are within a unit's time of
 * each other, a small part of what the longest had at first. So there are about as many buckets as there are units, and adding
 * takes constant time all the same. A search begins with the longest and ends at the first trial that has something for the
 * machine. As remaining times fall together, that is after a few trials on average: while a share q of all units is left, about
 * one in q.
 */
final class LongestFirst implements IdleTrials {

    private static final int NONE = -1;
    private static final int LEAST_BUCKETS = 64;

    /** Eight megabytes. */
    private static final int MOST_BUCKETS = 1 << 20;

    /** What a rank is worth, in longest trials: more than noise can make up for. */
    private static final double RANK = 2;

    private final int[] head;
    private final int[] tail;
    private final int[] next;
    private final int[] previous;
    private final double[] key;

    /** By trial, how many were added before it. */
    private final int[] number;

    private final long[] filled;
    private final double[] lead;
    private final double scale;
    private SplittableRandom random = new SplittableRandom(0);
    private double noise;
    private int highest;
    private int size;
    private int added;

    /** @param longest most that any trial has left */
    LongestFirst(Shop shop, long longest) {
        int trials = shop.trials();
        int buckets = Math.min(MOST_BUCKETS, Math.max(LEAST_BUCKETS, Integer.highestOneBit(shop.units())));
        head = new int[buckets];
        tail = new int[buckets];
        next = new int[trials];
        previous = new int[trials];
        key = new double[trials];
        number = new int[trials];
        filled = new long[buckets >> 6];
        lead = new double[trials];
        double step = RANK * (longest + 1.0);
        Arrays.setAll(lead, trial -> step * (shop.highestRank() - shop.rank(trial)));
        scale = buckets / (longest + 1.0 + step * shop.highestRank());
    }

    /** How much noise the next simulation has, and from where. */
    void noise(double share, SplittableRandom from) {
        noise = share;
        random = from;
    }

    @Override
    public void clear() {
        Arrays.fill(filled, 0);
        highest = 0;
        size = 0;
        added = 0;
    }

    @Override
    public void add(int trial, long remaining) {
        double blurred = noise == 0 ? remaining : remaining * (1 + noise * (2 * random.nextDouble() - 1));
        double value = lead[trial] + blurred;
        key[trial] = value;
        number[trial] = added++;
        size++;
        int bucket = bucket(value);
        if (((filled[bucket >> 6] >>> bucket) & 1) == 0) {
            filled[bucket >> 6] |= 1L << bucket;
            head[bucket] = trial;
            tail[bucket] = trial;
            next[trial] = NONE;
            previous[trial] = NONE;
            highest = Math.max(highest, bucket);
            return;
        }
        int after = tail[bucket];
        while (after != NONE && key[after] < value) {
            after = previous[after];
        }
        int before = after == NONE ? head[bucket] : next[after];
        link(bucket, after, trial);
        next[trial] = before;
        previous[trial] = after;
        if (before == NONE) {
            tail[bucket] = trial;
        } else {
            previous[before] = trial;
        }
    }

    private void link(int bucket, int after, int trial) {
        if (after == NONE) {
            head[bucket] = trial;
        } else {
            next[after] = trial;
        }
    }

    private int bucket(double value) {
        return Math.min(head.length - 1, (int) (value * scale));
    }

    @Override
    public void remove(int trial) {
        size--;
        int bucket = bucket(key[trial]);
        link(bucket, previous[trial], next[trial]);
        if (next[trial] == NONE) {
            tail[bucket] = previous[trial];
        } else {
            previous[next[trial]] = previous[trial];
        }
        if (head[bucket] == NONE) {
            filled[bucket >> 6] &= ~(1L << bucket);
        }
    }

    @Override
    public int take(int machine, Offers offers) {
        int bucket = highest + 1;
        for (int untried = size; untried > 0; ) {
            bucket = below(bucket - 1);
            if (untried == size) {
                highest = bucket;
            }
            for (int trial = head[bucket]; trial != NONE; trial = next[trial], untried--) {
                if (offers.shardFor(machine, trial) >= 0) {
                    remove(trial);
                    return trial;
                }
            }
        }
        return NONE;
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public boolean isBefore(int trial, int other) {
        return key[trial] > key[other] || (key[trial] == key[other] && number[trial] < number[other]);
    }

    /** The highest bucket up to this one that is not empty; -1 if there is none. */
    private int below(int bucket) {
        if (bucket < 0) {
            return NONE;
        }
        int word = bucket >> 6;
        long bits = filled[word] & (-1L >>> (63 - (bucket & 63)));
        while (bits == 0) {
            if (--word < 0) {
                return NONE;
            }
            bits = filled[word];
        }
        return (word << 6) + 63 - Long.numberOfLeadingZeros(bits);
    }
}
