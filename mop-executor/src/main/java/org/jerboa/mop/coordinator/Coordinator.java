package org.jerboa.mop.coordinator;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jerboa.mop.checkpoint.CheckpointPolicy;
import org.jerboa.mop.schedule.CostModel;
import org.jerboa.mop.schedule.Scheduler;
import org.jerboa.tune.data.Split;
import org.jerboa.tune.metric.MetricAccumulator;
import org.jerboa.tune.spi.CheckpointId;
import org.jerboa.tune.spi.ModelEstimate;
import org.jerboa.tune.spi.Searcher;
import org.jerboa.tune.spi.UnitQuery;
import org.jerboa.tune.spi.UnitReport;
import org.jerboa.tune.spi.WorkerInfo;
import org.jerboa.tune.study.Command;
import org.jerboa.tune.study.EpochResult;
import org.jerboa.tune.study.StudyEvent;
import org.jerboa.tune.study.StudyException;
import org.jerboa.tune.study.StudyStatus;
import org.jerboa.tune.study.Trial;
import org.jerboa.tune.study.TrialStatus;

/**
 * Decides what happens next in a study: a state machine that is told one thing at a time and answers through {@link
 * Effects}. It has no thread of its own, and no clock but theirs, so the same class serves live runs, simulations and
 * replays of journals. Not thread-safe: its owner calls it from one thread.
 *
 * <p>Everything that takes effect is a {@link StudyEvent}: it changes the {@link StudyState}, then goes to the journal.
 * Restoring a study is applying its events again.
 */
public final class Coordinator {

    private final StudySetup setup;
    private final Policy policy;
    private final Effects effects;
    private final StudyState state;
    private final Trials trials;
    private final CostModel costs = new CostModel();
    private final Commits commits = new Commits();
    private final UnitsUnderWay underWay;
    private final Dispatcher dispatcher;
    private final Searching searching;
    private final Steering steering;
    private final Deadlines deadlines;
    private final Restoring restoring;
    private StudyStatus status = StudyStatus.COMPLETED;

    /** @param searcher a fresh one of the setup's algorithm */
    public Coordinator(
            StudySetup setup, Policy policy, Session session, Searcher searcher, Scheduler scheduler, Effects effects) {
        this.setup = setup;
        this.policy = policy;
        this.effects = effects;
        this.state = new StudyState(setup, searcher, policy.order());
        this.trials = state.trials;
        this.underWay = new UnitsUnderWay(session.firstTicket());
        this.dispatcher =
                new Dispatcher(trials, setup.shards(Split.TRAINING), scheduler, costs, commits, underWay, this::submit);
        this.searching = new Searching(setup, state, effects, this::happen, this::endTrial);
        this.steering = new Steering(setup, state, searching, this::happen, this::endTrial);
        this.deadlines = new Deadlines(policy.unitTimeout(), setup.limits().time(), session.past(), underWay, effects);
        this.restoring = new Restoring(state, effects);
    }

    // --- what it is told

    /**
     * Takes the state that these events led to; before anything else.
     *
     * @throws StudyException if the searcher does not answer as it did then
     */
    public void restore(List<StudyEvent> events) {
        restoring.restore(events);
    }

    /**
     * Goes on from where {@link #restore} led to, which may be between two lines of the journal that belong together.
     * Once, before anything else is told.
     */
    public void begin() {
        restoring.unsaid().forEach(effects::happened);
        restoring.last().ifPresent(last -> {
            conclude(last);
            if (last instanceof StudyEvent.Steered steered) {
                steering.carryOut(steered.command());
            }
        });
        if (state.phase() == StudyState.Phase.FINISHING) {
            endUnfinished();
        }
        trials.all().forEach(this::discardSuperfluousOf);
        trials.unfinished().forEach(trial -> effects.estimate(trial.id, trial.configuration));
        deadlines.begin();
    }

    public void joined(WorkerInfo worker) {
        dispatcher.joined(worker);
        happen(new StudyEvent.WorkerJoined(worker));
        react();
    }

