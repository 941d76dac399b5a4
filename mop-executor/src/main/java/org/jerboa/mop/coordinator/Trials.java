package org.jerboa.mop.coordinator;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jerboa.tune.metric.Objective;
import org.jerboa.tune.space.Configuration;
import org.jerboa.tune.spi.CheckpointId;
import org.jerboa.tune.spi.Decision;
import org.jerboa.tune.study.EpochResult;
import org.jerboa.tune.study.StudyException;
import org.jerboa.tune.study.Trial;
import org.jerboa.tune.study.TrialStatus;

/** A study's trials, by number, and which of them is best. */
final class Trials {

    private final List<TrialState> all = new ArrayList<>();
    private final long seed;
    private final int shards;
    private final Objective objective;

    /** Sound trials first; ties go to the lower number, not to the earlier report: the best must not depend on timing. */
    private final Comparator<TrialState> order;

    private Optional<TrialState> best = Optional.empty();

    Trials(long seed, int shards, Objective objective) {
        this.seed = seed;
        this.shards = shards;
        this.objective = objective;
        this.order = Comparator.comparing((TrialState trial) -> trial.status().isBroken())
                .thenComparing(this::value, objective.direction()::compare)
                .thenComparingInt(trial -> trial.id);
    }

    TrialState start(Configuration configuration, Optional<CheckpointId> origin) {
        TrialState trial = new TrialState(all.size(), configuration, seed, origin, shards, objective);
        all.add(trial);
        return trial;
    }

    TrialState get(int id) {
        return all.get(id);
    }

    boolean has(int id) {
        return id >= 0 && id < all.size();
    }

    int size() {
        return all.size();
    }

    /** A live view, by number. */
    List<TrialState> all() {
        return all;
    }

    int training() {
        return (int) all.stream().filter(TrialState::isTraining).count();
    }

    List<TrialState> unfinished() {
        return all.stream().filter(trial -> !trial.status().isFinal()).toList();
    }

    /** Carries out what the searcher decided, as far as it changes a trial's standing. */
    void decide(Decision decision) {
        if (decision instanceof Decision.Start start) {
            start(start.configuration(), Optional.empty());
        } else if (decision instanceof Decision.Clone clone) {
            TrialState parent = existing(clone.parent(), decision);
            if (parent.cloneable().isEmpty()) {
                throw new StudyException("the search algorithm answered " + decision + ", but trial " + parent.id + " ("
                        + parent.status() + ") finished no epoch that it could be cloned from");
            }
            start(clone.configuration(), parent.cloneable());
        } else if (decision instanceof Decision.Train train) {
            existing(train.trial(), decision).grantEpoch();
        } else if (decision instanceof Decision.Pause pause) {
            existing(pause.trial(), decision).pause();
        } else if (decision instanceof Decision.Complete complete) {
            existing(complete.trial(), decision).end(TrialStatus.COMPLETED, Optional.empty());
        } else if (decision instanceof Decision.Stop stop) {
            existing(stop.trial(), decision).end(TrialStatus.STOPPED, Optional.empty());
        }
    }

    private TrialState existing(int id, Decision decision) {
        if (!has(id)) {
            throw new StudyException("the search algorithm answered " + decision + ", but trial " + id
                    + " does not exist; there are " + all.size());
        }
        TrialState trial = all.get(id);
        if (trial.status().isFinal() && !(decision instanceof Decision.Clone)) {
            throw new StudyException("the search algorithm answered " + decision + ", but trial " + id + " is "
                    + trial.status() + " already");
        }
        return trial;
    }

    void epochFinished(int id, EpochResult result) {
        TrialState trial = all.get(id);
        trial.epochFinished(result);
        if (trial.best().isPresent()
                && best.map(incumbent -> order.compare(trial, incumbent) < 0).orElse(true)) {
            best = Optional.of(trial);
        }
    }

    void end(TrialState trial, TrialStatus status, Optional<String> cause) {
        trial.end(status, cause);
        if (status.isBroken() && best.equals(Optional.of(trial))) {
            best = all.stream().filter(other -> other.best().isPresent()).min(order);
        }
    }

    /** The best trial, by the same order as a study's result ranks them; only those with a result. */
    Optional<TrialState> best() {
        return best;
    }

    /** The best value so far; NaN before there is one. */
    double bestValue() {
        return best.map(this::value).orElse(Double.NaN);
    }

    private double value(TrialState trial) {
        return trial.best().map(epoch -> objective.value(epoch.metrics())).orElse(Double.NaN);
    }

    /** Stored versions of a trial that neither it nor a clone of it has any use for. */
    List<CheckpointId> superfluous(TrialState trial) {
        return trial.superfluous().stream()
                .map(version -> new CheckpointId(trial.id, version))
                .filter(id -> all.stream().noneMatch(child -> child.needs(id)))
                .toList();
    }

    List<Trial> views() {
        return all.stream().map(TrialState::view).toList();
    }
}
