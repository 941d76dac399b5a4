package org.jerboa.mop.coordinator;

import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jerboa.mop.schedule.CostModel;
import org.jerboa.tune.data.Split;
import org.jerboa.tune.metric.MetricAccumulator;
import org.jerboa.tune.spi.CheckpointId;
import org.jerboa.tune.spi.UnitCost;
import org.jerboa.tune.spi.UnitQuery;
import org.jerboa.tune.spi.UnitReport;
import org.jerboa.tune.study.EpochResult;
import org.jerboa.tune.study.StudyEvent;
import org.jerboa.tune.study.TrialStatus;

/** What becomes of a unit that has ended one way or another, and of a commit that failed. */
final class Outcomes {

    private final StudySetup setup;
    private final Policy policy;
    private final StudyState state;
    private final Trials trials;
    private final CostModel costs;
    private final Commits commits;
    private final Origins origins;
    private final Searching searching;
    private final Ending ending;
    private final Consumer<StudyEvent> happen;

    Outcomes(
            StudySetup setup,
            Policy policy,
            StudyState state,
            CostModel costs,
            Commits commits,
            Origins origins,
            Searching searching,
            Ending ending,
            Consumer<StudyEvent> happen) {
        this.setup = setup;
        this.policy = policy;
        this.state = state;
        this.trials = state.trials;
        this.costs = costs;
        this.commits = commits;
        this.origins = origins;
        this.searching = searching;
        this.ending = ending;
        this.happen = happen;
    }

    /** Its worker has answered. */
    void reported(UnitsUnderWay.Sent unit, UnitReport report) {
        trials.touch(unit.trial);
        if (report instanceof UnitReport.Trained trained) {
            trained(unit, trained);
        } else if (report instanceof UnitReport.Evaluated evaluated) {
            evaluated(unit, evaluated);
        } else if (report instanceof UnitReport.Failed failed) {
            failed(unit, failed.reason(), failed.cause());
        }
        ending.releaseIfEnded(unit.trial);
    }

    /** It was cancelled for the time that it took. */
    void overdue(UnitsUnderWay.Sent unit, String timeout) {
        trials.touch(unit.trial);
        failed(unit, UnitReport.Reason.ERROR, "the unit did not end within " + timeout);
        ending.releaseIfEnded(unit.trial);
    }

    /** Its worker is gone, and the live model with it. */
    void lost(UnitsUnderWay.Sent unit) {
        unit.trial.rollBack();
        trials.touch(unit.trial);
        ending.releaseIfEnded(unit.trial);
    }

    private void trained(UnitsUnderWay.Sent unit, UnitReport.Trained report) {
        UnitQuery query = unit.query;
        if (query.commit()) {
            commits.begun(query.result(), report.worker());
        }
        costs.measured(unit.trial.id, unit.worker.index, nanos(report.cost()));
        happen.accept(new StudyEvent.UnitTrained(
                report.ticket(),
                unit.trial.id,
                query.epoch(),
                query.position(),
                query.shard(),
                query.resultVersion(),
                report.worker(),
                report.training(),
                report.cost()));
    }

    /** All the time that a slot was busy with it. */
    private static double nanos(UnitCost cost) {
        return (double) cost.toolNanos() + cost.overheadNanos();
    }

    private void evaluated(UnitsUnderWay.Sent unit, UnitReport.Evaluated report) {
        costs.evaluated(unit.trial.id, unit.worker.index, nanos(report.cost()));
        TrialState trial = unit.trial;
        UnitQuery query = unit.query;
        // a trial that was stopped and resumed meanwhile has gone back, and will be evaluated again
        boolean wanted = query.split() == Split.TEST
                || (!trial.status().isFinal() && query.version() == trial.versions.present());
        Optional<Map<String, Double>> whole;
        try {
            whole = wanted
                    ? trial.evaluated(report.metrics(), setup.shards(query.split()))
                            .map(MetricAccumulator::values)
                    : Optional.empty();
        } catch (RuntimeException e) {
            // accumulators are the handler's
            UnitReport.Failed failed =
                    UnitReport.Failed.of(report.ticket(), report.worker(), UnitReport.Reason.ERROR, e);
            failed(unit, failed.reason(), failed.cause());
            return;
        }
        happen.accept(new StudyEvent.UnitEvaluated(
                report.ticket(),
                trial.id,
                query.epoch(),
                query.shard(),
                query.version(),
                report.worker(),
                report.cost()));
        if (whole.isEmpty()) {
            return;
        }
        if (query.split() == Split.TEST) {
            trial.remaking.tested();
            happen.accept(new StudyEvent.Tested(trial.id, query.version(), whole.get()));
        } else {
            finishEpoch(trial, trial.epochResult(whole.get()));
        }
    }

