package org.jerboa.mop.coordinator;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jerboa.tune.spi.CheckpointId;
import org.jerboa.tune.spi.UnitQuery;

/**
 * Sees to it that clones find what they start from. A clone waits while its origin is being stored. If that was lost, the
 * parent makes it again before it does anything else, from the last version before it that is stored, whatever has become
 * of the parent since; which gives the same bits.
 */
final class Origins {

    private final Trials trials;
    private final Commits commits;

    Origins(Trials trials, Commits commits) {
        this.trials = trials;
        this.commits = commits;
    }

    /** The unit to run next for a trial, if it may run one now. */
    Optional<Work> next(TrialState trial) {
        if (trial.isInFlight()) {
            return Optional.empty();
        }
        OptionalInt wanted = trials.clonesOf(trial).isEmpty() ? OptionalInt.empty() : wantedOf(trial);
        if (wanted.isPresent()) {
            trial.remaking.begin(wanted.getAsInt());
        } else {
            trial.remaking.end();
        }
        return trial.next().filter(work -> work.version() > 0 || isOriginThere(trial));
    }

    /** The lowest version that clones wait for. */
    private OptionalInt wantedOf(TrialState parent) {
        return waitingFor(parent).stream()
                .flatMap(clone -> clone.origin.stream())
                .mapToInt(CheckpointId::version)
                .min();
    }

    private boolean isOriginThere(TrialState clone) {
        clone.origin.filter(this::isLost).ifPresent(id -> trials.touch(trials.get(id.trial())));
        return clone.origin.filter(id -> isLost(id) || commits.isUnderWay(id)).isEmpty();
    }

    private boolean isLost(CheckpointId id) {
        return !commits.isUnderWay(id) && !trials.get(id.trial()).versions.isStored(id.version());
    }

    /** Clones that cannot begin, as the version of this trial that they start from is neither stored nor about to be. */
    List<TrialState> waitingFor(TrialState parent) {
        return trials.clonesOf(parent).stream()
                .filter(TrialState::wantsOrigin)
                .filter(clone -> clone.origin.filter(this::isLost).isPresent())
                .toList();
    }

    /** Clones that cannot begin for want of this version of their parent. */
    List<TrialState> waitingFor(CheckpointId id) {
        return waitingFor(trials.get(id.trial())).stream()
                .filter(clone -> clone.origin.filter(id::equals).isPresent())
                .toList();
    }

    /** Whether what a unit starts from was taken to be stored, and turns out damaged for the first time. */
    boolean foundDamaged(UnitQuery unit) {
        Optional<CheckpointId> start =
                unit.version() > 0 ? Optional.of(new CheckpointId(unit.trial(), unit.version())) : unit.clonedFrom();
        return start.filter(id -> trials.get(id.trial()).versions.foundDamaged(id.version()))
                .isPresent();
    }
}
