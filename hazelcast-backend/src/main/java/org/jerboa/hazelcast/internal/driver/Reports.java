package org.jerboa.hazelcast.internal.driver;

import java.io.IOException;
import java.util.UUID;
import org.jerboa.hazelcast.internal.wire.Event;
import org.jerboa.mop.local.LogContext;
import org.jerboa.tune.spi.CheckpointId;
import org.jerboa.tune.spi.UnitQuery;
import org.jerboa.tune.spi.UnitReport;

/** What units and their checkpoints came to, as far as it counts. Used by the pool's thread, but for what is said otherwise. */
final class Reports {

    private final PoolState pool;
    private final DriverStore store;

    Reports(PoolState pool, DriverStore store) {
        this.pool = pool;
        this.store = store;
    }

    void started(Event.Started started) {
        pool.telling.tell(executor -> executor.started(started.worker(), started.ticket()));
    }

    /** Does nothing if it comes too late. */
    void reported(MemberLink link, UnitReport report) {
        Crew.Sent sent = pool.crew.takeBack(link, report.worker(), report.ticket());
        if (sent == null) {
            return;
        }
        UnitReport told = report instanceof UnitReport.Failed failed
                ? failed(sent, failed)
                : succeeded(link.id(), sent.query(), report);
        pool.figures.ended(told);
        LogContext.present().unit(sent.query()).run(() -> pool.telling.tell(executor -> executor.reported(told)));
    }

    private UnitReport failed(Crew.Sent sent, UnitReport.Failed report) {
        pool.models.isNowhere(sent.query().trial());
        boolean lost = report.reason() == UnitReport.Reason.MODEL_MISSING
                && sent.source().filter(pool.models::isGone).isPresent();
        return lost ? lost(sent.query(), report.worker()) : report;
    }

    private UnitReport succeeded(UUID member, UnitQuery query, UnitReport report) {
        boolean hopped = pool.models.isAt(query.result(), member);
        if (report instanceof UnitReport.Trained && query.commit()) {
            pool.admission.begun(query.result(), member, query.ticket());
        }
        if (!hopped) {
            return report;
        }
        pool.figures.hopped();
        return Hops.marked(report);
    }

    /** A unit cannot begin, as its model was lost with the member that had it. */
    static UnitReport lost(UnitQuery query, String worker) {
        return new UnitReport.Failed(
                query.ticket(),
                worker,
                UnitReport.Reason.MODEL_LOST,
                "version " + query.version() + " of trial " + query.trial() + " was lost with the member that had it",
                "");
    }

    /** A checkpoint is in the grid; it counts when the driver has it too. On a thread of its own, as that takes time. */
    void committed(Event.Committed committed) {
        CheckpointId id = committed.id();
        try {
            store.keep(id);
            pool.figures.kept(committed.bytes());
            pool.telling.tell(executor -> executor.committed(id, committed.bytes()));
            pool.admission.ended(id); // last, as its member may leave then
        } catch (IOException | RuntimeException e) {
            commitFailed(id, e instanceof IOException failure ? failure : new IOException(e));
        }
    }

    void commitFailed(CheckpointId id, IOException cause) {
        pool.telling.tell(executor -> executor.commitFailed(id, cause));
        pool.admission.ended(id);
    }
}
