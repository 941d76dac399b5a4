package org.jerboa.mop.coordinator;

import java.util.Optional;
import java.util.function.Consumer;
import org.jerboa.tune.space.Configuration;
import org.jerboa.tune.spi.CheckpointId;
import org.jerboa.tune.spi.SearchProblem;
import org.jerboa.tune.study.Command;
import org.jerboa.tune.study.StudyEvent;
import org.jerboa.tune.study.TrialStatus;

/** What the user's commands need to be possible, and what follows from them. */
final class Steering {

    private final StudySetup setup;
    private final StudyState state;
    private final Searching searching;
    private final Consumer<StudyEvent> happen;
    private final Searching.EndTrial endTrial;

    Steering(
            StudySetup setup,
            StudyState state,
            Searching searching,
            Consumer<StudyEvent> happen,
            Searching.EndTrial endTrial) {
        this.setup = setup;
        this.state = state;
        this.searching = searching;
        this.happen = happen;
        this.endTrial = endTrial;
    }

    /** @throws IllegalArgumentException if the command cannot be carried out */
    void check(Command command) {
        boolean ends = command instanceof Command.StopStudy;
        if (state.phase() != StudyState.Phase.SEARCHING && !ends) {
            throw new IllegalArgumentException(
                    "the search has ended, so there is nothing to steer by " + command + "; start another study");
        }
        if (command instanceof Command.StopTrial stop) {
            unfinished(stop.trial());
        } else if (command instanceof Command.ResumeTrial resume) {
            ended(resume.trial());
        } else if (command instanceof Command.DeleteTrial delete) {
            existing(delete.trial());
        } else if (command instanceof Command.AddTrial add) {
            setup.space().validate(add.configuration());
            checkRoom();
        } else if (command instanceof Command.CloneTrial clone) {
            setup.space().validate(clone.configuration());
            checkParent(clone);
            checkRoom();
        } else if (command instanceof Command.Focus focus) {
            checkSearch(focus, state.narrowed(focus));
        }
    }

    private TrialState existing(int id) {
        if (!state.trials.has(id)) {
            throw new IllegalArgumentException("there is no trial " + id + "; there are " + state.trials.size());
        }
        TrialState trial = state.trials.get(id);
        if (trial.status() == TrialStatus.DELETED) {
            throw new IllegalArgumentException("trial " + id + " was deleted");
        }
        return trial;
    }

    private void unfinished(int id) {
        TrialStatus status = existing(id).status();
        if (status.isFinal()) {
            throw new IllegalArgumentException("trial " + id + " is " + status + " already");
        }
    }

    private void ended(int id) {
        TrialStatus status = existing(id).status();
        if (!status.isFinal() || status == TrialStatus.DIVERGED) {
            throw new IllegalArgumentException("trial " + id + " is " + status
                    + "; only a trial that has ended with a sound model can be gone on with");
        }
    }

    private void checkParent(Command.CloneTrial clone) {
        TrialState parent = existing(clone.parent());
        if (clone.weights() && parent.cloneable().isEmpty()) {
            throw new IllegalArgumentException("trial " + clone.parent()
                    + " has finished no epoch whose weights a clone could start from; clone it without weights");
        }
    }

    /** Once it has taken effect it is too late to find out that the algorithm cannot search there. */
    private void checkSearch(Command.Focus focus, SearchProblem narrowed) {
        try {
            setup.search().start(narrowed);
        } catch (RuntimeException e) { // the algorithm may be the user's
            throw new IllegalArgumentException(
                    "the search algorithm cannot go on within " + focus.bounds() + ": " + e.getMessage(), e);
        }
    }

    private void checkRoom() {
        int limit = setup.limits().trials().orElse(Integer.MAX_VALUE);
        if (state.trials.size() >= limit) {
            throw new IllegalArgumentException("the study's limit of " + limit + " trials is reached; raise it");
        }
    }

    /** What follows for single trials from a command that has taken effect. */
    void carryOut(Command command) {
        if (command instanceof Command.StopTrial stop) {
            endTrial.end(state.trials.get(stop.trial()), TrialStatus.STOPPED, Optional.of("stopped by the user"));
        } else if (command instanceof Command.DeleteTrial delete) {
            endTrial.end(state.trials.get(delete.trial()), TrialStatus.DELETED, Optional.of("deleted by the user"));
        } else if (command instanceof Command.AddTrial add) {
            start(add.configuration(), Optional.empty());
        } else if (command instanceof Command.CloneTrial clone) {
            start(
                    clone.configuration(),
                    clone.weights() ? state.trials.get(clone.parent()).cloneable() : Optional.empty());
        } else if (command instanceof Command.Focus) {
            for (TrialState trial : state.trials.unfinished()) {
                if (!state.space().contains(trial.configuration)) {
                    endTrial.end(
                            trial,
                            TrialStatus.STOPPED,
                            Optional.of("the user narrowed the search to a part of the space without it"));
                }
            }
        }
    }

    private void start(Configuration configuration, Optional<CheckpointId> origin) {
        if (!state.wasAsked()) {
            searching.ask(0); // a searcher is asked before it is told anything
        }
        int id = state.trials.size();
        happen.accept(new StudyEvent.TrialStarted(
                id,
                configuration,
                TrialState.seed(setup.seed(), id),
                origin.map(CheckpointId::trial),
                origin.map(CheckpointId::version).orElse(0),
                true));
    }
}