    /** A worker reaches other shards than before. */
    public void changed(WorkerInfo worker) {
        dispatcher.changed(worker);
        happen(new StudyEvent.WorkerChanged(worker));
        react();
    }

    /** @throws StudyException if no worker is left */
    public void left(String worker, String reason) {
        List<UnitsUnderWay.Sent> lost = underWay.lost(worker);
        dispatcher.left(worker);
        happen(new StudyEvent.WorkerLeft(worker, reason));
        lost.forEach(unit -> goBack(unit.trial));
        commits.left(worker).forEach(id -> couldNotCommit(id, "worker '" + worker + "' left"));
        if (dispatcher.workers().isEmpty()) {
            throw new StudyException("no worker is left; '" + worker + "' was the last and left because of: " + reason);
        }
        react();
    }

    /** A unit that was submitted has begun to run. */
    public void started(long ticket) {
        deadlines.started(ticket);
    }

    /** A late or repeated report changes nothing. */
    public void reported(UnitReport report) {
        underWay.answered(report.ticket()).ifPresent(unit -> {
            free(unit.worker);
            react();
        });
        underWay.arrived(report.ticket()).ifPresent(unit -> {
            free(unit.worker);
            trials.touch(unit.trial);
            if (report instanceof UnitReport.Trained trained) {
                onTrained(unit, trained);
            } else if (report instanceof UnitReport.Evaluated evaluated) {
                onEvaluated(unit, evaluated);
            } else if (report instanceof UnitReport.Failed failed) {
                onFailed(unit, failed.reason(), failed.cause());
            }
            releaseIfEnded(unit.trial);
            react();
        });
    }

    /** That of a worker which was given up for lost counts as well: what is stored is stored. */
    public void committed(CheckpointId id, long bytes) {
        commits.ended(id);
        happen(new StudyEvent.CheckpointCommitted(id.trial(), id.version(), bytes));
        trials.touchClonesOf(id);
        discardSuperfluous(trials.get(id.trial()));
        react();
    }

    public void commitFailed(CheckpointId id, IOException cause) {
        commits.ended(id);
        couldNotCommit(id, cause.toString());
        react();
    }

    /** What a trial's model takes: until its units are measured, the schedule goes by that. */
    public void estimated(int trial, ModelEstimate estimate) {
        costs.hint(trial, Math.max(1, estimate.parameters()) / Math.sqrt(estimate.batchSize()));
    }

    /** The time has come that {@link Effects#wakeAt} named. */
    public void tick() {
        if (hasEnded()) {
            return;
        }
        for (UnitsUnderWay.Sent unit : deadlines.overdue()) {
            effects.cancel(unit.worker.name(), unit.query.ticket());
            trials.touch(unit.trial);
            onFailed(unit, UnitReport.Reason.ERROR, "the unit did not end within " + deadlines.unitTimeout());
            releaseIfEnded(unit.trial);
        }
        deadlines
                .unanswered()
                .forEach(unit -> effects.abandon(
                        unit.worker.name(),
                        "it did not end a unit that was cancelled after " + deadlines.unitTimeout()));
        if (deadlines.isStudyOver()) {
            endSearch("the study's time limit of " + setup.limits().time().orElse(Duration.ZERO) + " was reached");
        }
        react();
    }

    /**
     * Carries out what the study's user asks for.
     *
     * @throws IllegalArgumentException if it cannot be done; nothing has changed then
     */
    public void steer(Command command) {
        steering.check(command);
        happen(new StudyEvent.Steered(command));
        if (command instanceof Command.StopStudy) {
            stop();
        } else {
            steering.carryOut(command);
            dispatcher.reconsider();
            react();
        }
    }

    /** Ends the study as it stands; it can be resumed. */
    public void stop() {
        if (!hasEnded()) {
            status = StudyStatus.STOPPED;
            happen(new StudyEvent.StudyEnded(StudyStatus.STOPPED));
            state.endAsItStands();
        }
    }

    // --- what becomes of a unit

