package org.jerboa.mop.coordinator;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jerboa.tune.spi.Decision;
import org.jerboa.tune.study.StudyEvent;
import org.jerboa.tune.study.StudyException;

/** Brings a study back to where its journal ends. */
final class Restoring {

    private final StudyState state;
    private final Effects effects;
    private Optional<StudyEvent> last = Optional.empty();
    private List<StudyEvent> unsaid = List.of();

    Restoring(StudyState state, Effects effects) {
        this.state = state;
        this.effects = effects;
    }

    void restore(List<StudyEvent> events) {
        for (StudyEvent event : events) {
            if (event instanceof StudyEvent.Asked past) {
                askAgain(past);
            }
            state.apply(event);
        }
        for (TrialState trial : state.trials.all()) {
            trial.versions.restored(effects.storedVersions(trial.id));
            trial.rollBack();
        }
        if (state.phase() == StudyState.Phase.ENDED && isBestLost()) {
            state.finishAgain(); // it could not be stored then, or was lost since: it is made again
        }
        if (state.phase() != StudyState.Phase.ENDED) {
            state.tally.forgetWorkers();
        }
        last = events.isEmpty() ? Optional.empty() : Optional.of(events.get(events.size() - 1));
        unsaid = whatWasNotSaid(events);
    }

    private boolean isBestLost() {
        Optional<TrialState> best = state.trials.best();
        best.flatMap(TrialState::storedBest)
                .filter(id -> !effects.isWhole(id))
                .ifPresent(id -> best.get().versions.foundDamaged(id.version()));
        return best.filter(trial -> trial.storedBest().isEmpty()).isPresent();
    }

    private void askAgain(StudyEvent.Asked past) {
        List<Decision> answer = state.searcher().ask(past.ask());
        if (!answer.equals(past.decisions())) {
            throw new StudyException("the search algorithm answers " + answer + " where the journal has "
                    + past.decisions() + "; the algorithm's code or settings have changed since, so the study"
                    + " cannot be resumed with it");
        }
    }

    /** What answers of the searcher led to, and a crash kept from being said. */
    private List<StudyEvent> whatWasNotSaid(List<StudyEvent> said) {
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
        for (TrialState trial : state.trials.all()) {
            if (!begun.contains(trial.id)) {
                events.add(Searching.started(trial));
            }
            if (trial.status().isFinal() && !ended.contains(trial.id)) {
                events.add(new StudyEvent.TrialEnded(trial.id, trial.status(), Optional.empty()));
            }
        }
        return events;
    }

    /** Lines that are missing in the journal. */
    List<StudyEvent> unsaid() {
        return unsaid;
    }

    /** The last thing that happened before. */
    Optional<StudyEvent> last() {
        return last;
    }
}
