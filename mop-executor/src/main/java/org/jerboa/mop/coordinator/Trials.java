package org.jerboa.mop.coordinator;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jerboa.mop.schedule.ShardOrder;
import org.jerboa.tune.metric.Objective;
import org.jerboa.tune.space.Configuration;
import org.jerboa.tune.spi.CheckpointId;
import org.jerboa.tune.spi.Decision;
import org.jerboa.tune.study.EpochResult;
import org.jerboa.tune.study.StudyException;
import org.jerboa.tune.study.Trial;
import org.jerboa.tune.study.TrialStatus;

/**
 * A study's trials, by number, and which of them is best. Keeps count of those that train, and of those whose next unit
 * may have changed, so that no event costs more for the trials that it does not concern.
 */
final class Trials {

    private final List<TrialState> all = new ArrayList<>();
    /** By trial; the empty ones are shared, as most are. */
    private final List<List<TrialState>> clones = new ArrayList<>();

    private final List<TrialState> touched = new ArrayList<>();
    private final BitSet isTouched = new BitSet();
    private final long seed;
    private final int shards;
    private final ShardOrder shardOrder;
    private final Objective objective;
    private final Prospects prospects = new Prospects();
    private int training;
    private int unfinished;

    /** Sound trials first; ties go to the lower number, not to the earlier report: the best must not depend on timing. */
    private final Comparator<TrialState> order;

    private Optional<TrialState> best = Optional.empty();

    Trials(long seed, int shards, ShardOrder shardOrder, Objective objective) {
        this.seed = seed;
        this.shards = shards;
        this.shardOrder = shardOrder;
        this.objective = objective;
        this.order = Comparator.comparing((TrialState trial) -> trial.status().isBroken())
                .thenComparing(this::value, objective.direction()::compare)
                .thenComparingInt(trial -> trial.id);
    }

    // --- changes

    TrialState start(Configuration configuration, Optional<CheckpointId> origin, Owner owner) {
        TrialState trial =
                new TrialState(all.size(), configuration, seed, origin, owner, shards, shardOrder, objective);
        all.add(trial);
        clones.add(List.of());
        origin.ifPresent(parent -> addClone(parent.trial(), trial));
        training++;
        unfinished++;
        touch(trial);
        return trial;
    }

    private void addClone(int parent, TrialState clone) {
        if (clones.get(parent).isEmpty()) {
            clones.set(parent, new ArrayList<>());
        }
        clones.get(parent).add(clone);
    }

    /** Carries out what the searcher decided, as far as it changes a trial's standing. */
    void decide(Decision decision, Owner owner) {
        if (decision instanceof Decision.Start start) {
            start(start.configuration(), Optional.empty(), owner);
        } else if (decision instanceof Decision.Clone clone) {
            TrialState parent = existing(clone.parent(), decision);
            if (parent.cloneable().isEmpty()) {
                throw new StudyException("the search algorithm answered " + decision + ", but trial " + parent.id + " ("
                        + parent.status() + ") finished no epoch that it could be cloned from");
            }
            start(clone.configuration(), parent.cloneable(), owner);
        } else if (decision instanceof Decision.Train train) {
            change(existing(train.trial(), decision), granted -> granted.standing.grantEpoch());
            prospects.wentOn();
        } else if (decision instanceof Decision.Pause pause) {
            change(existing(pause.trial(), decision), paused -> paused.standing.pause());
        } else if (decision instanceof Decision.Complete complete) {
            end(existing(complete.trial(), decision), TrialStatus.COMPLETED, Optional.empty());
        } else if (decision instanceof Decision.Stop stop) {
            end(existing(stop.trial(), decision), TrialStatus.STOPPED, Optional.empty());
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
        change(trial, finished -> finished.epochFinished(result));
        if (trial.best().isPresent()
                && best.map(incumbent -> order.compare(trial, incumbent) < 0).orElse(true)) {
            best = Optional.of(trial);
        }
    }

    void end(TrialState trial, TrialStatus status, Optional<String> cause) {
        change(trial, ended -> ended.end(status, cause));
        prospects.ended();
        trial.origin.ifPresent(parent -> touch(all.get(parent.trial()))); // it may not have to make it again any more
        if (status.isBroken() && best.equals(Optional.of(trial))) {
            findBest();
        }
    }

    void resume(int id, int epochs) {
        TrialState trial = all.get(id);
        boolean wasBroken = trial.status().isBroken();
        change(trial, resumed -> resumed.resume(epochs));
        if (wasBroken) {
            findBest();
        }
    }

    private void findBest() {
        best = all.stream()
                .filter(trial -> trial.best().isPresent() && trial.status() != TrialStatus.DELETED)
                .min(order);
    }

    private void change(TrialState trial, Consumer<TrialState> change) {
        int trained = trial.standing.isTraining() ? 1 : 0;
        int unended = trial.status().isFinal() ? 0 : 1;
        change.accept(trial);
        training += (trial.standing.isTraining() ? 1 : 0) - trained;
        unfinished += (trial.status().isFinal() ? 0 : 1) - unended;
        touch(trial);
    }

    /** Its next unit may be another one than before. */
    void touch(TrialState trial) {
        if (!isTouched.get(trial.id)) {
            isTouched.set(trial.id);
            touched.add(trial);
        }
    }

    /** Those that may start now from a checkpoint that is no longer being stored. */
    void touchClonesOf(CheckpointId id) {
        for (TrialState clone : clones.get(id.trial())) {
            if (clone.origin.filter(id::equals).isPresent()) {
                touch(clone);
            }
        }
    }

    /** Trials that started from a version of this one; not to be changed, nor kept. */
    List<TrialState> clonesOf(TrialState trial) {
        return clones.get(trial.id);
    }

    /** The trials that were touched since this was asked last. */
    List<TrialState> drainTouched() {
        List<TrialState> drained = List.copyOf(touched);
        drained.forEach(trial -> isTouched.clear(trial.id));
        touched.clear();
        return drained;
    }

    // --- views

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

    /** Of those that end an epoch. */
    Prospects prospects() {
        return prospects;
    }

    int training() {
        return training;
    }

    int unfinishedCount() {
        return unfinished;
    }

    List<TrialState> unfinished() {
        return all.stream().filter(trial -> !trial.status().isFinal()).toList();
    }

    List<TrialState> undeleted() {
        return all.stream()
                .filter(trial -> trial.status() != TrialStatus.DELETED)
                .toList();
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
                .filter(id -> clones.get(trial.id).stream().noneMatch(clone -> clone.needs(id)))
                .toList();
    }

    List<Trial> views() {
        return all.stream().map(TrialState::view).toList();
    }
}
