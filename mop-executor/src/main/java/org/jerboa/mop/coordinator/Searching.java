package org.jerboa.mop.coordinator;

import java.util.Optional;
import java.util.function.Consumer;
import org.jerboa.tune.spi.CheckpointId;
import org.jerboa.tune.spi.Decision;
import org.jerboa.tune.spi.Searcher;
import org.jerboa.tune.study.StudyEvent;
import org.jerboa.tune.study.StudyException;
import org.jerboa.tune.study.TrialStatus;

/** Asks the searcher, checks its answers, and says what follows from them. */
final class Searching {

    private final StudySetup setup;
    private final StudyState state;
    private final Effects effects;
    private final Consumer<StudyEvent> happen;
    private final EndTrial endTrial;

    /** Ends a trial, with all that belongs to it. */
    @FunctionalInterface
    interface EndTrial {
        void end(TrialState trial, TrialStatus status, Optional<String> cause);
    }

    Searching(StudySetup setup, StudyState state, Effects effects, Consumer<StudyEvent> happen, EndTrial endTrial) {
        this.setup = setup;
        this.state = state;
        this.effects = effects;
        this.happen = happen;
        this.endTrial = endTrial;
    }

    /** @throws StudyException if the answer cannot be carried out */
    void ask(int slots) {
        Trials trials = state.trials;
        int allowed = Math.max(0, setup.limits().trials().orElse(Integer.MAX_VALUE) - trials.size());
        int wanted = Math.min(allowed, Math.max(0, 2 * slots - trials.training()));
        Searcher.Ask ask = new Searcher.Ask(trials.size(), wanted, allowed);
        StudyEvent.Asked answered = new StudyEvent.Asked(ask, state.searcher().ask(ask));
        answered.decisions().forEach(this::check);
        happen.accept(answered);
        for (TrialState trial : trials.all().subList(ask.nextTrial(), trials.size())) {
            effects.happened(started(trial));
            effects.estimate(trial.id, trial.configuration);
        }
        if (trials.size() - ask.nextTrial() > allowed) {
            throw new StudyException("the search algorithm started " + (trials.size() - ask.nextTrial())
                    + " trials where only " + allowed + " more are allowed; it must heed Ask.allowed()");
        }
        for (Decision decision : answered.decisions()) {
            if (decision instanceof Decision.Complete complete) {
                endTrial.end(trials.get(complete.trial()), TrialStatus.COMPLETED, Optional.empty());
            } else if (decision instanceof Decision.Stop stop) {
                endTrial.end(trials.get(stop.trial()), TrialStatus.STOPPED, Optional.empty());
            }
        }
    }

    /** A journal with a configuration that is not of the space could not be read again. */
    private void check(Decision decision) {
        try {
            if (decision instanceof Decision.Start start) {
                state.space().validate(start.configuration());
            } else if (decision instanceof Decision.Clone clone) {
                state.space().validate(clone.configuration());
            }
        } catch (IllegalArgumentException e) {
            throw new StudyException(
                    "the search algorithm answered " + decision + ", which is not of the search space: "
                            + e.getMessage(),
                    e);
        }
    }

    /** A trial that the searcher has started. */
    static StudyEvent.TrialStarted started(TrialState trial) {
        return new StudyEvent.TrialStarted(
                trial.id,
                trial.configuration,
                trial.seed,
                trial.origin.map(CheckpointId::trial),
                trial.origin.map(CheckpointId::version).orElse(0),
                false);
    }

    /** Why no more epochs are trained, if the limit of epochs is reached. */
    Optional<String> epochLimit() {
        return setup.limits().epochs().isPresent()
                        && state.tally.epochs() >= setup.limits().epochs().getAsLong()
                ? Optional.of("the study's limit of " + setup.limits().epochs().getAsLong() + " epochs was reached")
                : Optional.empty();
    }
}
