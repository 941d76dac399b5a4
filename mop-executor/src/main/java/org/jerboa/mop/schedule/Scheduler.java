package org.jerboa.mop.schedule;

import java.util.Optional;

/**
 * Chooses what a free worker slot trains next. It is told of every trial that could train and is asked for every slot
 * that is free; work that it does not give out, it is offered again at the next change. Used by one thread.
 */
public interface Scheduler {

    /** A trial can train now. */
    void add(Candidate candidate);

    /** A trial that was added cannot train any more: it does, or it ended. */
    void remove(Candidate candidate);

    /**
     * The unit for a free slot; empty if there is none that the machine reaches, or if a plan has the slot wait for a
     * trial that will be free soon.
     */
    Optional<Assignment> next(Machine machine);

    /** The workers are not the same as before, or reach other shards. */
    default void workersChanged() {}

    /**
     * What to train.
     *
     * @param shard where
     */
    record Assignment(Candidate candidate, int shard) {}
}
