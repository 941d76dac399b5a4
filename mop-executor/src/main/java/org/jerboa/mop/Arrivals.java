package org.jerboa.mop;

import java.io.IOException;
import org.jerboa.mop.coordinator.Coordinator;
import org.jerboa.tune.spi.CheckpointId;
import org.jerboa.tune.spi.UnitReport;
import org.jerboa.tune.spi.WorkerInfo;
import org.jerboa.tune.spi.WorkerPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What workers have to say, put into the coordinator's inbox. Failures are logged with their traces. */
final class Arrivals implements WorkerPool.Events {

    private static final Logger LOG = LoggerFactory.getLogger(Arrivals.class);

    private final Inbox inbox;
    private final Coordinator coordinator;

    Arrivals(Inbox inbox, Coordinator coordinator) {
        this.inbox = inbox;
        this.coordinator = coordinator;
    }

    @Override
    public void joined(WorkerInfo worker) {
        inbox.add(() -> coordinator.joined(worker));
    }

    @Override
    public void changed(WorkerInfo worker) {
        inbox.add(() -> coordinator.changed(worker));
    }

    @Override
    public void started(String worker, long ticket) {
        inbox.add(() -> coordinator.started(ticket));
    }

    @Override
    public void left(String worker, String reason) {
        inbox.add(() -> coordinator.left(worker, reason));
    }

    @Override
    public void reported(UnitReport report) {
        if (report instanceof UnitReport.Failed failed
                && (failed.reason() == UnitReport.Reason.MODEL_MISSING
                        || failed.reason() == UnitReport.Reason.MODEL_LOST)) {
            LOG.warn("A model is gone, its units since the checkpoint before are run again: {}", failed.cause());
        } else if (report instanceof UnitReport.Failed failed) {
            LOG.warn("A unit failed on {}: {}", failed.worker(), failed.trace());
        }
        inbox.add(() -> coordinator.reported(report));
    }

    @Override
    public void committed(CheckpointId id, long bytes) {
        inbox.add(() -> coordinator.committed(id, bytes));
    }

    @Override
    public void commitFailed(CheckpointId id, IOException cause) {
        LOG.warn("The checkpoint of {} could not be written; a crash would cost its units again", id, cause);
        inbox.add(() -> coordinator.commitFailed(id, cause));
    }
}
