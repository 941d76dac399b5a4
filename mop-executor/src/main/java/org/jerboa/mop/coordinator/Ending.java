package org.jerboa.mop.coordinator;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jerboa.tune.data.Split;
import org.jerboa.tune.spi.CheckpointId;
import org.jerboa.tune.study.StudyEvent;
import org.jerboa.tune.study.StudyStatus;
import org.jerboa.tune.study.TrialStatus;

/** How trials, the search and the study come to their ends, and what is thrown away then. */
final class Ending {

    private final StudySetup setup;
    private final StudyState state;
    private final Trials trials;
    private final Commits commits;
    private final Effects effects;
    private final Consumer<StudyEvent> happen;

    Ending(StudySetup setup, StudyState state, Commits commits, Effects effects, Consumer<StudyEvent> happen) {
        this.setup = setup;
        this.state = state;
        this.trials = state.trials;
        this.commits = commits;
        this.effects = effects;
        this.happen = happen;
    }

    // --- trials

    void endTrial(TrialState trial, TrialStatus finalStatus, Optional<String> cause) {
        happen.accept(new StudyEvent.TrialEnded(trial.id, finalStatus, cause));
        releaseIfEnded(trial);
        discardSuperfluous(trial);
    }

    /** The best trial's model may be wanted again when the search is over, and the pool closes what is left. */
    void releaseIfEnded(TrialState trial) {
        boolean over = trial.status().isFinal() && !trial.isInFlight() && !trial.remaking.isAwaited();
        if (over && state.phase() == StudyState.Phase.SEARCHING) {
            effects.release(trial.id);
        }
    }

    /** Also of its parent, which may have been kept for it. */
    void discardSuperfluous(TrialState trial) {
        discardSuperfluousOf(trial);
        trial.origin.map(CheckpointId::trial).map(trials::get).ifPresent(this::discardSuperfluousOf);
    }

    private void discardSuperfluousOf(TrialState trial) {
        for (CheckpointId id : trials.superfluous(trial)) {
            trial.versions.discarded(id.version());
            effects.discard(id);
        }
    }

    // --- the search

    void endSearch(Optional<String> reason) {
        if (state.phase() == StudyState.Phase.SEARCHING) {
            happen.accept(new StudyEvent.SearchEnded(reason));
            endUnfinished();
        }
    }

    private void endUnfinished() {
        for (TrialState trial : trials.unfinished()) {
            endTrial(trial, TrialStatus.STOPPED, Optional.of("the search ended without giving it another epoch"));
        }
    }

    /** After a restoration, what a crash may have kept from being done. */
    void catchUp() {
        if (state.phase() == StudyState.Phase.FINISHING) {
            endUnfinished();
        }
        trials.all().forEach(this::discardSuperfluousOf);
    }

    // --- the study

    /**
     * Makes sure that each trial's best version is stored, and the best of all tested; then the study ends. What is missing
     * was on its way to the store when a worker or the process died, after which the trial had ended.
     *
     * @param idle whether no unit is under way
     */
    void finish(boolean idle) {
        if (!commits.isEmpty() || !idle) {
            return;
        }
        List<TrialState> unfinished =
                wanted().stream().filter(this::isUnfinished).toList();
        unfinished.forEach(trials::touch);
        if (unfinished.isEmpty()) {
            happen.accept(new StudyEvent.StudyEnded(StudyStatus.COMPLETED));
        }
    }

    /** Of a study that had ended before, what has gone since may have been deleted on purpose; but for the best. */
    private List<TrialState> wanted() {
        return state.isEndedBefore() ? trials.best().stream().toList() : trials.undeleted();
    }

    private boolean isUnfinished(TrialState trial) {
        if (trials.best().filter(trial::equals).isPresent()) {
            return trial.remaking.finish(setup.shards(Split.TEST) > 0 && !isTested(trial));
        }
        // a store that is full would have every trial trained again
        return !trial.remaking.isBestRefused() && trial.remaking.finish(false);
    }

    private boolean isTested(TrialState trial) {
        return state.tested()
                .filter(test -> test.trial() == trial.id
                        && trial.best()
                                .filter(epoch -> epoch.version() == test.version())
                                .isPresent())
                .isPresent();
    }
}
