package org.jerboa.mop.schedule;

import java.util.List;

/**
 * What there is to schedule, as it stands at the moment that a scheduler looks: the coordinator's books, for planning.
 * Times are of the study's clock, in nanoseconds. Used by the coordinator's thread.
 */
public interface Floor {

    /** Stands for a time that nobody can tell. */
    long NEVER = Long.MAX_VALUE;

    long nanoTime();

    /** Number of training shards; an epoch of a trial visits each. */
    int shards();

    CostModel costs();

    /** The workers that are there. */
    List<Machine> machines();

    /** When units that a worker runs now are expected to end, one for each slot that is busy; in any order. */
    long[] busyUntil(Machine machine);

    /** The training that lies ahead, by number of trial. */
    List<Job> jobs();

    /**
     * When a trial that is in training is expected to be ready for its next unit, or for the next epoch if none of this
     * one is left; {@link #NEVER} if it is in no training.
     */
    long readyAt(int trial);
}
