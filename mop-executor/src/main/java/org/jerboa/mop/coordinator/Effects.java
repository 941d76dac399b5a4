package org.jerboa.mop.coordinator;

import org.jerboa.tune.spi.CheckpointId;
import org.jerboa.tune.spi.UnitQuery;
import org.jerboa.tune.study.StudyEvent;

/** What the coordinator does to the world. Calls return at once. */
public interface Effects {

    /** Something took effect: for the journal and listeners. */
    void happened(StudyEvent event);

    void submit(String worker, UnitQuery query);

    /** A trial gets no more units. */
    void release(int trial);

    /** A checkpoint is of no more use. */
    void discard(CheckpointId id);

    /** Versions of a trial that are in the checkpoint store; asked only while a study is restored. */
    Iterable<Integer> storedVersions(int trial);
}
