package org.jerboa.mop;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jerboa.testkit.fault.ForwardingPool;
import org.jerboa.tune.spi.CheckpointId;
import org.jerboa.tune.spi.UnitQuery;
import org.jerboa.tune.spi.UnitReport;
import org.jerboa.tune.spi.WorkerInfo;
import org.jerboa.tune.spi.WorkerPool;
import org.jspecify.annotations.Nullable;

/**
 * A pool whose reports get lost on the way for a while, come twice, or long after the unit was answered, as they may on a
 * network. What is told of one trial stays in its order: a commit comes after its unit's report. Thread-safe.
 */
final class UnreliablePool extends ForwardingPool {

    private final RandomGenerator chance;
    private final FaultTally tally;
    private final Map<Long, Sent> underWay = new HashMap<>();

    private record Sent(int trial, String worker) {}

    UnreliablePool(WorkerPool pool, RandomGenerator chance, FaultTally tally) {
        super(pool);
        this.chance = chance;
        this.tally = tally;
    }

    @Override
    public void open(Events events) {
        delegate.open(new Unreliable(events));
    }

    @Override
    public void submit(String worker, UnitQuery query) {
        synchronized (underWay) {
            underWay.put(query.ticket(), new Sent(query.trial(), worker));
        }
        delegate.submit(worker, query);
    }

    private final class Unreliable implements Events {

        private final Events events;

        /** What is held back of one trial, in its order. */
        private final Deque<Runnable> held = new ArrayDeque<>();

        private int heldTrial = -1;
        private @Nullable UnitReport past;

        Unreliable(Events events) {
            this.events = events;
        }

        /** The trial of a unit that is reported now. */
        private int trialOf(UnitReport report) {
            synchronized (underWay) {
                Sent sent = underWay.remove(report.ticket());
                return sent == null ? -1 : sent.trial;
            }
        }

        /** Others are under way, so that something will come which lets go of what is held back. */
        private boolean othersAreUnderWay() {
            synchronized (underWay) {
                return !underWay.isEmpty();
            }
        }

        @Override
        public synchronized void reported(UnitReport report) {
            int trial = trialOf(report);
            if (held.isEmpty() && othersAreUnderWay() && chance.nextInt(12) == 0) {
                heldTrial = trial;
                held.add(() -> events.reported(report));
                tally.count(FaultKind.REPORTS_OUT_OF_ORDER);
                return;
            }
            events.reported(report);
            if (chance.nextInt(15) == 0) {
                events.reported(report);
                tally.count(FaultKind.REPEATED_REPORT);
            }
            UnitReport late = past;
            if (late != null && chance.nextInt(3) == 0) {
                events.reported(late);
                tally.count(FaultKind.LATE_REPORT);
                past = null;
            } else if (chance.nextInt(8) == 0) {
                past = report;
            }
            letGo();
        }

        private void letGo() {
            for (Runnable event = held.poll(); event != null; event = held.poll()) {
                event.run();
            }
            heldTrial = -1;
        }

        private void tell(int trial, Runnable event) {
            if (trial == heldTrial && !held.isEmpty()) {
                held.add(event);
            } else {
                event.run();
            }
        }

        @Override
        public synchronized void committed(CheckpointId id, long bytes) {
            tell(id.trial(), () -> events.committed(id, bytes));
        }

        @Override
        public synchronized void commitFailed(CheckpointId id, IOException cause) {
            tell(id.trial(), () -> events.commitFailed(id, cause));
        }

        @Override
        public synchronized void joined(WorkerInfo worker) {
            events.joined(worker);
            letGo();
        }

        @Override
        public synchronized void changed(WorkerInfo worker) {
            events.changed(worker);
        }

        @Override
        public synchronized void started(String worker, long ticket) {
            events.started(worker, ticket);
        }

        @Override
        public synchronized void left(String worker, String reason) {
            synchronized (underWay) {
                underWay.values().removeIf(sent -> sent.worker.equals(worker));
            }
            events.left(worker, reason);
            letGo();
        }
    }
}
