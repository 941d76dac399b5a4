package org.jerboa.mop.local;

import java.io.IOException;
import org.jerboa.tune.spi.UnitQuery;
import org.jerboa.tune.spi.UnitReport;
import org.jerboa.tune.spi.WorkerPool;

/** A unit that has ended, well or not. */
record FinishedUnit(UnitQuery query, UnitReport report, Commit commit) {

    boolean isCancelled() {
        return report instanceof UnitReport.Failed failed && failed.reason() == UnitReport.Reason.CANCELLED;
    }

    /** Reports the unit, then its commit, which the writer tells of if it is still to be stored. */
    void announce(WorkerPool.Events events, CommitWriter writer) {
        events.reported(report);
        Snapshot snapshot = commit.snapshot();
        IOException failure = commit.failure();
        if (snapshot != null) {
            writer.write(query.result(), snapshot, events);
        } else if (failure != null) {
            events.commitFailed(query.result(), failure);
        } else if (query.commit() && !(report instanceof UnitReport.Failed)) {
            events.committed(query.result(), commit.bytes());
        }
    }
}
