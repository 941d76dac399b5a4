package org.jerboa.mop.simulator;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jerboa.mop.simulator.SimulatedModels.State;
import org.jerboa.tune.spi.CheckpointId;
import org.jerboa.tune.spi.TrainingSummary;
import org.jerboa.tune.spi.UnitCost;
import org.jerboa.tune.spi.UnitQuery;
import org.jerboa.tune.spi.UnitReport;
import org.jerboa.tune.spi.UnitReport.Reason;
import org.jerboa.tune.spi.WorkerPool;
import org.jspecify.annotations.Nullable;

/** What the workers of a simulated study do with units: how long it takes, what comes of it, and what goes wrong. */
final class SimulatedUnits {

    /** Units that are cancelled and do not react, so that their worker has to be given up. */
    private static final double DEAF = 0.25;

    private final Simulation settings;
    private final Workload work;
    private final Agenda agenda;
    private final SimulatedWorkers workers;
    private final SimulatedModels models;
    private final Totals totals;
    private final WorkerPool.Events events;
    private final RandomGenerator chance;
    private final Map<Long, Running> running = new HashMap<>();

    private record Running(String worker, UnitQuery query, long toolNanos, long wayNanos, boolean hop) {}

    SimulatedUnits(
            Simulation settings,
            Agenda agenda,
            SimulatedWorkers workers,
            SimulatedModels models,
            Totals totals,
            WorkerPool.Events events,
            RandomGenerator chance) {
        this.settings = settings;
        this.work = settings.work;
        this.agenda = agenda;
        this.workers = workers;
        this.models = models;
        this.totals = totals;
        this.events = events;
        this.chance = chance;
    }

    void submit(String worker, UnitQuery query) {
        // a worker that has left is one of which the coordinator is told next
        workers.kind(worker).ifPresent(kind -> submit(worker, kind, query));
    }

    private void submit(String worker, SimulatedWorker kind, UnitQuery query) {
        TrialLoad load = load(query.trial());
        boolean trains = query.kind() == UnitQuery.Kind.TRAIN;
        double ideal = trains ? load.epochSeconds() / work.shards() : load.epochSeconds() * settings.validationShare;
        double tool = ideal / kind.speed();
        if (settings.noise > 0) {
            tool *= Math.exp(settings.noise * chance.nextGaussian());
        }
        Optional<String> there = models.worker(query.trial());
        boolean hop = there.isPresent() && !there.get().equals(worker);
        double way = hop ? work.network().seconds(load.modelBytes()) : 0;
        if (settings.commitsOnWorkers && query.commit()) {
            way += settings.commitSeconds;
        }
        Running unit = new Running(worker, query, Agenda.nanos(tool), Agenda.nanos(way), hop);
        running.put(query.ticket(), unit);
        if (settings.faults.unitTimeout().isPresent()) {
            agenda.at(agenda.now(), () -> events.started(worker, query.ticket()));
        }
        if (!happens(settings.faults.hanging())) {
            boolean fails = happens(settings.faults.failing());
            agenda.at(agenda.now() + unit.toolNanos + unit.wayNanos, () -> end(unit, fails ? Reason.ERROR : null));
        }
    }

    private TrialLoad load(int trial) {
        return work.trials().get(trial % work.trials().size());
    }

    private boolean happens(double share) {
        return share > 0 && chance.nextDouble() < share;
    }

    /** One in four does not react. */
    void cancel(long ticket) {
        Running unit = running.get(ticket);
        if (unit != null && !happens(DEAF)) {
            agenda.at(agenda.now(), () -> end(unit, Reason.CANCELLED));
        }
    }

    /** Its worker has left. */
    void lost(String worker) {
        running.values().removeIf(unit -> unit.worker.equals(worker));
    }

    private void end(Running unit, @Nullable Reason failure) {
        if (!running.remove(unit.query.ticket(), unit)) {
            return; // its worker has left, or it was cancelled
        }
        UnitReport report = report(unit, failure);
        events.reported(report);
        if (happens(settings.faults.repeated())) {
            agenda.at(agenda.now() + unit.toolNanos / 2, () -> events.reported(report));
        }
    }

    private UnitReport report(Running unit, @Nullable Reason failure) {
        UnitQuery query = unit.query;
        State start = models.start(query);
        if (failure != null || start == null) {
            models.drop(query.trial());
            Reason reason = failure == null ? Reason.MODEL_MISSING : failure;
            return new UnitReport.Failed(query.ticket(), unit.worker, reason, "simulated: " + reason, "");
        }
        UnitCost cost = cost(unit);
        totals.ended(agenda.now(), cost);
        return query.kind() == UnitQuery.Kind.EVALUATE ? evaluated(unit, start, cost) : trained(unit, start, cost);
    }

    private UnitCost cost(Running unit) {
        long bytes = (long) load(unit.query.trial()).modelBytes();
        return new UnitCost(unit.toolNanos, unit.wayNanos, unit.hop, unit.hop ? bytes : 0, bytes);
    }

    private UnitReport evaluated(Running unit, State state, UnitCost cost) {
        UnitQuery query = unit.query;
        models.keep(query.trial(), unit.worker, query.version(), state);
        double loss = settings.loss(query.configuration(), state, work.shards(), query.shard());
        return new UnitReport.Evaluated(query.ticket(), unit.worker, new SimulatedMetrics(1, loss), cost);
    }

    private UnitReport trained(Running unit, State start, UnitCost cost) {
        UnitQuery query = unit.query;
        State state = start.trained(query.unitSeed());
        models.keep(query.trial(), unit.worker, query.resultVersion(), state);
        totals.trained();
        if (query.commit()) {
            commit(unit.worker, query.result(), state);
        }
        return new UnitReport.Trained(
                query.ticket(), unit.worker, new TrainingSummary(1, 1, state.trainingLoss()), cost);
    }

    private void commit(String worker, CheckpointId id, State state) {
        boolean fails = happens(settings.faults.uncommitted());
        double behind = settings.commitsOnWorkers ? 0 : settings.commitSeconds;
        agenda.at(agenda.now() + Agenda.nanos(behind), () -> {
            if (!workers.has(worker)) {
                return; // and the checkpoint with it
            }
            if (fails) {
                events.commitFailed(id, new IOException("simulated: no space left"));
            } else {
                models.store(id, state);
                events.committed(id, (long) load(id.trial()).modelBytes());
            }
        });
    }
}
