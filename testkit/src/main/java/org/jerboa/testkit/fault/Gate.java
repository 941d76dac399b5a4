package org.jerboa.testkit.fault;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Where units of training wait until a test lets them go on, or until they are cancelled. Thread-safe. */
public final class Gate {

    /** How often a waiting unit looks whether it was cancelled, which nobody tells it. */
    private static final long LOOK_MILLIS = 5;

    private boolean open;
    private int inside;
    private int most;

    synchronized void enter() {
        inside++;
        most = Math.max(most, inside);
        notifyAll();
    }

    synchronized void leave() {
        inside--;
        notifyAll();
    }

    /** Waits until the gate is open or the unit is cancelled; answers whether it is cancelled. */
    synchronized boolean pass(BooleanSupplier cancelled) {
        while (!open && !cancelled.getAsBoolean()) {
            try {
                wait(LOOK_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return true;
            }
        }
        return cancelled.getAsBoolean();
    }

    public synchronized void open() {
        open = true;
        notifyAll();
    }

    /** Waits until so many units are inside at once. */
    public synchronized void awaitInside(int units, Duration limit) throws InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        while (inside < units) {
            long left = (end - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                throw new AssertionError(inside + " units began within " + limit + ", not " + units);
            }
            wait(left);
        }
    }

    /** The most units that were inside at a time. */
    public synchronized int most() {
        return most;
    }
}
