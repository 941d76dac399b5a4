package org.jerboa.mop.local;

import org.jspecify.annotations.Nullable;

/** Where a study's next unit at a thread waits. Guarded by the monitor of the {@link WorkerThreads}. */
final class Place {

    private final WorkerThreads threads;
    private final StudyAtThreads study;
    private final int position;
    private final WorkerThreads.Resident resident;
    private @Nullable Runnable waiting;
    private @Nullable WorkerThread preparedBy;

    Place(WorkerThreads threads, StudyAtThreads study, int position, WorkerThreads.Resident resident) {
        this.threads = threads;
        this.study = study;
        this.position = position;
        this.resident = resident;
    }

    int position() {
        return position;
    }

    StudyAtThreads study() {
        return study;
    }

    void offer(Runnable unit) {
        synchronized (threads) {
            waiting = unit;
            threads.notifyAll();
        }
    }

    /** Takes the unit back; false if a thread has begun it, or there is none. */
    boolean withdraw() {
        return take() != null;
    }

    /** The unit that waits, which waits no longer; null if there is none. */
    @Nullable
    Runnable take() {
        synchronized (threads) {
            Runnable unit = waiting;
            waiting = null;
            return unit;
        }
    }

    /** The study has no use for this place any more. */
    void leave() {
        synchronized (threads) {
            waiting = null;
            study.giveUp(this);
        }
    }

    /** Leaves the thread to itself, which is stuck in a unit of this place; the other studies' places get a new one. */
    void replaceThread() {
        threads.replace(this);
    }

    // --- for the threads, which hold the monitor

    boolean hasUnit() {
        return waiting != null;
    }

    boolean isPreparedBy(WorkerThread thread) {
        return preparedBy == thread;
    }

    /** Makes the calling thread ready for the study's units, without the monitor. */
    void prepare(WorkerThread thread) {
        boolean able = resident.prepare();
        synchronized (threads) {
            if (able) {
                preparedBy = thread;
            } else {
                leave();
            }
        }
    }
}
