package org.jerboa.mop.local;

import java.util.Objects;
import java.util.concurrent.CancellationException;
import org.jerboa.tune.spi.UnitQuery;
import org.jerboa.tune.spi.UnitReport;
import org.jerboa.tune.spi.WorkerPool;
import org.jspecify.annotations.Nullable;

/** A worker of one study: its place at one thread, and the unit that it has, waiting or running. Thread-safe. */
final class LocalWorker implements WorkerThreads.Resident {

    /** How long the end of a study waits for a unit that it has cancelled, before the thread is given up. */
    private static final long CANCELLED_PATIENCE_MILLIS = 5_000;

    private final String name;
    private final int position;
    private final StudyAtThreads study;
    private final Duties duties;
    private final LogContext context;
    private final Roster roster;
    private final WorkerPool.Events events;
    private @Nullable Place place;
    private @Nullable Attempt current;

    /** What all workers of a pool do alike. */
    interface Duties {

        /** Makes the calling thread ready for the tool. */
        void prepareThread();

        /** Trains or evaluates; never throws. */
        FinishedUnit run(Attempt attempt, String worker);

        /** Reports the unit and its commit. */
        void announce(FinishedUnit finished, WorkerPool.Events events);
    }

    /** @param position of its thread among those that the study shares */
    LocalWorker(
            String name,
            int position,
            StudyAtThreads study,
            Duties duties,
            LogContext context,
            Roster roster,
            WorkerPool.Events events) {
        this.name = name;
        this.position = position;
        this.study = study;
        this.duties = duties;
        this.context = context;
        this.roster = roster;
        this.events = events;
    }

    String name() {
        return name;
    }

    int position() {
        return position;
    }

    StudyAtThreads study() {
        return study;
    }

    WorkerPool.Events events() {
        return events;
    }

    /** Takes its place at its thread; a unit that came before is run now. */
    synchronized void sitDown() {
        Place taken = study.sitDown(position, this);
        place = taken;
        Attempt early = current;
        if (early != null) {
            taken.offer(() -> run(early));
        }
    }

    @Override
    public boolean prepare() {
        try {
            duties.prepareThread();
            return true;
        } catch (RuntimeException | Error e) {
            // also an Error, such as a native library that cannot be loaded: the study must hear of it
            roster.strike(name);
            free();
            events.left(name, e.toString());
            return false;
        }
    }

    synchronized void submit(UnitQuery query) {
        if (current != null) {
            throw new IllegalStateException(
                    "worker '" + name + "' has no free slot; wait for the report of the unit it runs");
        }
        Attempt attempt = new Attempt(query);
        current = attempt;
        if (place != null) {
            place.offer(() -> run(attempt));
        }
    }

    private void run(Attempt attempt) {
        context.unit(attempt.query()).run(() -> runInContext(attempt));
    }

    private void runInContext(Attempt attempt) {
        events.started(name, attempt.query().ticket());
        try {
            FinishedUnit finished = duties.run(attempt, name);
            Thread.interrupted(); // a tool's leftover, not an order to end
            boolean told = attempt.unlessAbandoned(() -> {
                free(); // before the report, as that may bring the next unit
                if (!(roster.isClosing() && finished.isCancelled())) {
                    duties.announce(finished, events);
                }
            });
            if (!told) {
                finished.commit().release();
            }
        } finally {
            attempt.end();
        }
    }

    private synchronized void free() {
        current = null;
    }

    private synchronized @Nullable Attempt attempt() {
        return current;
    }

    void cancel(long ticket) {
        Attempt attempt = attempt();
        if (attempt == null || attempt.query().ticket() != ticket) {
            return;
        }
        attempt.cancel();
        if (withdraw(attempt)) {
            events.reported(UnitReport.Failed.of(
                    ticket,
                    name,
                    UnitReport.Reason.CANCELLED,
                    new CancellationException("unit " + ticket + " was cancelled before it began")));
        }
    }

    private boolean withdraw(Attempt attempt) {
        if (place == null || !place.withdraw()) {
            return false;
        }
        free();
        attempt.end();
        return true;
    }

    /** Leaves its place. Its thread ends when the tool lets go of it; nothing it does till then counts. */
    void abandon() {
        Place taken = Objects.requireNonNull(place, "the pool is open");
        boolean waited = taken.withdraw();
        Attempt attempt = attempt();
        if (attempt != null && attempt.abandon() && !waited) {
            leaveToItself(attempt, taken);
        }
        taken.leave();
    }

    private void leaveToItself(Attempt attempt, Place at) {
        roster.abandoned(attempt);
        at.replaceThread();
    }

    /** Cancels its unit, as the study ends. */
    void end() {
        Attempt attempt = attempt();
        if (attempt != null) {
            attempt.cancel();
            withdraw(attempt);
        }
    }

    /**
     * Waits for its unit, which was cancelled, but not for ever: a thread that does not react is left to itself. Returns
     * whether the calling thread was interrupted meanwhile.
     */
    boolean awaitEnd() {
        Attempt attempt = attempt();
        if (attempt == null) {
            return false;
        }
        boolean interrupted = false;
        boolean ended = false;
        try {
            ended = attempt.awaitEnd(CANCELLED_PATIENCE_MILLIS);
        } catch (InterruptedException e) {
            interrupted = true;
        }
        if (!ended && attempt.abandon()) {
            leaveToItself(attempt, Objects.requireNonNull(place, "the pool is open"));
        }
        return interrupted;
    }
}
