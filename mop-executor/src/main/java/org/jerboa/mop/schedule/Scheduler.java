package org.jerboa.mop.schedule;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * Chooses what a free worker slot trains next. It is told of every trial that could train and is asked for every slot
 * that is free; work that it does not give out, it is offered again at the next change. Used by one thread.
 */
public interface Scheduler {

    /** Before anything else: where it can look up what it needs to plan. */
    default void begin(Floor floor) {}

    /** A trial can train now. */
    void add(Candidate candidate);

    /** A trial that was added cannot train any more: it does, or it ended. */
    void remove(Candidate candidate);

    /**
     * The unit for a free slot, which will be submitted; empty if there is none that the machine reaches, or if a plan
     * has the slot wait for a trial that will be free soon.
     */
    Optional<Assignment> next(Machine machine);

    /** The workers are not the same as before, or reach other shards. */
    default void workersChanged() {}

    /** A slot of a worker has come free. */
    default void freed(Machine machine) {}

    /** A trial has ended, or has to wait until somebody decides on it: nothing of it is to be planned. */
    default void dropped(int trial) {}

    /** The machine, if any, that was left waiting for a trial which can train now; it is asked before all others. */
    default OptionalInt awaitedBy(Candidate candidate) {
        return OptionalInt.empty();
    }

    /** Whether other machines that wait should be asked as well whether they take the trial. */
    default boolean isForAnybody(Candidate candidate) {
        return true;
    }

    /**
     * When machines that were left without work should all be asked again, whether anything happens or not: because they
     * have waited long enough, or at once because there is a new plan. Empty for never.
     */
    default OptionalLong patience() {
        return OptionalLong.empty();
    }

    /** All machines that were left without work will be asked again. */
    default void asksAll() {}

    /**
     * What to train.
     *
     * @param shard where
     */
    record Assignment(Candidate candidate, int shard) {}
}
