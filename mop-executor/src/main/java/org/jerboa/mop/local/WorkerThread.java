package org.jerboa.mop.local;

import org.jspecify.annotations.Nullable;

/** One of the {@link WorkerThreads}, whose monitor guards it: takes the units of the studies' places in turn. */
final class WorkerThread {

    /** How long a thread waits for a study's next unit, at most, and by the length of the last one. */
    private static final long LONGEST_WAIT_NANOS = 20_000_000;

    private static final long SHORTEST_WAIT_NANOS = 1_000_000;
    private static final int WAIT_DIVISOR = 50;

    private final WorkerThreads threads;
    private final int position;
    private final Thread thread;

    /** Whose unit it runs, and since when. */
    private @Nullable Place at;

    private long since;

    /** Who is expected to hand in another unit, until a moment of the system's clock. */
    private @Nullable Place expected;

    private long expectedUntil;

    WorkerThread(WorkerThreads threads, int position, String name) {
        this.threads = threads;
        this.position = position;
        this.thread = new Thread(this::work, name);
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    boolean isAt(Place place) {
        return at == place;
    }

    boolean isRunning(StudyAtThreads study) {
        return at != null && at.study() == study;
    }

    /** When the unit began that it runs. */
    long since() {
        return since;
    }

    private void work() {
        for (Runnable task = next(); task != null; task = next()) {
            task.run();
            Thread.interrupted(); // a tool's leftover, not an order to end
        }
    }

    private @Nullable Runnable next() {
        synchronized (threads) {
            while (threads.has(this, position)) {
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
                threads.wait();
            } else {
                long nanos = Math.max(1, expectedUntil - System.nanoTime());
                threads.wait(nanos / 1_000_000, (int) (nanos % 1_000_000));
            }
        } catch (InterruptedException e) {
            Thread.interrupted(); // nobody means it: studies end these threads by leaving
        }
    }

    private @Nullable Runnable choose() {
        for (StudyAtThreads study : threads.studies()) {
            Runnable chore = study.pollChore();
            if (chore != null) {
                return chore;
            }
        }
        Place first = firstInTurn();
        if (first != null) {
            if (!first.isPreparedBy(this)) {
                return () -> first.prepare(this);
            }
            Runnable unit = first.take();
            if (unit == null) {
                return null; // its next unit is expected
            }
            expected = null;
            at = first;
            since = threads.now();
            return () -> run(first, unit);
        }
        for (StudyAtThreads study : threads.studies()) {
            Place place = study.at(position);
            if (place != null && !place.isPreparedBy(this)) {
                return () -> place.prepare(this);
            }
        }
        return null;
    }

    /** The place of the study with the least service among those with a unit here, waiting or expected. */
    private @Nullable Place firstInTurn() {
        if (expected != null && System.nanoTime() - expectedUntil >= 0) {
            expected = null;
        }
        long now = threads.now();
        @Nullable Place first = null;
        boolean anyWaits = false;
        for (StudyAtThreads study : threads.studies()) {
            Place place = study.at(position);
            if (place != null && (place.hasUnit() || place == expected)) {
                anyWaits |= place.hasUnit();
                if (first == null || threads.comesBefore(study, first.study(), now)) {
                    first = place;
                }
            }
        }
        return anyWaits ? first : null;
    }

    private void run(Place place, Runnable unit) {
        long begin = System.nanoTime();
        try {
            unit.run();
        } finally {
            long took = System.nanoTime() - begin;
            synchronized (threads) {
                ended(place, took);
            }
        }
    }

    private void ended(Place place, long took) {
        at = null;
        threads.attained(place.study(), threads.now() - since);
        if (threads.studies().size() > 1 && !place.hasUnit()) {
            long wait = Math.min(LONGEST_WAIT_NANOS, Math.max(SHORTEST_WAIT_NANOS, took / WAIT_DIVISOR));
            expected = place;
            expectedUntil = System.nanoTime() + wait;
        }
        threads.notifyAll();
    }

    /** Waits for its end; answers whether the calling thread was interrupted meanwhile. */
    boolean join() {
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        return interrupted;
    }
}
