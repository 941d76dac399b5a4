package org.jerboa.mop.steering;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jerboa.tune.spi.Decision;
import org.jerboa.tune.study.Command;
import org.jerboa.tune.study.EpochResult;
import org.jerboa.tune.study.StudyEvent;
import org.jerboa.tune.study.StudyStatus;
import org.jerboa.tune.study.Trial;
import org.jerboa.tune.study.TrialStatus;

/**
 * What a journal tells of a study's trials, event by event, without the searcher that the coordinator would have to ask
 * again.
 */
final class JournalTale {

    private final Map<Integer, Told> trials = new TreeMap<>();
    private long epochs;
    private long units;
    private boolean paused;
    private Optional<StudyStatus> ended = Optional.empty();

    void add(StudyEvent event) {
        ended = event instanceof StudyEvent.StudyEnded end ? Optional.of(end.status()) : Optional.empty();
        if (event instanceof StudyEvent.TrialStarted start) {
            trials.put(start.trial(), new Told(start));
        } else if (event instanceof StudyEvent.Asked asked) {
            asked.decisions().forEach(this::decided);
        } else if (event instanceof StudyEvent.UnitTrained) {
            units++;
        } else if (event instanceof StudyEvent.EpochFinished epoch) {
            epochs++;
            with(epoch.trial(), trial -> trial.finished(epoch.result()));
        } else if (event instanceof StudyEvent.TrialEnded end) {
            with(end.trial(), trial -> trial.ended(end.status(), end.cause()));
        } else if (event instanceof StudyEvent.Steered steered) {
            steered(steered.command());
        }
    }

    private void decided(Decision decision) {
        if (decision instanceof Decision.Train train) {
            with(train.trial(), Told::granted);
        } else if (decision instanceof Decision.Complete complete) {
            with(complete.trial(), trial -> trial.ended(TrialStatus.COMPLETED, Optional.empty()));
        } else if (decision instanceof Decision.Stop stop) {
            with(stop.trial(), trial -> trial.ended(TrialStatus.STOPPED, Optional.empty()));
        }
    }

    private void steered(Command command) {
        if (command instanceof Command.PauseStudy) {
            paused = true;
        } else if (command instanceof Command.ResumeStudy) {
            paused = false;
        } else if (command instanceof Command.ResumeTrial resume) {
            with(resume.trial(), trial -> trial.resumed(resume.epochs()));
        }
        // what other commands do to trials follows as events of its own
    }

    /** Of a trial whose first line a crash has kept from being written there is nothing to say yet. */
    private void with(int trial, Consumer<Told> change) {
        Optional.ofNullable(trials.get(trial)).ifPresent(change);
    }

    List<Trial> trials() {
        return trials.values().stream().map(Told::view).toList();
    }

    long epochs() {
        return epochs;
    }

    long units() {
        return units;
    }

    boolean isPaused() {
        return paused;
    }

    boolean isStopped() {
        return ended.equals(Optional.of(StudyStatus.STOPPED));
    }

    boolean isCompleted() {
        return ended.equals(Optional.of(StudyStatus.COMPLETED));
    }

    /** One trial. */
    private static final class Told {

        private final StudyEvent.TrialStarted start;
        private final List<EpochResult> epochs = new ArrayList<>();
        private TrialStatus status = TrialStatus.RUNNING;
        private Optional<String> cause = Optional.empty();
        private int granted = 1;

        Told(StudyEvent.TrialStarted start) {
            this.start = start;
        }

        void finished(EpochResult epoch) {
            epochs.add(epoch);
            if (!status.isFinal() && granted <= epochs.size()) {
                status = TrialStatus.WAITING;
            }
        }

        void granted() {
            if (status == TrialStatus.WAITING) {
                status = TrialStatus.RUNNING;
                granted = epochs.size() + 1;
            }
        }

        void resumed(int more) {
            status = TrialStatus.RUNNING;
            cause = Optional.empty();
            granted = epochs.size() + more;
        }

        void ended(TrialStatus how, Optional<String> why) {
            if (!status.isFinal() || how == TrialStatus.DELETED) {
                status = how;
                cause = why;
            }
        }

        Trial view() {
            return new Trial(
                    start.trial(),
                    start.configuration(),
                    start.seed(),
                    status,
                    start.parent(),
                    start.parentVersion(),
                    epochs,
                    cause);
        }
    }
}
