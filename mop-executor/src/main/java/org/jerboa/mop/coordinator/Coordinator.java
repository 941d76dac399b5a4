package org.jerboa.mop.coordinator;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jerboa.tune.data.Split;
import org.jerboa.tune.metric.MetricAccumulator;
import org.jerboa.tune.metric.Objective;
import org.jerboa.tune.space.Configuration;
import org.jerboa.tune.spi.CheckpointId;
import org.jerboa.tune.spi.Decision;
import org.jerboa.tune.spi.Searcher;
import org.jerboa.tune.spi.StudyDefinition;
import org.jerboa.tune.spi.TrialEvent;
import org.jerboa.tune.spi.UnitQuery;
import org.jerboa.tune.spi.UnitReport;
import org.jerboa.tune.spi.WorkerInfo;
import org.jerboa.tune.study.EpochResult;
import org.jerboa.tune.study.StudyEvent;
import org.jerboa.tune.study.StudyException;
import org.jerboa.tune.study.StudyStatus;
import org.jerboa.tune.study.Trial;
import org.jerboa.tune.study.TrialStatus;

/**
 * Decides what happens next in a study: a state machine that is told one thing at a time and answers through {@link
 * Effects}. It has no thread and no clock, so the same class serves live runs, and replays of their journals. Not
 * thread-safe: its owner calls it from one thread.
 *
 * <p>Everything that takes effect is a {@link StudyEvent}: it changes the state here, then goes to the journal.
 * Restoring a study is applying its events again.
 */
public final class Coordinator {

    private enum Phase {
        SEARCHING,
        FINISHING,
        ENDED
    }

    private final StudyDefinition<?> definition;
    private final Searcher searcher;
    private final Effects effects;
    private final int retries;
    private final Objective objective;
    private final Trials trials;
    private final Dispatcher dispatcher;
    private final Commits commits = new Commits();
    private final Tally tally = new Tally();
    private Phase phase = Phase.SEARCHING;
    private StudyStatus status = StudyStatus.COMPLETED;
    private boolean asked;
    private boolean owesAsk = true;
    private Optional<StudyEvent.Tested> tested = Optional.empty();
    private Optional<StudyEvent> lastRestored = Optional.empty();
    private List<StudyEvent> unsaid = List.of();

    /**
     * @param retries how often a failed unit is tried again before its trial fails
     */
    public Coordinator(
            StudyDefinition<?> definition, Searcher searcher, Scheduler scheduler, Effects effects, int retries) {
        this.definition = definition;
        this.searcher = searcher;
        this.effects = effects;
        this.retries = retries;
        this.objective = definition.problem().primary();
        this.trials = new Trials(definition.seed(), shards(), objective);
        this.dispatcher = new Dispatcher(scheduler, effects, commits, definition.metrics());
    }

    /**
     * Takes the state that these events led to; before anything else.
     *
     * @throws StudyException if the searcher does not answer as it did then
     */
    public void restore(List<StudyEvent> events) {
        for (StudyEvent event : events) {
            if (event instanceof StudyEvent.Asked past) {
                List<Decision> answer = searcher.ask(past.ask());
                if (!answer.equals(past.decisions())) {
                    throw new StudyException("the search algorithm answers " + answer + " where the journal has "
                            + past.decisions() + "; the algorithm's code or settings have changed since, so the"
                            + " study cannot be resumed with it");
                }
            }
            apply(event);
        }
        for (TrialState trial : trials.all()) {
            trial.restored(effects.storedVersions(trial.id));
        }
        if (phase == Phase.ENDED
                && trials.best().filter(trial -> !trial.isBestStored()).isPresent()) {
            phase = Phase.FINISHING; // the model could not be stored then, or was lost since: it is made again
        }
        if (phase != Phase.ENDED) {
            tally.forgetWorkers();
        }
        lastRestored = events.isEmpty() ? Optional.empty() : Optional.of(events.get(events.size() - 1));
        unsaid = unsaid(events);
    }

    /** What answers of the searcher led to, and a crash kept from being said. */
    private List<StudyEvent> unsaid(List<StudyEvent> said) {
        Set<Integer> begun = new HashSet<>();
        Set<Integer> ended = new HashSet<>();
        for (StudyEvent event : said) {
            if (event instanceof StudyEvent.TrialStarted start) {
                begun.add(start.trial());
            } else if (event instanceof StudyEvent.TrialEnded end) {
                ended.add(end.trial());
            }
        }
        List<StudyEvent> events = new ArrayList<>();
        for (TrialState trial : trials.all()) {
            if (!begun.contains(trial.id)) {
                events.add(started(trial.id, trial.configuration, trial.origin, false));
            }
            if (trial.status().isFinal() && !ended.contains(trial.id)) {
                events.add(new StudyEvent.TrialEnded(trial.id, trial.status(), Optional.empty()));
            }
        }
        return events;
    }

