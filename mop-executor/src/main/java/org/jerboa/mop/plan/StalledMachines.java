package org.jerboa.mop.plan;

import java.util.Arrays;

/** Machines that found no trial, and wait until one becomes idle that has something for them. */
final class StalledMachines {

    private static final int NONE = -1;

    private final Shop shop;
    private final Backlog backlog;
    private final int[][] groupsOf;
    private final IdleTrials.Offers offers;
    private final long[] stalled;

    /** By group, the machines that wait and reach it; by shard, whether there are any. */
    private final int[] waiting;

    private final long[] wanted;

    /** By group, the last search that looked at it. */
    private final int[] searched;

    private int searches;

    StalledMachines(Shop shop, Backlog backlog, int[][] groupsOf, IdleTrials.Offers offers) {
        this.shop = shop;
        this.backlog = backlog;
        this.groupsOf = groupsOf;
        this.offers = offers;
        int groups = shop.reach().groups();
        stalled = new long[(shop.machines() >> 6) + 1];
        waiting = new int[groups];
        wanted = new long[backlog.words()];
        searched = new int[groups];
    }

    void reset() {
        Arrays.fill(stalled, 0);
        Arrays.fill(waiting, 0);
        Arrays.fill(wanted, 0);
    }

    void add(int machine) {
        stalled[machine >> 6] |= 1L << machine;
        for (int group : groupsOf[machine]) {
            if (waiting[group]++ == 0) {
                backlog.include(group, wanted);
            }
        }
    }

    void remove(int machine) {
        stalled[machine >> 6] &= ~(1L << machine);
        for (int group : groupsOf[machine]) {
            if (--waiting[group] == 0) {
                backlog.exclude(group, wanted);
            }
        }
    }

    /**
     * The machine that waits for a trial with the longest queue, the fastest or else first of several; -1 for none. Looks only
     * at machines that wait for a shard which the trial has left: towards the end of an epoch nearly all wait, and for others.
     */
    int longestQueueFor(int trial) {
        int best = NONE;
        searches++;
        for (int word = 0; word < wanted.length; word++) {
            for (long bits = backlog.word(trial, word) & wanted[word]; bits != 0; bits &= bits - 1) {
                int group = shop.reach().group((word << 6) + Long.numberOfTrailingZeros(bits));
                if (searched[group] != searches) {
                    searched[group] = searches;
                    best = longestQueue(best, group, trial);
                }
            }
        }
        return best;
    }

    private int longestQueue(int incumbent, int group, int trial) {
        int best = incumbent;
        double longest = best == NONE ? -1 : queue(offers.shardFor(best, trial));
        for (int machine : shop.reach().machines(group)) {
            boolean waits = (stalled[machine >> 6] >>> machine & 1) != 0;
            int shard = waits ? offers.shardFor(machine, trial) : NONE;
            if (shard < 0) {
                continue;
            }
            double queue = queue(shard);
            if (best == NONE || queue > longest || (queue == longest && isFaster(machine, best, trial))) {
                longest = queue;
                best = machine;
            }
        }
        return best;
    }

    /** Work that waits with the units of a shard. */
    private double queue(int shard) {
        return backlog.load(shop.reach().group(shard));
    }

    private boolean isFaster(int machine, int other, int trial) {
        int byTime = Double.compare(shop.nanos(trial, machine), shop.nanos(trial, other));
        return byTime != 0 ? byTime < 0 : machine < other;
    }
}
