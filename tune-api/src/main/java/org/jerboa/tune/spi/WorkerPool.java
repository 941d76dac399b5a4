package org.jerboa.tune.spi;

import java.io.IOException;

/**
 * What a backend gives the executor: workers that join and leave, the shards each reaches, "run this unit query
 * there", and a store of checkpoints. The pool knows nothing of schedules or searches.
 *
 * <p>Methods are called by the executor's coordinator thread and return without waiting for work. Events may come
 * from any thread. Implementers: {@code WorkerPoolContract} in testkit checks what is promised here.
 *
 * <p>A model that was just trained stays live in the pool as long as memory allows, and is handed over to the worker
 * of its next unit; a unit whose model is no longer live restores it from the store.
 */
public interface WorkerPool extends AutoCloseable {

    /** Starts the workers. Each is announced to {@code events}, before or after this returns. Called once. */
    void open(Events events);

    /**
     * Runs a unit query on a worker. Every submitted query is answered by exactly one report, unless its worker
     * leaves first: a query for a worker that has just left, of which the executor cannot know yet, is dropped.
     *
     * @throws IllegalStateException if there was never such a worker, or it has no free slot
     */
    void submit(String worker, UnitQuery query);

    /**
     * Asks a running unit to end: its result is not wanted any more. It is still answered, by a report that comes too
     * late, and the worker is then free again. Does nothing if it has ended.
     */
    void cancel(String worker, long ticket);

    /**
     * Gives a worker up that did not react to {@link #cancel}: it is announced to have left, and what it still does is
     * of no effect. A pool that can puts another in its place, under another name.
     */
    void abandon(String worker, String reason);

    /**
     * A trial gets no more units for now, and has none under way: its live model can be closed. Of the best trial units
     * may follow at the end of a study; they start from a checkpoint.
     */
    void release(int trial);

    /** Where committed checkpoints are. Outlives the pool: results are read from it. */
    CheckpointStore checkpoints();

    /**
     * Cancels running units, waits for them (but not for ever, if one does not react) and for commits under way, ends the
     * workers and closes live models. No event comes after it returns.
     */
    @Override
    void close() throws IOException;

    /** What happens in a pool. */
    interface Events {

        void joined(WorkerInfo worker);

        /** A worker that joined before reaches other shards now. It goes on with what it does. */
        void changed(WorkerInfo worker);

        /** A worker began with a unit, which may be later than it was submitted. */
        void started(String worker, long ticket);

        /**
         * A worker is gone, with all its unreported units, and with commits of which nothing was told; or it could not
         * join. If no other has joined by then, the study ends: a pool that expects others waits for them first.
         */
        void left(String worker, String reason);

        void reported(UnitReport report);

        /** A checkpoint that a unit query asked to commit is safely stored. Comes after the unit's report. */
        void committed(CheckpointId id, long bytes);

        /** A checkpoint could not be stored, for instance because the disk is full. Comes after the unit's report. */
        void commitFailed(CheckpointId id, IOException cause);
    }
}