    // --- what it is told

    /**
     * Goes on from where {@link #restore} led to, which may be between two lines of the journal that belong together.
     * Once, before anything else is told.
     */
    public void begin() {
        unsaid.forEach(effects::happened);
        lastRestored.ifPresent(this::conclude);
        if (phase == Phase.FINISHING) {
            endUnfinished();
        }
        trials.all().forEach(this::discardSuperfluousOf);
    }

    public void joined(WorkerInfo worker) {
        dispatcher.workers().joined(worker);
        happen(new StudyEvent.WorkerJoined(worker));
        react();
    }

    public void changed(WorkerInfo worker) {
        dispatcher.workers().changed(worker);
        happen(new StudyEvent.WorkerChanged(worker));
        react();
    }

    /** @throws StudyException if no worker is left */
    public void left(String worker, String reason) {
        List<Dispatcher.Sent> lost = dispatcher.left(worker);
        happen(new StudyEvent.WorkerLeft(worker, reason));
        lost.forEach(unit -> {
            unit.trial().rollBack();
            releaseIfEnded(unit.trial());
        });
        commits.left(worker).forEach(id -> couldNotCommit(id, "worker '" + worker + "' left"));
        if (dispatcher.workers().isEmpty()) {
            throw new StudyException("no worker is left; '" + worker + "' was the last and left because of: " + reason);
        }
        react();
    }

    /** A late or repeated report changes nothing. */
    public void reported(UnitReport report) {
        dispatcher.arrived(report.ticket()).ifPresent(unit -> {
            if (report instanceof UnitReport.Trained trained) {
                onTrained(unit, trained);
            } else if (report instanceof UnitReport.Evaluated evaluated) {
                onEvaluated(unit, evaluated);
            } else if (report instanceof UnitReport.Failed failed) {
                onFailed(unit, failed);
            }
            releaseIfEnded(unit.trial());
            react();
        });
    }

    /** That of a worker which was given up for lost counts as well: what is stored is stored. */
    public void committed(CheckpointId id, long bytes) {
        commits.ended(id);
        happen(new StudyEvent.CheckpointCommitted(id.trial(), id.version(), bytes));
        discardSuperfluous(trials.get(id.trial()));
        react();
    }

    public void commitFailed(CheckpointId id, IOException cause) {
        commits.ended(id);
        couldNotCommit(id, cause.toString());
        react();
    }

    private void couldNotCommit(CheckpointId id, String cause) {
        happen(new StudyEvent.CheckpointFailed(id.trial(), id.version(), cause));
        TrialState trial = trials.get(id.trial());
        if (phase == Phase.FINISHING && trial.failed() > retries) {
            trial.giveUp();
        }
    }

    /** Ends the study as it stands; it can be resumed. */
    public void stop() {
        if (phase != Phase.ENDED) {
            status = StudyStatus.STOPPED;
            happen(new StudyEvent.StudyEnded(StudyStatus.STOPPED));
            phase = Phase.ENDED;
        }
    }

    public void stopTrial(int id) {
        if (trials.has(id) && !trials.get(id).status().isFinal()) {
            endTrial(trials.get(id), TrialStatus.STOPPED, Optional.of("stopped by the user"));
            react();
        }
    }

    public void add(Configuration configuration) {
        if (phase == Phase.SEARCHING) {
            if (!asked) {
                askSearcher(); // with no worker there yet; a searcher is asked before it is told anything
            }
            happen(started(trials.size(), configuration, Optional.empty(), true));
            react();
        }
    }

    // --- what becomes of a unit

    private void onTrained(Dispatcher.Sent unit, UnitReport.Trained report) {
        TrialState trial = unit.trial();
        UnitQuery query = unit.query();
        if (query.commit()) {
            commits.begun(query.result(), report.worker());
        }
        happen(new StudyEvent.UnitTrained(
                report.ticket(),
                trial.id,
                query.epoch(),
                query.position(),
                query.shard(),
                query.resultVersion(),
                report.worker(),
                report.training(),
                report.cost()));
    }

    private void onEvaluated(Dispatcher.Sent unit, UnitReport.Evaluated report) {
        TrialState trial = unit.trial();
        UnitQuery query = unit.query();
        int of = definition.data().shards(query.split()).size();
        boolean wanted = query.split() == Split.TEST || !trial.status().isFinal();
        Optional<Map<String, Double>> whole;
        try {
            whole = wanted ? trial.evaluated(report.metrics(), of).map(MetricAccumulator::values) : Optional.empty();
        } catch (RuntimeException e) {
            // accumulators are the handler's
            onFailed(unit, UnitReport.Failed.of(report.ticket(), report.worker(), UnitReport.Reason.ERROR, e));
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
            objective.value(result.metrics());
        } catch (IllegalArgumentException e) {
            endTrial(trial, TrialStatus.FAILED, Optional.of(e.toString()));
            return;
        }
        happen(new StudyEvent.EpochFinished(trial.id, result, trial.wouldBeBest(result)));
        discardSuperfluous(trial);
    }

