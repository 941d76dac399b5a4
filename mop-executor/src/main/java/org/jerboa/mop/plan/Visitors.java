package org.jerboa.mop.plan;

import java.util.BitSet;

/**
 * By group of shards, the trials that have some of it left. Of many idle trials with few units left, the first that fits a
 * machine is far down their order, if there is one at all; it is sooner found among these.
 */
final class Visitors {

    private static final int NONE = -1;

    private final Backlog backlog;
    private final int[][] groupsOf;

    /** Trials by group, each as often as it had shards of the group at first; where those of each group begin. */
    private final int[] trials;

    private final int[] begin;

    /** Where those of each group end that may still have some. */
    private final int[] end;

    Visitors(Shop shop, Backlog backlog, int[][] groupsOf) {
        this.backlog = backlog;
        this.groupsOf = groupsOf;
        int groups = shop.reach().groups();
        begin = new int[groups + 1];
        end = new int[groups];
        for (int group = 0; group < groups; group++) {
            begin[group + 1] = begin[group] + backlog.unitsAtFirst(group);
        }
        trials = new int[shop.units()];
        int[] next = begin.clone();
        for (int trial = 0; trial < shop.trials(); trial++) {
            BitSet shards = shop.leftOf(trial);
            for (int shard = shards.nextSetBit(0); shard >= 0; shard = shards.nextSetBit(shard + 1)) {
                trials[next[shop.reach().group(shard)]++] = trial;
            }
        }
    }

    void reset() {
        System.arraycopy(begin, 1, end, 0, end.length);
    }

    /** Whether fewer are to be asked for a machine than there would be among all idle trials. */
    boolean areFew(int machine, int idle) {
        long units = 0;
        for (int group : groupsOf[machine]) {
            units += backlog.units(group);
        }
        return units * units < idle;
    }

    /** Of those that are idle and have something for the machine, the first in the order of the rule; -1 for none. */
    int first(int machine, boolean[] idle, IdleTrials by, IdleTrials.Offers offers) {
        int first = NONE;
        for (int group : groupsOf[machine]) {
            for (int i = begin[group]; i < end[group]; ) {
                int trial = trials[i];
                if (backlog.first(trial, group) == Backlog.NONE) {
                    trials[i] = trials[--end[group]];
                    trials[end[group]] = trial;
                    continue;
                }
                if (idle[trial]
                        && (first == NONE || by.isBefore(trial, first))
                        && offers.shardFor(machine, trial) >= 0) {
                    first = trial;
                }
                i++;
            }
        }
        return first;
    }
}
