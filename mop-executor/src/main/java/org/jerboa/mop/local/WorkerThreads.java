package org.jerboa.mop.local;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleConsumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

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

    /** How long a thread waits for a study's next unit, at most, and by the length of the last one. */
    private static final long LONGEST_WAIT_NANOS = 20_000_000;

    private static final long SHORTEST_WAIT_NANOS = 1_000_000;
    private static final int WAIT_DIVISOR = 50;

    private final int count;
    private final LongSupplier clock;
    private final CommitMemory commitMemory = CommitMemory.ofHeap();
    private final List<Study> studies = new ArrayList<>();
    private final List<Runner> runners = new ArrayList<>();
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
    synchronized Study join(double share, DoubleConsumer memory) {
        Study study = new Study(share, memory);
        long now = clock.getAsLong();
        studies.stream()
                .mapToDouble(other -> other.service(now))
                .min()
                .ifPresent(least -> study.attained = least * share);
        studies.add(study);
        while (runners.size() < count) {
            runners.add(begin(runners.size()));
        }
        divideMemory();
        return study;
    }

    private void divideMemory() {
        double all = studies.stream().mapToDouble(study -> study.share).sum();
        studies.forEach(study -> study.memory.accept(study.share / all));
    }

    private Runner begin(int position) {
        Runner runner = new Runner(position);
        Thread thread = new Thread(runner::work, "jerboa-worker-" + started++);
        thread.setDaemon(true);
        runner.thread = thread;
        thread.start();
        return runner;
    }

    /** What a thread does for a study. */
    interface Resident {

        /** Called on each thread before the study's first unit there; answers whether it can work there. */
        boolean prepare();
    }

    /** A study among those that share the threads. */
    final class Study {

        private final double share;
        private final DoubleConsumer memory;
        private final Map<Integer, Place> places = new HashMap<>();
        private final Deque<Runnable> chores = new ArrayDeque<>();
        private double attained;

        private Study(double share, DoubleConsumer memory) {
            this.share = share;
            this.memory = memory;
        }

        /** Takes a place at a thread, in place of the one it may have there. */
        Place sitDown(int position, Resident resident) {
            synchronized (WorkerThreads.this) {
                Place place = new Place(this, position, resident);
                places.put(position, place);
                WorkerThreads.this.notifyAll();
                return place;
            }
        }

        /** Has some thread do something beside units, soon. */
        void doSoon(Runnable chore) {
            synchronized (WorkerThreads.this) {
                chores.add(chore);
                WorkerThreads.this.notifyAll();
            }
        }

        /** Nanoseconds that units of the study have taken, by its share. */
        private double service(long now) {
            double nanos = attained;
            for (Runner runner : runners) {
                if (runner.at != null && runner.at.study == this) {
                    nanos += now - runner.since;
                }
            }
            return nanos / share;
        }

        /** Gives up its places. If it is the last study, the threads end, and are waited for. */
        void leave() {
            List<Runner> ended = new ArrayList<>();
            synchronized (WorkerThreads.this) {
                studies.remove(this);
                places.clear();
                if (studies.isEmpty()) {
                    ended.addAll(runners);
                    runners.clear();
                    longest = 0;
                    commitMemory.shrink();
                } else {
                    divideMemory();
                }
                WorkerThreads.this.notifyAll();
            }
            boolean interrupted = false;
            for (Runner runner : ended) {
                interrupted |= runner.join();
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Where a study's next unit at a thread waits. */
    final class Place {

        private final Study study;
        private final int position;
        private final Resident resident;
        private @Nullable Runnable waiting;
        private @Nullable Runner preparedBy;

        private Place(Study study, int position, Resident resident) {
            this.study = study;
            this.position = position;
            this.resident = resident;
        }

        int position() {
            return position;
        }

        void offer(Runnable unit) {
            synchronized (WorkerThreads.this) {
                waiting = unit;
                WorkerThreads.this.notifyAll();
            }
        }

        /** Takes the unit back; false if a thread has begun it, or there is none. */
        boolean withdraw() {
            synchronized (WorkerThreads.this) {
                boolean was = waiting != null;
                waiting = null;
                return was;
            }
        }

        /** The study has no use for this place any more. */
        void leave() {
            synchronized (WorkerThreads.this) {
                waiting = null;
                study.places.remove(position, this);
            }
        }

        /** Leaves the thread to itself, which is stuck in a unit of this place; the other studies' places get a new one. */
        void replaceThread() {
            synchronized (WorkerThreads.this) {
                if (position < runners.size() && runners.get(position).at == this) {
                    runners.set(position, begin(position));
                }
            }
        }
    }

    /** One thread. */
    private final class Runner {

        private final int position;
        private @Nullable Thread thread;

        /** Whose unit it runs, and since when. */
        private @Nullable Place at;

        private long since;

        /** Who is expected to hand in another unit, until a moment of the system's clock. */
        private @Nullable Place expected;

        private long expectedUntil;

        Runner(int position) {
            this.position = position;
        }

        private boolean isCurrent() {
            return position < runners.size() && runners.get(position) == this;
        }

        private void work() {
            for (Runnable task = next(); task != null; task = next()) {
                task.run();
                Thread.interrupted(); // a tool's leftover, not an order to end
            }
        }

        private @Nullable Runnable next() {
            synchronized (WorkerThreads.this) {
                while (isCurrent()) {
                    Runnable task = choose();
                    if (task != null) {
                        return task;
                    }
                    await();
                }
                return null;
            }
        }

        private void await() {
            try {
                if (expected == null) {
                    WorkerThreads.this.wait();
                } else {
                    long nanos = Math.max(1, expectedUntil - System.nanoTime());
                    WorkerThreads.this.wait(nanos / 1_000_000, (int) (nanos % 1_000_000));
                }
            } catch (InterruptedException e) {
                Thread.interrupted(); // nobody means it: studies end these threads by leaving
            }
        }

        private @Nullable Runnable choose() {
            for (Study study : studies) {
                Runnable chore = study.chores.poll();
                if (chore != null) {
                    return chore;
                }
            }
            Place first = firstInTurn();
            if (first != null) {
                if (first.preparedBy != this) {
                    return () -> prepare(first);
                }
                Runnable unit = first.waiting;
                if (unit == null) {
                    return null; // its next unit is expected
                }
                first.waiting = null;
                expected = null;
                at = first;
                since = clock.getAsLong();
                return () -> run(first, unit);
            }
            for (Study study : studies) {
                Place place = study.places.get(position);
                if (place != null && place.preparedBy != this) {
                    return () -> prepare(place);
                }
            }
            return null;
        }

        /** The place of the study with the least service among those with a unit here, waiting or expected. */
        private @Nullable Place firstInTurn() {
            if (expected != null && System.nanoTime() - expectedUntil >= 0) {
                expected = null;
            }
            long now = clock.getAsLong();
            @Nullable Place first = null;
            boolean anyWaits = false;
            for (Study study : studies) {
                Place place = study.places.get(position);
                if (place != null && (place.waiting != null || place == expected)) {
                    anyWaits |= place.waiting != null;
                    if (first == null || comesBefore(study, first.study, now)) {
                        first = place;
                    }
                }
            }
            return anyWaits ? first : null;
        }

        private boolean comesBefore(Study one, Study other, long now) {
            int byService = Double.compare(one.service(now), other.service(now));
            return byService == 0 ? running(one) / one.share < running(other) / other.share : byService < 0;
        }

        private long running(Study study) {
            return runners.stream()
                    .filter(runner -> runner.at != null && runner.at.study == study)
                    .count();
        }

        private void prepare(Place place) {
            boolean able = place.resident.prepare();
            synchronized (WorkerThreads.this) {
                if (able) {
                    place.preparedBy = this;
                } else {
                    place.leave();
                }
            }
        }

        private void run(Place place, Runnable unit) {
            long begin = System.nanoTime();
            try {
                unit.run();
            } finally {
                long took = System.nanoTime() - begin;
                synchronized (WorkerThreads.this) {
                    ended(place, took);
                }
            }
        }

        private void ended(Place place, long took) {
            long nanos = clock.getAsLong() - since;
            at = null;
            place.study.attained += nanos;
            longest = Math.max(longest, nanos / place.study.share);
            forgetOldClaims();
            if (studies.size() > 1 && place.waiting == null) {
                long wait = Math.min(LONGEST_WAIT_NANOS, Math.max(SHORTEST_WAIT_NANOS, took / WAIT_DIVISOR));
                expected = place;
                expectedUntil = System.nanoTime() + wait;
            }
            WorkerThreads.this.notifyAll();
        }

        /** Without a bound, a study that had little to do for an hour would have all threads for itself for another. */
        private void forgetOldClaims() {
            long now = clock.getAsLong();
            double most = studies.stream()
                    .mapToDouble(study -> study.service(now))
                    .max()
                    .orElse(0);
            double least = most - 2 * longest * count;
            for (Study study : studies) {
                double lag = least - study.service(now);
                if (lag > 0) {
                    study.attained += lag * study.share;
                }
            }
        }

        /** Answers whether the calling thread was interrupted meanwhile. */
        boolean join() {
            boolean interrupted = false;
            Thread started = thread;
            while (started != null && started.isAlive()) {
                try {
                    started.join();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
            return interrupted;
        }
    }
}