    private void onFailed(Dispatcher.Sent unit, UnitReport.Failed report) {
        TrialState trial = unit.trial();
        UnitQuery query = unit.query();
        // that a stored version turns out damaged is not its trial's fault, at the first time
        boolean damaged = report.reason() == UnitReport.Reason.MODEL_MISSING && trial.foundDamaged(query.version());
        int attempt = damaged ? 0 : trial.failed();
        boolean wanted = phase == Phase.FINISHING || !trial.status().isFinal();
        boolean retried = wanted && attempt <= retries;
        trial.rollBack();
        happen(new StudyEvent.UnitFailed(
                report.ticket(), trial.id, query.version(), report.worker(), attempt, retried, report.cause()));
        if (phase == Phase.FINISHING && !retried) {
            trial.giveUp();
        }
    }

    // --- events

    private void happen(StudyEvent event) {
        apply(event);
        effects.happened(event);
        conclude(event);
    }

    /** What follows from an event for its trial, whether it happened now or was the last before a crash. */
    private void conclude(StudyEvent event) {
        if (event instanceof StudyEvent.UnitTrained unit && unit.training().diverged()) {
            String why = "training loss is " + unit.training().loss() + " in epoch " + unit.epoch() + " on shard "
                    + unit.shard();
            endUnlessEnded(unit.trial(), TrialStatus.DIVERGED, why);
        } else if (event instanceof StudyEvent.EpochFinished epoch
                && Double.isNaN(objective.value(epoch.result().metrics()))) {
            String why = objective.metric() + " is not a number after epoch "
                    + epoch.result().epoch();
            endUnlessEnded(epoch.trial(), TrialStatus.DIVERGED, why);
        } else if (event instanceof StudyEvent.UnitFailed unit && !unit.retried()) {
            endUnlessEnded(unit.trial(), TrialStatus.FAILED, unit.cause());
        }
    }

    private void endUnlessEnded(int trial, TrialStatus status, String cause) {
        if (!trials.get(trial).status().isFinal()) {
            endTrial(trials.get(trial), status, Optional.of(cause));
        }
    }

    /** All changes of what is journalled happen here, live and on restoring alike. */
    private void apply(StudyEvent event) {
        tally.add(event);
        if (event instanceof StudyEvent.Asked question) {
            owesAsk = false;
            asked = true;
            question.decisions().forEach(trials::decide);
        } else if (event instanceof StudyEvent.TrialStarted started && started.added()) {
            trials.start(started.configuration(), Optional.empty());
            tell(new TrialEvent.Added(started.trial(), started.configuration()));
        } else if (event instanceof StudyEvent.UnitTrained unit) {
            TrialState trial = trials.get(unit.trial());
            boolean first = trial.trained(unit);
            if (first && searcher.actsInsideEpochs() && !trial.status().isFinal()) {
                tell(new TrialEvent.UnitFinished(unit.trial(), unit.epoch(), unit.position(), unit.training()));
            }
        } else if (event instanceof StudyEvent.EpochFinished epoch) {
            trials.epochFinished(epoch.trial(), epoch.result());
            tell(new TrialEvent.EpochFinished(
                    epoch.trial(), epoch.result().epoch(), epoch.result().metrics()));
        } else if (event instanceof StudyEvent.CheckpointCommitted checkpoint) {
            trials.get(checkpoint.trial()).stored(checkpoint.version());
        } else if (event instanceof StudyEvent.TrialEnded end) {
            applyEnd(end);
        } else if (event instanceof StudyEvent.SearchEnded) {
            phase = Phase.FINISHING;
        } else if (event instanceof StudyEvent.WorkerJoined) {
            owesAsk = true; // there may be room for more trials
        } else if (event instanceof StudyEvent.Tested test) {
            tested = Optional.of(test);
        } else if (event instanceof StudyEvent.StudyEnded end && end.status() == StudyStatus.COMPLETED) {
            phase = Phase.ENDED;
        }
    }

    private void applyEnd(StudyEvent.TrialEnded end) {
        TrialState trial = trials.get(end.trial());
        if (trial.status().isFinal()) {
            return; // by the searcher's own decision
        }
        trials.end(trial, end.status(), end.cause());
        if (end.status().isBroken()) {
            tell(new TrialEvent.Failed(end.trial(), end.status() == TrialStatus.DIVERGED));
        } else if (phase == Phase.SEARCHING) {
            tell(new TrialEvent.Ended(end.trial()));
        }
    }