    private UnitQuery submit(TrialState trial, Work work, Workers.Worker worker) {
        long ticket = underWay.nextTicket();
        UnitQuery query = Queries.query(ticket, trial, work, setup, commits(trial, work));
        underWay.sent(new UnitsUnderWay.Sent(trial, query, worker));
        effects.happened(new StudyEvent.UnitSubmitted(
                ticket,
                work.kind(),
                trial.id,
                work.epoch(),
                work.position(),
                work.split(),
                work.shard(),
                work.version(),
                worker.name()));
        effects.submit(worker.name(), query);
        return query;
    }

    private boolean commits(TrialState trial, Work work) {
        int result = work.version() + 1;
        boolean due = result % setup.shards(Split.TRAINING) == 0 || policy.checkpoints() == CheckpointPolicy.EVERY_UNIT;
        return work.trains() && due && !trial.versions.isStored(result);
    }

    private void free(Workers.Worker worker) {
        worker.free();
        dispatcher.freed(worker);
    }

    /** Its live model is gone. */
    private void goBack(TrialState trial) {
        trial.rollBack();
        trials.touch(trial);
        releaseIfEnded(trial);
    }

    private void onTrained(UnitsUnderWay.Sent unit, UnitReport.Trained report) {
        UnitQuery query = unit.query;
        if (query.commit()) {
            commits.begun(query.result(), report.worker());
        }
        costs.measured(unit.trial.id, unit.worker.index, (double) report.cost().toolNanos());
        happen(new StudyEvent.UnitTrained(
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

    private void onEvaluated(UnitsUnderWay.Sent unit, UnitReport.Evaluated report) {
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
            onFailed(unit, failed.reason(), failed.cause());
            return;
        }
        happen(new StudyEvent.UnitEvaluated(
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
            trial.tested();
            happen(new StudyEvent.Tested(trial.id, query.version(), whole.get()));
        } else {
            finishEpoch(trial, trial.epochResult(whole.get()));
        }
    }

    private void finishEpoch(TrialState trial, EpochResult result) {
        try {
            setup.objective().value(result.metrics());
        } catch (IllegalArgumentException e) {
            endTrial(trial, TrialStatus.FAILED, Optional.of(e.toString()));
            return;
        }
        happen(new StudyEvent.EpochFinished(trial.id, result, trial.wouldBeBest(result)));
        discardSuperfluous(trial);
        searching.epochLimit().ifPresent(this::endSearch);
    }

    private void onFailed(UnitsUnderWay.Sent unit, UnitReport.Reason reason, String cause) {
        TrialState trial = unit.trial;
        UnitQuery query = unit.query;
        // that a stored version turns out damaged is not its trial's fault, at the first time
        boolean damaged = reason == UnitReport.Reason.MODEL_MISSING && trial.versions.foundDamaged(query.version());
        int attempt = damaged ? 0 : trial.failed();
        boolean finishing = state.phase() == StudyState.Phase.FINISHING;
        boolean wanted = finishing || !trial.status().isFinal();
        boolean retried = wanted && attempt <= policy.retries() && reason != UnitReport.Reason.DOES_NOT_FIT;
        trial.rollBack();
        happen(new StudyEvent.UnitFailed(
                query.ticket(), trial.id, query.version(), unit.worker.name(), attempt, retried, cause));
        if (finishing && !retried) {
            trial.giveUp();
        }
    }

    private void couldNotCommit(CheckpointId id, String cause) {
        happen(new StudyEvent.CheckpointFailed(id.trial(), id.version(), cause));
        TrialState trial = trials.get(id.trial());
        trials.touchClonesOf(id);
        if (state.phase() == StudyState.Phase.FINISHING && trial.failed() > policy.retries()) {
            trial.giveUp();
        }
    }

    // --- events

    private void happen(StudyEvent event) {
        state.apply(event);
        effects.happened(event);
        conclude(event);
    }

    /** What follows from an event for its trial, whether it happened now or was the last before a crash. */
    private void conclude(StudyEvent event) {
        Verdicts.on(event, trials, setup)
                .ifPresent(verdict -> endTrial(trials.get(verdict.trial()), verdict.status(), verdict.cause()));
    }

    // --- deciding

    /** After every change: asks the searcher if it may have an answer, gives out work, sees whether all is done. */
    private void react() {
        if (state.phase() == StudyState.Phase.SEARCHING
                && !state.isPaused()
                && !dispatcher.workers().isEmpty()) {
            if (state.owesAsk()) {
                searching.ask(dispatcher.workers().slots());
            }
            dispatcher.dispatch();
            if (trials.training() == 0 && dispatcher.isIdle()) {
                happen(new StudyEvent.SearchEnded(Optional.empty()));
                endUnfinished();
            }
        }
        if (state.phase() == StudyState.Phase.FINISHING) {
            finish();
            if (!hasEnded()) {
                dispatcher.dispatch();
            }
        }
    }

    private void endTrial(TrialState trial, TrialStatus finalStatus, Optional<String> cause) {
        happen(new StudyEvent.TrialEnded(trial.id, finalStatus, cause));
        releaseIfEnded(trial);
        discardSuperfluous(trial);
    }

    /** The best trial's model may be wanted again when the search is over, and the pool closes what is left. */
    private void releaseIfEnded(TrialState trial) {
        if (state.phase() == StudyState.Phase.SEARCHING && trial.status().isFinal() && !trial.isInFlight()) {
            effects.release(trial.id);
        }
    }

    // --- ending

    private void endSearch(String reason) {
        if (state.phase() == StudyState.Phase.SEARCHING) {
            happen(new StudyEvent.SearchEnded(Optional.of(reason)));
            endUnfinished();
        }
    }

    private void endUnfinished() {
        for (TrialState trial : trials.unfinished()) {
            endTrial(trial, TrialStatus.STOPPED, Optional.of("the search ended without giving it another epoch"));
        }
    }

    /** Makes sure that the best version is stored and tested; then the study ends. */
    private void finish() {
        if (!commits.isEmpty() || !dispatcher.isIdle()) {
            return;
        }
        Optional<TrialState> best = trials.best();
        boolean test = setup.shards(Split.TEST) > 0;
        if (best.isPresent() && best.get().finish(test && !isTested(best.get()))) {
            trials.touch(best.get());
            return;
        }
        happen(new StudyEvent.StudyEnded(StudyStatus.COMPLETED));
    }

    private boolean isTested(TrialState trial) {
        return state.tested()
                .filter(test -> test.trial() == trial.id
                        && trial.best()
                                .filter(epoch -> epoch.version() == test.version())
                                .isPresent())
                .isPresent();
    }

    /** Also of its parent, which may have been kept for it. */
    private void discardSuperfluous(TrialState trial) {
        discardSuperfluousOf(trial);
        trial.origin.map(CheckpointId::trial).map(trials::get).ifPresent(this::discardSuperfluousOf);
    }

    private void discardSuperfluousOf(TrialState trial) {
        for (CheckpointId id : trials.superfluous(trial)) {
            trial.versions.discarded(id.version());
            effects.discard(id);
        }
    }

    // --- views

    public boolean hasEnded() {
        return state.phase() == StudyState.Phase.ENDED;
    }

    public StudyStatus status() {
        return status;
    }

    public Tally tally() {
        return state.tally;
    }

    /** The searcher that decides now. */
    public Searcher searcher() {
        return state.searcher();
    }

    public List<Trial> trials() {
        return trials.views();
    }

    /** Number of the best trial so far. */
    public Optional<Integer> bestTrial() {
        return trials.best().map(trial -> trial.id);
    }

    /** Its value of the first objective; NaN before there is one. */
    public double bestValue() {
        return trials.bestValue();
    }

    /** Shards that an epoch visits. */
    public int shards() {
        return setup.shards(Split.TRAINING);
    }

    /** Trials that train or wait. */
    public int activeTrials() {
        return trials.unfinishedCount();
    }

    public int trialCount() {
        return trials.size();
    }

    /** Worker slots that are there; of a study that has ended, those that were. */
    public int slots() {
        return state.tally.slots();
    }

    public Optional<StudyEvent.Tested> tested() {
        return state.tested();
    }
}
