package org.jerboa.mop.coordinator;

import org.jerboa.tune.space.Configuration;
import org.jerboa.tune.spi.CheckpointId;
import org.jerboa.tune.spi.UnitQuery;
import org.jerboa.tune.study.StudyEvent;

/** The coordinator's clock, and what it does to the world. Calls return at once. */
public interface Effects {

    /** Nanoseconds on a clock that only goes forward. */
    long nanoTime();

    /** {@link Coordinator#tick} is to be called at that time of the clock, or soon after. */
    void wakeAt(long nanoTime);

    /** Something took effect: for the journal and listeners. */
    void happened(StudyEvent event);

    void submit(String worker, UnitQuery query);

    /** A unit is not wanted any more. */
    void cancel(String worker, long ticket);

    /** A worker did not end a unit that was cancelled. It will be told to have left. */
    void abandon(String worker, String reason);

    /** A trial begins: {@link Coordinator#estimated} may be told what its model takes. */
    void estimate(int trial, Configuration configuration);

    /** A trial gets no more units. */
    void release(int trial);

    /** A checkpoint is of no more use. */
    void discard(CheckpointId id);

    /** Versions of a trial that are in the checkpoint store; asked only while a study is restored. */
    Iterable<Integer> storedVersions(int trial);

    /** Whether a checkpoint that is stored can be read; asked of the best one of a study that had ended. */
    default boolean isWhole(CheckpointId id) {
        return true;
    }
}