    private void tell(TrialEvent event) {
        searcher.tell(event);
        owesAsk = true;
    }

    // --- deciding

    /** After every change: asks the searcher if it may have an answer, gives out work, sees whether all is done. */
    private void react() {
        if (phase == Phase.SEARCHING && !dispatcher.workers().isEmpty()) {
            if (owesAsk) {
                askSearcher();
            }
            dispatcher.dispatch(trials.all());
            if (trials.training() == 0 && dispatcher.isIdle()) {
                endSearch();
            }
        }
        if (phase == Phase.FINISHING) {
            finish();
            dispatcher.dispatch(trials.all());
        }
    }

    private void askSearcher() {
        int wanted = Math.max(0, 2 * dispatcher.workers().slots() - trials.training());
        Searcher.Ask ask = new Searcher.Ask(trials.size(), wanted);
        StudyEvent.Asked answered = new StudyEvent.Asked(ask, searcher.ask(ask));
        answered.decisions().forEach(this::check);
        happen(answered);
        for (TrialState trial : trials.all().subList(ask.nextTrial(), trials.size())) {
            effects.happened(started(trial.id, trial.configuration, trial.origin, false));
        }
        for (Decision decision : answered.decisions()) {
            if (decision instanceof Decision.Complete complete) {
                endTrial(trials.get(complete.trial()), TrialStatus.COMPLETED, Optional.empty());
            } else if (decision instanceof Decision.Stop stop) {
                endTrial(trials.get(stop.trial()), TrialStatus.STOPPED, Optional.empty());
            }
        }
    }

    /** A journal with a configuration that is not of the space could not be read again. */
    private void check(Decision decision) {
        try {
            if (decision instanceof Decision.Start start) {
                definition.space().validate(start.configuration());
            } else if (decision instanceof Decision.Clone clone) {
                definition.space().validate(clone.configuration());
            }
        } catch (IllegalArgumentException e) {
            throw new StudyException(
                    "the search algorithm answered " + decision + ", which is not of the search space: "
                            + e.getMessage(),
                    e);
        }
    }

    private StudyEvent.TrialStarted started(
            int id, Configuration configuration, Optional<CheckpointId> origin, boolean added) {
        return new StudyEvent.TrialStarted(
                id,
                configuration,
                TrialState.seed(definition.seed(), id),
                origin.map(CheckpointId::trial),
                origin.map(CheckpointId::version).orElse(0),
                added);
    }

    private void endTrial(TrialState trial, TrialStatus finalStatus, Optional<String> cause) {
        happen(new StudyEvent.TrialEnded(trial.id, finalStatus, cause));
        releaseIfEnded(trial);
        discardSuperfluous(trial);
    }

    /** The best trial's model may be wanted again when the search is over, and the pool closes what is left. */
    private void releaseIfEnded(TrialState trial) {
        if (phase == Phase.SEARCHING
                && trial.status().isFinal()
                && trial.inFlight().isEmpty()) {
            effects.release(trial.id);
        }
    }

    // --- ending

    private void endSearch() {
        happen(new StudyEvent.SearchEnded(Optional.empty()));
        endUnfinished();
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
        if (best.isPresent() && best.get().finish(hasTest() && !isTested(best.get()))) {
            return;
        }
        happen(new StudyEvent.StudyEnded(StudyStatus.COMPLETED));
    }

    private boolean isTested(TrialState trial) {
        return tested.filter(test -> test.trial() == trial.id
                        && trial.best()
                                .filter(epoch -> epoch.version() == test.version())
                                .isPresent())
                .isPresent();
    }

    private boolean hasTest() {
        return !definition.data().shards(Split.TEST).isEmpty();
    }

    /** Also of its parent, which may have been kept for it. */
    private void discardSuperfluous(TrialState trial) {
        discardSuperfluousOf(trial);
        trial.origin.map(CheckpointId::trial).map(trials::get).ifPresent(this::discardSuperfluousOf);
    }

    private void discardSuperfluousOf(TrialState trial) {
        for (CheckpointId id : trials.superfluous(trial)) {
            trial.discarded(id.version());
            effects.discard(id);
        }
    }

    // --- views

    public boolean hasEnded() {
        return phase == Phase.ENDED;
    }

    public StudyStatus status() {
        return status;
    }

    public Tally tally() {
        return tally;
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
        return definition.data().shards(Split.TRAINING).size();
    }

    /** Trials that train or wait. */
    public int activeTrials() {
        return trials.unfinished().size();
    }

    public int trialCount() {
        return trials.size();
    }

    /** Worker slots that are there; of a study that has ended, those that were. */
    public int slots() {
        return tally.slots();
    }

    public Optional<StudyEvent.Tested> tested() {
        return tested;
    }
}
