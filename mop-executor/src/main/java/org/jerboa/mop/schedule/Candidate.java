package org.jerboa.mop.schedule;

import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/** A trial that could train on one of several shards now, if a worker that reaches it is free. Immutable. */
public final class Candidate {

    private final int trial;
    private final int epoch;
    private final double remainingNanos;
    private final int only;
    private final @Nullable BitSet left;

    private Candidate(int trial, int epoch, double remainingNanos, int only, @Nullable BitSet left) {
        this.trial = trial;
        this.epoch = epoch;
        this.remainingNanos = remainingNanos;
        this.only = only;
        this.left = left;
    }

    /**
     * One whose next shard is given.
     *
     * @param remainingNanos expected training time that is left to it in this epoch; infinite if unknown
     */
    public static Candidate fixed(int trial, int epoch, double remainingNanos, int shard) {
        return new Candidate(trial, epoch, remainingNanos, shard, null);
    }

    /** One that may go to any of the shards that are left to it; the set is not changed while this is in use. */
    public static Candidate free(int trial, int epoch, double remainingNanos, BitSet left) {
        return new Candidate(trial, epoch, remainingNanos, -1, left);
    }

    public int trial() {
        return trial;
    }

    public int epoch() {
        return epoch;
    }

    public double remainingNanos() {
        return remainingNanos;
    }

    /** The shard that it must visit next; -1 if it may choose. */
    public int only() {
        return only;
    }

    public boolean mayVisit(int shard) {
        return left == null ? shard == only : left.get(shard);
    }

    /** The shard to visit on a machine; -1 if there is none there. */
    public int shardOn(Machine machine) {
        if (left == null) {
            return machine.reaches(only) ? only : -1;
        }
        for (int shard : machine.scarceFirst()) {
            if (left.get(shard)) {
                return shard;
            }
        }
        return -1;
    }

    @Override
    public String toString() {
        return "trial " + trial + " in epoch " + epoch + " on " + (left == null ? "shard " + only : "shards " + left);
    }
}
