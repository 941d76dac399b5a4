package org.jerboa.mop.local;

import org.jerboa.tune.spi.UnitQuery;

/**
 * The fate of one attempt at a unit, which is decided once: kept, cancelled, or abandoned with its worker. What an
 * attempt leaves behind, it leaves inside {@link #unlessAbandoned}, so that nothing comes of one that was given up, however
 * late its thread comes back. Thread-safe.
 */
final class Attempt {

    private enum Fate {
        OPEN,
        KEPT,
        CANCELLED
    }

    private final UnitQuery query;
    private Fate fate = Fate.OPEN;
    private boolean abandoned;
    private boolean over;

    Attempt(UnitQuery query) {
        this.query = query;
    }

    UnitQuery query() {
        return query;
    }

    /** Asks it to end. Of no effect once its result is kept. */
    synchronized void cancel() {
        if (fate == Fate.OPEN) {
            fate = Fate.CANCELLED;
        }
    }

    /** Whether its result is not wanted. */
    synchronized boolean isCancelled() {
        return fate == Fate.CANCELLED || abandoned;
    }

    /** Decides for its result, if nobody has decided against it. */
    synchronized boolean keep() {
        if (fate == Fate.OPEN && !abandoned) {
            fate = Fate.KEPT;
        }
        return fate == Fate.KEPT && !abandoned;
    }

    /** Does something that must not happen any more once the attempt is given up; answers whether it was done. */
    synchronized boolean unlessAbandoned(Runnable effect) {
        if (!abandoned) {
            effect.run();
        }
        return !abandoned;
    }

    /** Gives it up; answers whether its thread is still at it. */
    synchronized boolean abandon() {
        abandoned = true;
        return !over;
    }

    /** Its thread is free again. */
    synchronized void end() {
        over = true;
        notifyAll();
    }

    /**
     * Waits until its thread is free.
     *
     * @param millis at most so long; 0 for as long as it takes
     * @return whether it is
     */
    synchronized boolean awaitEnd(long millis) throws InterruptedException {
        long deadline = System.nanoTime() + millis * 1_000_000;
        while (!over) {
            long left = millis == 0 ? 0 : (deadline - System.nanoTime()) / 1_000_000;
            if (millis > 0 && left <= 0) {
                return false;
            }
            wait(left);
        }
        return true;
    }
}
