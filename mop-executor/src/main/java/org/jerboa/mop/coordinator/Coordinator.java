package org.jerboa.mop.coordinator;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jerboa.mop.schedule.CostModel;
import org.jerboa.mop.schedule.Scheduler;
import org.jerboa.tune.data.Split;
import org.jerboa.tune.spi.CheckpointId;
import org.jerboa.tune.spi.ModelEstimate;
import org.jerboa.tune.spi.Searcher;
import org.jerboa.tune.spi.UnitReport;
import org.jerboa.tune.spi.WorkerInfo;
import org.jerboa.tune.study.Command;
import org.jerboa.tune.study.StudyEvent;
import org.jerboa.tune.study.StudyException;
import org.jerboa.tune.study.StudyStatus;
import org.jerboa.tune.study.Trial;

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
    private final Effects effects;
    private final StudyState state;
    private final Trials trials;
    private final CostModel costs = new CostModel();
    private final Commits commits = new Commits();
    private final UnitsUnderWay underWay;
    private final Workers workers;
    private final Dispatcher dispatcher;
    private final Ending ending;
    private final Searching searching;
    private final Steering steering;
    private final Deadlines deadlines;
    private final Restoring restoring;
    private final Outcomes outcomes;
    private StudyStatus status = StudyStatus.COMPLETED;

    /** @param searcher a fresh one of the setup's algorithm */
    public Coordinator(
            StudySetup setup, Policy policy, Session session, Searcher searcher, Scheduler scheduler, Effects effects) {
        this.setup = setup;
        this.effects = effects;
        this.state = new StudyState(setup, searcher, policy.order());
        this.trials = state.trials;
        this.underWay = new UnitsUnderWay(session.firstTicket());
        Origins origins = new Origins(trials, commits);
        Submissions submissions = new Submissions(setup, policy, underWay, effects);
        this.workers = new Workers(setup.shards(Split.TRAINING));
        scheduler.begin(new ShopFloor(setup, trials, workers, underWay, costs, effects));
        ReadyWork ready = new ReadyWork(trials, origins, costs, scheduler);
        this.dispatcher = new Dispatcher(trials, workers, ready, scheduler, underWay, effects, submissions::submit);
        this.ending = new Ending(setup, state, commits, effects, this::happen);
        this.searching = new Searching(setup, state, effects, this::happen, ending::endTrial);
        this.steering = new Steering(setup, state, searching, this::happen, ending::endTrial);
        this.deadlines = new Deadlines(policy.unitTimeout(), setup.limits().time(), session.past(), underWay, effects);
        this.restoring = new Restoring(state, effects);
        this.outcomes = new Outcomes(setup, policy, state, costs, commits, origins, searching, ending, this::happen);
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
        ending.catchUp();
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
        lost.forEach(outcomes::lost);
        commits.left(worker).forEach(id -> outcomes.commitLost(id, "worker '" + worker + "' left"));
        if (workers.isEmpty()) {
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
            outcomes.reported(unit, report);
            react();
        });
    }

    /** That of a worker which was given up for lost counts as well: what is stored is stored. */
    public void committed(CheckpointId id, long bytes) {
        TrialState trial = trials.get(id.trial());
        commits.ended(id);
        if (trial.versions.isReached(id.version())) {
            happen(new StudyEvent.CheckpointCommitted(id.trial(), id.version(), bytes));
            trials.touchClonesOf(id);
        } else {
            trial.versions.strayed(id.version()); // its unit was cancelled when it had just ended
        }
        ending.discardSuperfluous(trial);
        react();
    }

    public void commitFailed(CheckpointId id, IOException cause) {
        commits.ended(id);
        outcomes.commitFailed(id, cause.toString());
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
            outcomes.overdue(unit, deadlines.unitTimeout());
        }
        deadlines
                .unanswered()
                .forEach(unit -> effects.abandon(
                        unit.worker.name(),
                        "it did not end a unit that was cancelled after " + deadlines.unitTimeout()));
        if (deadlines.isStudyOver()) {
            ending.endSearch(Optional.of(
                    "the study's time limit of " + setup.limits().time().orElse(Duration.ZERO) + " was reached"));
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

    private void free(Workers.Worker worker) {
        worker.free();
        dispatcher.freed(worker);
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
                .ifPresent(verdict -> ending.endTrial(trials.get(verdict.trial()), verdict.status(), verdict.cause()));
    }

    // --- deciding

    /** After every change: asks the searcher if it may have an answer, gives out work, sees whether all is done. */
    private void react() {
        if (state.phase() == StudyState.Phase.SEARCHING && !state.isPaused() && !workers.isEmpty()) {
            while (state.owesAsk()) { // also after it was told, by its first answer, what it took over
                searching.ask(workers.slots());
            }
            dispatcher.dispatch();
            if (trials.training() == 0 && dispatcher.isIdle()) {
                ending.endSearch(Optional.empty());
            }
        }
        if (state.phase() == StudyState.Phase.FINISHING) {
            ending.finish(dispatcher.isIdle());
            if (!hasEnded()) {
                dispatcher.dispatch();
            }
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
