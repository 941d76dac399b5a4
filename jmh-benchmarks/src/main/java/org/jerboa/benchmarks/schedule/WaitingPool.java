package org.jerboa.benchmarks.schedule;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jerboa.testkit.fault.ForwardingPool;
import org.jerboa.tune.spi.CheckpointId;
import org.jerboa.tune.spi.UnitQuery;
import org.jerboa.tune.spi.UnitReport;
import org.jerboa.tune.spi.WorkerInfo;
import org.jerboa.tune.spi.WorkerPool;

/**
 * A pool whose workers wait until a checkpoint is stored before they go on, for comparison: a unit that is to be committed is
 * reported when its checkpoint is there. Thread-safe, as the pool that it is of.
 */
final class WaitingPool extends ForwardingPool {

    /** By ticket, what a unit under way is to store. */
    private final Map<Long, CheckpointId> asked = new ConcurrentHashMap<>();

    private final Map<CheckpointId, UnitReport> held = new ConcurrentHashMap<>();

    WaitingPool(WorkerPool pool) {
        super(pool);
    }

    @Override
    public void open(Events events) {
        delegate.open(new Holding(events));
    }

    @Override
    public void submit(String worker, UnitQuery query) {
        if (query.commit()) {
            asked.put(query.ticket(), query.result());
        }
        delegate.submit(worker, query);
    }

    private final class Holding implements Events {

        private final Events events;

        Holding(Events events) {
            this.events = events;
        }

        @Override
        public void joined(WorkerInfo worker) {
            events.joined(worker);
        }

        @Override
        public void changed(WorkerInfo worker) {
            events.changed(worker);
        }

        @Override
        public void started(String worker, long ticket) {
            events.started(worker, ticket);
        }

        @Override
        public void left(String worker, String reason) {
            events.left(worker, reason);
        }

        @Override
        public void reported(UnitReport report) {
            Optional<CheckpointId> stored = Optional.ofNullable(asked.remove(report.ticket()));
            if (stored.isPresent() && report instanceof UnitReport.Trained) {
                held.put(stored.get(), report);
            } else {
                events.reported(report);
            }
        }

        @Override
        public void committed(CheckpointId id, long bytes) {
            release(id);
            events.committed(id, bytes);
        }

        @Override
        public void commitFailed(CheckpointId id, IOException cause) {
            release(id);
            events.commitFailed(id, cause);
        }

        private void release(CheckpointId id) {
            Optional.ofNullable(held.remove(id)).ifPresent(events::reported);
        }
    }
}
