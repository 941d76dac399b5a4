package org.jerboa.arbiter;

import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one execution of a runner: it begins once, on the thread of whoever called for it, and is stopped by anybody, even
 * before it has begun. Thread-safe.
 */
final class Execution {

    private static final Logger log = LoggerFactory.getLogger(Execution.class);

    private final AtomicReference<@Nullable Thread> thread = new AtomicReference<>();
    private final CountDownLatch over = new CountDownLatch(1);
    private @Nullable CandidateLoop loop;
    private @Nullable CandidateThreads threads;
    private boolean stopped;
    private volatile @Nullable String endReason;

    /**
     * Runs a search to its end.
     *
     * @param search makes it, for as many candidates at once as it has threads
     * @throws IllegalStateException if there was one already
     */
    void run(int candidatesAtOnce, Function<CandidateThreads, CandidateLoop> search) {
        if (!thread.compareAndSet(null, Thread.currentThread())) {
            throw new IllegalStateException("this runner has run already; make a new one");
        }
        try {
            endReason = begin(new CandidateThreads(candidatesAtOnce), search).run();
            log.info("the search ended because {}", endReason);
        } catch (RuntimeException | Error e) {
            endReason = "of an exception: " + e;
            throw e;
        } finally {
            over.countDown();
        }
    }

    private synchronized CandidateLoop begin(
            CandidateThreads started, Function<CandidateThreads, CandidateLoop> search) {
        CandidateLoop created = search.apply(started);
        if (stopped) {
            created.stop(true);
        }
        threads = started;
        loop = created;
        return created;
    }

    /** Waits until it is over, unless the caller is a listener or a task of this very search, or it has not begun. */
    void shutdown(boolean awaitCandidatesUnderWay) {
        synchronized (this) {
            stopped = true;
            if (loop == null) {
                return;
            }
            loop.stop(awaitCandidatesUnderWay);
            if (Thread.currentThread() == thread.get() || (threads != null && threads.own(Thread.currentThread()))) {
                return;
            }
        }
        try {
            over.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    Optional<String> endReason() {
        return Optional.ofNullable(endReason);
    }
}
