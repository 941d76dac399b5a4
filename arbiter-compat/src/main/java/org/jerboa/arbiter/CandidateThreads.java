package org.jerboa.arbiter;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The threads of one search. The same few serve all candidates, as ND4J keeps memory for every thread it has seen. A
 * candidate that was given up may hold its thread for long, or for ever: another takes that one's place, until it is free
 * again.
 *
 * <p>Thread-safe.
 */
final class CandidateThreads {

    private static final long CLOSE_SECONDS = 10;

    private final ThreadPoolExecutor pool;
    private final Set<Thread> all = ConcurrentHashMap.newKeySet();
    private int stuck;

    CandidateThreads(int count) {
        AtomicInteger started = new AtomicInteger();
        ThreadFactory factory = task -> {
            Thread thread = new Thread(task, "jerboa-candidate-" + started.getAndIncrement());
            thread.setDaemon(true);
            all.add(thread);
            return thread;
        };
        this.pool = new ThreadPoolExecutor(count, count, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), factory);
    }

    boolean own(Thread thread) {
        return all.contains(thread);
    }

    Handle start(Runnable task) {
        return new Handle(task);
    }

    /**
     * Ends the threads, and waits for a moment for that. Threads that are stuck in a candidate end with it.
     */
    void close() {
        synchronized (this) {
            if (stuck > 0) {
                pool.shutdownNow();
                return;
            }
        }
        pool.shutdown();
        try {
            awaitEnd();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** A pool says that it has terminated when its last thread is about to end; only the threads know that they have. */
    private void awaitEnd() throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(CLOSE_SECONDS);
        for (Thread thread : all) {
            TimeUnit.NANOSECONDS.timedJoin(thread, Math.max(1, deadline - System.nanoTime()));
        }
    }

    private synchronized void resize(int change) {
        stuck += change;
        int size = pool.getCorePoolSize() + change;
        if (change > 0) {
            pool.setMaximumPoolSize(size);
            pool.setCorePoolSize(size);
        } else {
            pool.setCorePoolSize(size);
            pool.setMaximumPoolSize(size);
        }
    }

    /** One task on its thread. */
    final class Handle {

        private final Runnable task;
        private volatile boolean left;
        private boolean done;
        private final Future<?> future;

        private Handle(Runnable task) {
            this.task = task;
            this.future = pool.submit(this::run);
        }

        private void run() {
            try {
                task.run();
            } finally {
                end();
            }
        }

        private synchronized void end() {
            done = true;
            if (left) {
                resize(-1);
            }
        }

        /** Interrupts the task, and counts on its thread no longer. */
        synchronized void leave() {
            if (!done && !left) {
                left = true;
                resize(1);
                future.cancel(true);
            }
        }
    }
}
