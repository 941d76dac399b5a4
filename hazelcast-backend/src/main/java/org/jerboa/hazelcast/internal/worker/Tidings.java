package org.jerboa.hazelcast.internal.worker;

import java.io.IOException;
import java.util.Set;
import org.jerboa.hazelcast.internal.wire.Event;
import org.jerboa.hazelcast.internal.wire.Message;
import org.jerboa.hazelcast.internal.wire.Outbox;
import org.jerboa.hazelcast.internal.wire.Recipe;
import org.jerboa.hazelcast.internal.wire.ShardPart;
import org.jerboa.hazelcast.internal.worker.derived.Told;
import org.jerboa.tune.spi.CheckpointId;
import org.jerboa.tune.spi.UnitReport;
import org.jerboa.tune.spi.WorkerInfo;
import org.jerboa.tune.spi.WorkerPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a session's local pool tells, as messages to the driver. Thread-safe. */
final class Tidings implements WorkerPool.Events, Told {

    private static final Logger LOG = LoggerFactory.getLogger(Tidings.class);

    private final String study;
    private final Outbox outbox;
    private final MemberStore store;
    private final WorkerFigures figures;

    Tidings(String study, Outbox outbox, MemberStore store, WorkerFigures figures) {
        this.study = study;
        this.outbox = outbox;
        this.store = store;
        this.figures = figures;
    }

    @Override
    public void joined(WorkerInfo worker) {
        outbox.add(new Event.Joined(worker.name(), worker.slots()));
    }

    @Override
    public void changed(WorkerInfo worker) {
        // which shards there are is the driver's to know
    }

    /** As many units are short, most of these messages go with the report. */
    @Override
    public void started(String worker, long ticket) {
        outbox.addWithNext(new Event.Started(worker, ticket));
    }

    @Override
    public void left(String worker, String reason) {
        outbox.add(new Event.Left(worker, reason));
    }

    @Override
    public void reported(UnitReport report) {
        figures.ended(report);
        UnitReport told = report;
        if (report instanceof UnitReport.Failed failed && store.wasLost(report.ticket())) {
            told = failed.reason() == UnitReport.Reason.MODEL_MISSING
                    ? new UnitReport.Failed(
                            failed.ticket(),
                            failed.worker(),
                            UnitReport.Reason.MODEL_LOST,
                            failed.cause(),
                            failed.trace())
                    : failed;
        }
        outbox.add(new Event.Reported(told));
    }

    @Override
    public void committed(CheckpointId id, long bytes) {
        figures.stored(bytes);
        outbox.add(new Event.Committed(id, bytes));
    }

    @Override
    public void commitFailed(CheckpointId id, IOException cause) {
        outbox.add(new Event.CommitFailed(id, cause.toString()));
    }

    @Override
    public void computed(Recipe recipe, Set<String> outputs, boolean fromSource, long bytes, long nanos) {
        figures.computed(outputs.size());
        ShardPart.Header shard = recipe.shard();
        outbox.addWithNext(new Event.Computed(shard.split(), shard.index(), outputs, fromSource, bytes, nanos));
    }

    @Override
    public void failed(Recipe recipe, String message) {
        ShardPart.Header shard = recipe.shard();
        outbox.addWithNext(new Event.NotComputed(shard.split(), shard.index(), message));
    }

    /** A report that the driver cannot read, for instance because it does not know the type of the metrics. */
    void couldNotTell(Message message, String why) {
        if (message instanceof Event.Reported reported) {
            UnitReport report = reported.report();
            outbox.add(new Event.Reported(new UnitReport.Failed(
                    report.ticket(),
                    report.worker(),
                    UnitReport.Reason.ERROR,
                    "its report cannot be read: " + why,
                    "")));
        } else {
            LOG.error("Study {}: the driver cannot read {}: {}", study, message, why);
        }
    }
}