    private void finishEpoch(TrialState trial, EpochResult result) {
        try {
            setup.objective().value(result.metrics());
        } catch (IllegalArgumentException e) {
            ending.endTrial(trial, TrialStatus.FAILED, Optional.of(e.toString()));
            return;
        }
        happen.accept(new StudyEvent.EpochFinished(trial.id, result, trial.results.wouldBeBest(result)));
        ending.discardSuperfluous(trial);
        searching.epochLimit().ifPresent(reason -> ending.endSearch(Optional.of(reason)));
    }

    private void failed(UnitsUnderWay.Sent unit, UnitReport.Reason reason, String cause) {
        TrialState trial = unit.trial;
        UnitQuery query = unit.query;
        // that a stored version turns out damaged is nobody's fault, at the first time
        boolean damaged = reason == UnitReport.Reason.MODEL_MISSING && origins.foundDamaged(query);
        boolean excused = damaged || reason == UnitReport.Reason.MODEL_LOST;
        int attempt = excused ? 0 : trial.failed();
        boolean finishing = state.phase() == StudyState.Phase.FINISHING;
        boolean madeAgain = trial.remaking.isAwaited();
        boolean wanted = finishing || madeAgain || !trial.status().isFinal();
        boolean retried = wanted && attempt <= policy.retries() && reason != UnitReport.Reason.DOES_NOT_FIT;
        trial.rollBack();
        happen.accept(new StudyEvent.UnitFailed(
                query.ticket(), trial.id, query.version(), unit.worker.name(), attempt, retried, cause));
        if (finishing && !retried) {
            trial.remaking.giveUp();
        }
        if (madeAgain && !retried) {
            giveUpClonesOf(trial, "trial " + trial.id + " could not be trained again: " + cause);
        }
    }

    private void giveUpClonesOf(TrialState parent, String cause) {
        for (TrialState clone : origins.waitingFor(parent)) {
            giveUp(clone, cause);
        }
        parent.remaking.end();
    }

    /** A trial that cannot begin, with those that wait for it. */
    private void giveUp(TrialState clone, String why) {
        String cause = clone.origin.map(CheckpointId::toString).orElse("") + ", which it starts from, is lost: " + why;
        if (state.phase() == StudyState.Phase.FINISHING) {
            clone.remaking.giveUp();
        } else if (!clone.status().isFinal()) {
            ending.endTrial(clone, TrialStatus.FAILED, Optional.of(cause));
        }
        giveUpClonesOf(clone, cause);
    }

    /** A version was lost before it was stored, as its worker is gone; whoever needs it has it made again. */
    void commitLost(CheckpointId id, String cause) {
        happen.accept(new StudyEvent.CheckpointFailed(id.trial(), id.version(), cause));
        trials.touchClonesOf(id);
    }

    /** A version could not be stored; it is made again for those who need it, but not for ever. */
    void commitFailed(CheckpointId id, String cause) {
        commitLost(id, cause);
        TrialState trial = trials.get(id.trial());
        trial.remaking.refused(id.version());
        for (TrialState clone : origins.waitingFor(id)) {
            if (clone.failed() > policy.retries()) {
                giveUp(clone, cause);
            }
        }
        if (state.phase() == StudyState.Phase.FINISHING && trial.failed() > policy.retries()) {
            trial.remaking.giveUp();
        }
    }
}
