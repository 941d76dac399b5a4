package org.jerboa.mop.local;

import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleConsumer;
import java.util.function.LongSupplier;

/**
 * Worker threads that several studies share. They start with the first study and end with the last.
 *
 * <p>Each study has a place at each thread, where one unit of it may wait. A thread that is free takes the waiting unit of
 * the study with the least attained service, which is the time its units took divided by its share: so each study gets its
 * share of the workers' time, whatever the lengths of its units (the idea of weighted fair queueing; A. Demers, S. Keshav, S.
 * Shenker: <i>Analysis and Simulation of a Fair Queueing Algorithm</i>, SIGCOMM 1989). Units are not interrupted for that.
 * A study that has just had a unit here hands in its next one a moment after; if it would be its turn then, the thread
 * waits for that moment, as a study of short units would otherwise be overtaken each time by one of long units. What a study
 * does not use goes to the others, and is not saved up beyond a few of the longest units.
 *
 * <p>Thread-safe.
 */
public final class WorkerThreads {

    private final int count;
    private final LongSupplier clock;
    private final CommitMemory commitMemory = CommitMemory.ofHeap();
    private final List<StudyAtThreads> studies = new ArrayList<>();
    private final List<WorkerThread> threads = new ArrayList<>();

    /** Length of the longest unit so far, by its study's share. */
    private double longest;

    private int started;

    /** @param count threads, as soon as there is a study */
    public WorkerThreads(int count) {
        this(count, System::nanoTime);
    }

    /** @param clock nanoseconds that units are measured in */
    WorkerThreads(int count, LongSupplier clock) {
        if (count < 1) {
            throw new IllegalArgumentException("worker threads (" + count + ") must be at least 1");
        }
        this.count = count;
        this.clock = clock;
    }

    /** Threads while there is a study. */
    public int count() {
        return count;
    }

    CommitMemory commitMemory() {
        return commitMemory;
    }

    /**
     * Takes a study in.
     *
     * @param share how much it gets beside the shares of others
     * @param memory is told, now and whenever studies come and go, which part of the memory is this study's; it must be
     *     quick
     */
    synchronized StudyAtThreads join(double share, DoubleConsumer memory) {
        StudyAtThreads study = new StudyAtThreads(this, share, memory);
        long now = now();
        studies.stream()
                .mapToDouble(other -> service(other, now))
                .min()
                .ifPresent(least -> study.attainAtLeast(least, 0));
        studies.add(study);
        while (threads.size() < count) {
            threads.add(begin(threads.size()));
        }
        divideMemory();
        return study;
    }

    private void divideMemory() {
        double all = studies.stream().mapToDouble(StudyAtThreads::share).sum();
        studies.forEach(study -> study.takeMemory(all));
    }

    private WorkerThread begin(int position) {
        WorkerThread thread = new WorkerThread(this, position, "jerboa-worker-" + started++);
        thread.start();
        return thread;
    }

    /** Takes a study out. With the last one the threads end, and are waited for. */
    void leave(StudyAtThreads study) {
        List<WorkerThread> ended = new ArrayList<>();
        synchronized (this) {
            studies.remove(study);
            study.giveUpAll();
            if (studies.isEmpty()) {
                ended.addAll(threads);
                threads.clear();
                longest = 0;
                commitMemory.shrink();
            } else {
                divideMemory();
            }
            notifyAll();
        }
        boolean interrupted = false;
        for (WorkerThread thread : ended) {
            interrupted |= thread.join();
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Puts a new thread in the place of the one that runs a unit of that place. */
    synchronized void replace(Place place) {
        int position = place.position();
        if (position < threads.size() && threads.get(position).isAt(place)) {
            threads.set(position, begin(position));
        }
    }

    // --- for the threads, which hold the monitor

    /** Whether that thread is still to work there. */
    boolean has(WorkerThread thread, int position) {
        return position < threads.size() && threads.get(position) == thread;
    }

    List<StudyAtThreads> studies() {
        return studies;
    }

    long now() {
        return clock.getAsLong();
    }

    /** Whether it is one study's turn before another's. */
    boolean comesBefore(StudyAtThreads one, StudyAtThreads other, long now) {
        int byService = Double.compare(service(one, now), service(other, now));
        return byService == 0 ? running(one) / one.share() < running(other) / other.share() : byService < 0;
    }

    /** Nanoseconds that units of a study have taken, those that run too, by its share. */
    private double service(StudyAtThreads study, long now) {
        double nanos = 0;
        for (WorkerThread thread : threads) {
            if (thread.isRunning(study)) {
                nanos += now - thread.since();
            }
        }
        return study.attained() + nanos / study.share();
    }

    private long running(StudyAtThreads study) {
        return threads.stream().filter(thread -> thread.isRunning(study)).count();
    }

    /** A unit of the study has ended. */
    void attained(StudyAtThreads study, long nanos) {
        study.attain(nanos);
        longest = Math.max(longest, nanos / study.share());
        forgetOldClaims();
    }

    /** Without a bound, a study that had little to do for an hour would have all threads for itself for another. */
    private void forgetOldClaims() {
        long now = now();
        double most =
                studies.stream().mapToDouble(study -> service(study, now)).max().orElse(0);
        double least = most - 2 * longest * count;
        studies.forEach(study -> study.attainAtLeast(least, service(study, now)));
    }

    /** What a thread does for a study. */
    interface Resident {

        /** Called on each thread before the study's first unit there; answers whether it can work there. */
        boolean prepare();
    }
}
