package org.jerboa.mop.coordinator;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jerboa.mop.schedule.ShardOrder;
import org.jerboa.tune.data.Split;
import org.jerboa.tune.random.RandomStreams;
import org.jerboa.tune.space.SearchSpace;
import org.jerboa.tune.spi.CheckpointId;
import org.jerboa.tune.spi.SearchProblem;
import org.jerboa.tune.spi.Searcher;
import org.jerboa.tune.spi.TrialEvent;
import org.jerboa.tune.study.Command;
import org.jerboa.tune.study.EpochResult;
import org.jerboa.tune.study.StudyEvent;
import org.jerboa.tune.study.StudyStatus;
import org.jerboa.tune.study.TrialStatus;

/**
 * What a study has come to. Changed by {@link #apply} alone, live and on restoring alike, so a journal's events lead to
 * the state that they were written in; the searcher is told as part of it.
 */
final class StudyState {

    enum Phase {
        SEARCHING,
        FINISHING,
        ENDED
    }

    final Trials trials;
    final Tally tally = new Tally();

    private final StudySetup setup;
    private Searcher searcher;
    private SearchSpace space;
    private Owner search = new Owner(0);
    private Phase phase = Phase.SEARCHING;
    private boolean endedBefore;
    private boolean paused;
    private boolean asked;
    private boolean owesAsk = true;
    private List<TrialState> toTakeOver = List.of();
    private Optional<StudyEvent.Tested> tested = Optional.empty();

    StudyState(StudySetup setup, Searcher searcher, ShardOrder order) {
        this.setup = setup;
        this.searcher = searcher;
        this.space = setup.space();
        this.trials = new Trials(setup.seed(), setup.shards(Split.TRAINING), order, setup.objective());
    }

    void apply(StudyEvent event) {
        tally.add(event);
        if (event instanceof StudyEvent.Asked question) {
            applyAnswer(question);
        } else if (event instanceof StudyEvent.TrialStarted started && started.added()) {
            trials.start(
                    started.configuration(),
                    started.parent().map(parent -> new CheckpointId(parent, started.parentVersion())),
                    search);
            tell(new TrialEvent.Added(started.trial(), started.configuration()));
        } else if (event instanceof StudyEvent.UnitTrained unit) {
            applyUnit(unit);
        } else if (event instanceof StudyEvent.EpochFinished epoch) {
            trials.epochFinished(epoch.trial(), epoch.result());
            tell(told(epoch.trial(), epoch.result()));
        } else if (event instanceof StudyEvent.CheckpointCommitted checkpoint) {
            trials.get(checkpoint.trial()).versions.stored(checkpoint.version());
        } else if (event instanceof StudyEvent.TrialEnded end) {
            applyEnd(end);
        } else if (event instanceof StudyEvent.Steered steered) {
            applyCommand(steered.command());
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

    private void applyAnswer(StudyEvent.Asked answered) {
        owesAsk = false;
        asked = true;
        answered.decisions().forEach(decision -> trials.decide(decision, search));
        List<TrialState> taken = toTakeOver;
        toTakeOver = List.of();
        for (TrialState trial : taken) {
            if (!trial.status().isFinal()) {
                trial.standing.takenOverBy(search);
                tell(new TrialEvent.Added(trial.id, trial.configuration));
                trial.epochs().forEach(epoch -> tell(told(trial.id, epoch)));
            }
        }
    }

    private void applyUnit(StudyEvent.UnitTrained unit) {
        TrialState trial = trials.get(unit.trial());
        boolean first = trial.trained(unit);
        trials.touch(trial);
        if (first && searcher.actsInsideEpochs() && !trial.status().isFinal()) {
            tell(new TrialEvent.UnitFinished(unit.trial(), unit.epoch(), unit.position(), unit.training()));
        }
    }

    private void applyEnd(StudyEvent.TrialEnded end) {
        TrialState trial = trials.get(end.trial());
        boolean already = trial.status().isFinal(); // by the searcher's own decision, unless it is deleted now
        if (already && end.status() != TrialStatus.DELETED) {
            return;
        }
        trials.end(trial, end.status(), end.cause());
        if (already) {
            return;
        }
        if (end.status().isBroken() && end.status() != TrialStatus.DELETED) {
            tell(new TrialEvent.Failed(end.trial(), end.status() == TrialStatus.DIVERGED));
        } else if (phase == Phase.SEARCHING) {
            tell(new TrialEvent.Ended(end.trial()));
        }
    }

    private void applyCommand(Command command) {
        if (command instanceof Command.PauseStudy) {
            paused = true;
        } else if (command instanceof Command.ResumeStudy) {
            paused = false;
        } else if (command instanceof Command.StopTrial stop) {
            trials.get(stop.trial()).keepNewest();
        } else if (command instanceof Command.ResumeTrial resume) {
            trials.resume(resume.trial(), resume.epochs());
        } else if (command instanceof Command.Focus focus) {
            focusOn(focus);
        }
        // what other commands do to trials follows as events of its own
    }

    private void focusOn(Command.Focus focus) {
        SearchProblem narrowed = narrowed(focus);
        space = narrowed.space();
        search = new Owner(search.search() + 1);
        searcher = setup.search().start(narrowed);
        asked = false;
        owesAsk = true;
        toTakeOver = new ArrayList<>();
        for (TrialState trial : trials.unfinished()) {
            if (!trial.standing.isOf(Owner.USER) && space.contains(trial.configuration)) {
                toTakeOver.add(trial);
            }
        }
    }

    private static TrialEvent told(int trial, EpochResult result) {
        return new TrialEvent.EpochFinished(trial, result.epoch(), result.metrics());
    }

    /** Of trials that are not the searcher's it hears nothing. */
    private void tell(TrialEvent event) {
        if (trials.get(event.trial()).standing.isOf(search)) {
            searcher.tell(event);
            owesAsk = true;
        }
    }

    /** After a restoration that found the study ended, though its best model is gone. */
    void finishAgain() {
        phase = Phase.FINISHING;
        endedBefore = true;
    }

    /** A study that was stopped stays where it is. */
    void endAsItStands() {
        phase = Phase.ENDED;
    }

    // --- views

    /**
     * What is searched once that command has taken effect.
     *
     * @throws IllegalArgumentException if its bounds are not of the present space
     */
    SearchProblem narrowed(Command.Focus focus) {
        long seed = RandomStreams.seed(setup.seed(), "focus", search.search() + 1);
        return new SearchProblem(space.narrow(focus.bounds()), setup.problem().objectives(), seed);
    }

    Searcher searcher() {
        return searcher;
    }

    /** What is searched now: a part of the study's space if its user narrowed it. */
    SearchSpace space() {
        return space;
    }

    Phase phase() {
        return phase;
    }

    /** Whether it finishes again. */
    boolean isEndedBefore() {
        return endedBefore;
    }

    boolean isPaused() {
        return paused;
    }

    /** Whether the searcher was asked at least once; it is told nothing before. */
    boolean wasAsked() {
        return asked;
    }

    /** Whether the searcher may have an answer that differs from its last. */
    boolean owesAsk() {
        return owesAsk;
    }

    Optional<StudyEvent.Tested> tested() {
        return tested;
    }
}
