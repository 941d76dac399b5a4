package org.jerboa.mop.local;

import java.util.Collection;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The workers of one pool by name: who is in it, who has left, and which threads were left to themselves. Thread-safe. */
final class Roster {

    private static final Logger LOG = LoggerFactory.getLogger(Roster.class);

    /** How long closing waits for threads that were given up. */
    private static final long ABANDONED_PATIENCE_MILLIS = 2_000;

    private final ConcurrentMap<String, LocalWorker> workers = new ConcurrentHashMap<>();
    private final Set<String> gone = ConcurrentHashMap.newKeySet();
    private final Queue<Attempt> abandoned = new ConcurrentLinkedQueue<>();
    private volatile boolean closing;

    void add(LocalWorker worker) {
        workers.put(worker.name(), worker);
    }

    Optional<LocalWorker> find(String name) {
        return Optional.ofNullable(workers.get(name));
    }

    /** Takes a worker out for good; empty if it is not in. */
    Optional<LocalWorker> strike(String name) {
        Optional<LocalWorker> worker = Optional.ofNullable(workers.remove(name));
        worker.ifPresent(struck -> gone.add(name));
        return worker;
    }

    boolean hasLeft(String name) {
        return gone.contains(name);
    }

    Collection<LocalWorker> workers() {
        return workers.values();
    }

    Set<String> names() {
        return workers.keySet();
    }

    /** From now on, cancelled units are not reported. */
    void close() {
        closing = true;
    }

    boolean isClosing() {
        return closing;
    }

    /** A thread was left to itself in this attempt. */
    void abandoned(Attempt attempt) {
        abandoned.add(attempt);
    }

    /** Waits a little for the threads that were left to themselves; answers whether the calling thread was interrupted. */
    boolean awaitAbandoned() {
        long deadline = System.nanoTime() + ABANDONED_PATIENCE_MILLIS * 1_000_000;
        for (Attempt attempt : abandoned) {
            long left = Math.max(1, (deadline - System.nanoTime()) / 1_000_000);
            try {
                if (!attempt.awaitEnd(left)) {
                    LOG.warn(
                            "A thread that was given up is still in a unit of trial {}; it keeps its memory until the"
                                    + " tool lets go of it",
                            attempt.query().trial());
                }
            } catch (InterruptedException e) {
                return true;
            }
        }
        return false;
    }
}
