package org.jerboa.mop.coordinator;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jerboa.mop.schedule.ShardOrder;
import org.jerboa.tune.data.Split;
import org.jerboa.tune.metric.MetricAccumulator;
import org.jerboa.tune.metric.Objective;
import org.jerboa.tune.random.RandomStreams;
import org.jerboa.tune.space.Configuration;
import org.jerboa.tune.spi.CheckpointId;
import org.jerboa.tune.study.EpochResult;
import org.jerboa.tune.study.StudyEvent;
import org.jerboa.tune.study.Trial;
import org.jerboa.tune.study.TrialStatus;
import org.jspecify.annotations.Nullable;

/**
 * Where one trial stands: what it has been granted, what it has reached, and which unit it needs next. All of that
 * follows from the version of its model, the epochs granted and the epochs reported. Used by the coordinator's thread
 * only; {@link Trials} makes the changes that others have to notice.
 */
final class TrialState {

    final int id;
    final Configuration configuration;
    final long seed;
    final Optional<CheckpointId> origin;
    final ModelVersions versions = new ModelVersions();
    final ShardRoute route;

    private final int shards;
    private final Objective objective;
    private final List<EpochResult> epochs = new ArrayList<>();
    private final EpochInProgress inProgress = new EpochInProgress();

    private TrialStatus status = TrialStatus.RUNNING;
    private Optional<String> cause = Optional.empty();
    private Owner owner;
    private int granted = 1;
    private boolean paused;
    private boolean newestKept;

    /** Whether its owner has yet to grant the epoch that it is in. */
    private boolean takenOver;

    private int failures;
    private int recoverTo = -1;

    /** A version that is made again because clones wait for it; -1 for none. */
    private int remade = -1;

    private boolean testing;
    private boolean gaveUp;
    private @Nullable EpochResult best;
    private UnitsUnderWay.@Nullable Sent inFlight;
    private int lastWorker = -1;

    /**
     * Who decides on a trial's epochs.
     *
     * @param search number of the search, from 0, which grows when the user has it begin anew; -1 for the user
     */
    record Owner(int search) {
        static final Owner USER = new Owner(-1);
    }

    TrialState(
            int id,
            Configuration configuration,
            long studySeed,
            Optional<CheckpointId> origin,
            Owner owner,
            int shards,
            ShardOrder order,
            Objective objective) {
        this.id = id;
        this.configuration = configuration;
        this.seed = seed(studySeed, id);
        this.origin = origin;
        this.owner = owner;
        this.shards = shards;
        this.objective = objective;
        this.route = new ShardRoute(shards, seed, order);
    }

    /** Seed of a trial's model and of everything random in its training. */
    static long seed(long studySeed, int trial) {
        return RandomStreams.seed(studySeed, "trial", trial);
    }

    // --- what it needs next

    /** The unit to run next, if it has one to run now; {@link Origins} knows whether it may begin. */
    Optional<Work> next() {
        int version = versions.present();
        if (inFlight != null) {
            return Optional.empty();
        }
        if (remade >= 0) {
            return Optional.of(training(version));
        }
        if (testing) {
            int at = best == null ? version : best.version();
            return Optional.of(Work.evaluation(at / shards - 1, Split.TEST, inProgress.evaluatedShards(), at));
        }
        if (recoverTo >= 0) {
            return version < recoverTo ? Optional.of(training(version)) : Optional.empty();
        }
        if (status != TrialStatus.RUNNING || paused) {
            return Optional.empty();
        }
        if (version == (epochs.size() + 1) * shards) {
            return Optional.of(Work.evaluation(epochs.size(), Split.VALIDATION, inProgress.evaluatedShards(), version));
        }
        return version < granted * shards ? Optional.of(training(version)) : Optional.empty();
    }

    private Work training(int version) {
        return Work.training(version / shards, version % shards, route.next(version), version);
    }

    /** Whether it has work that is decided on, running or not. */
    boolean isTraining() {
        return status == TrialStatus.RUNNING && !paused;
    }

    /** Whether it has been granted more than the epoch that it is in. */
    boolean isGrantedMore() {
        return granted > epochs.size() + 1;
    }

    /** Training units left in the epoch it is in; a whole epoch's if it is about to begin one. */
    int unitsLeftInEpoch() {
        return shards - versions.present() % shards;
    }

    // --- who decides on it, and what was decided

    boolean isOf(Owner who) {
        return owner.equals(who);
    }

    /** In the middle of its life; the new owner is told of the epochs that are finished. */
    void takenOverBy(Owner who) {
        owner = who;
        takenOver = status == TrialStatus.RUNNING && !epochs.isEmpty();
    }

    /** Another epoch, or the rest of one; to a trial that was taken over, the one that it is in. */
    void grantEpoch() {
        if (takenOver) {
            takenOver = false;
            return;
        }
        if (status != TrialStatus.WAITING && !paused) {
            throw new IllegalStateException("trial " + id + " cannot train another epoch: it is "
                    + (status == TrialStatus.RUNNING ? "in one already" : status.toString()));
        }
        if (status == TrialStatus.WAITING) {
            granted = epochs.size() + 1;
            status = TrialStatus.RUNNING;
        }
        paused = false;
    }

    void pause() {
        paused = true;
    }

    /** So many epochs more, though it has ended. */
    void resume(int more) {
        owner = Owner.USER;
        status = TrialStatus.RUNNING;
        cause = Optional.empty();
        paused = false;
        failures = 0;
        granted = epochs.size() + more;
        versions.rollBack();
    }

    /** Its newest version is kept when it ends, as the user may wish to go on from there. */
    void keepNewest() {
        newestKept = true;
    }

    void end(TrialStatus finalStatus, Optional<String> why) {
        status = finalStatus;
        cause = why;
        failures = 0;
        newestKept |= finalStatus == TrialStatus.FAILED;
        inProgress.forgetEvaluation();
    }

    /** Whether its user, who alone decides on it, wants no more of it. */
    boolean hasHadItsFill() {
        return isOf(Owner.USER) && status == TrialStatus.WAITING;
    }

    // --- what happens to it

    void submitted(UnitsUnderWay.Sent unit) {
        if (inFlight != null) {
            throw new IllegalStateException("trial " + id + " has a unit under way: " + inFlight.query);
        }
        inFlight = unit;
        lastWorker = unit.worker.index;
    }

    void arrived() {
        inFlight = null;
    }

    /** Returns whether this version was reached for the first time. */
    boolean trained(StudyEvent.UnitTrained unit) {
        route.went(unit.version() - 1, unit.shard());
        boolean first = versions.reached(unit.version());
        if (first) {
            inProgress.trained(unit.position(), unit.training(), unit.cost().toolNanos());
            failures = 0;
        }
        return first;
    }

    /** Adds the evaluation of one more shard; returns the whole when {@code of} shards are in. */
    Optional<MetricAccumulator> evaluated(MetricAccumulator metrics, int of) {
        return inProgress.evaluated(metrics, of);
    }

    /** The epoch that was just trained and evaluated. */
    EpochResult epochResult(Map<String, Double> validation) {
        Map<String, Double> metrics = new LinkedHashMap<>(validation);
        metrics.put(EpochResult.TRAINING_LOSS, inProgress.training().loss());
        return new EpochResult(epochs.size(), versions.present(), metrics, inProgress.trainingSeconds());
    }

    void epochFinished(EpochResult result) {
        if (result.epoch() != epochs.size() || result.version() != (epochs.size() + 1) * shards) {
            throw new IllegalStateException("epoch " + result.epoch() + " of trial " + id + " ended at version "
                    + result.version() + " after " + epochs.size() + " epochs of " + shards + " shards");
        }
        epochs.add(result);
        takenOver = false;
        if (!status.isFinal() && granted <= epochs.size()) {
            status = TrialStatus.WAITING;
        }
        if (wouldBeBest(result)) {
            best = result;
        }
    }

    boolean wouldBeBest(EpochResult result) {
        double value = objective.value(result.metrics());
        return !Double.isNaN(value)
                && (best == null || objective.direction().isBetter(value, objective.value(best.metrics())));
    }

    /** Counts a failure at the present version and returns how many there were. */
    int failed() {
        return ++failures;
    }

    /** The live model is gone. */
    void rollBack() {
        versions.rollBack();
        inProgress.forgetEvaluation();
    }

    // --- checkpoints

    /** The version of the best epoch, if it is stored. */
    Optional<CheckpointId> storedBest() {
        return best().map(EpochResult::version)
                .filter(versions::isStored)
                .map(version -> new CheckpointId(id, version));
    }

    /**
     * Whether this trial may yet have to start from that checkpoint of its parent: until it has two versions of its own,
     * or if its best one could not be stored.
     */
    boolean needs(CheckpointId id) {
        boolean bestIsUnsure = best != null && !versions.isStoredUpTo(best.version());
        return origin.filter(id::equals).isPresent()
                && (bestIsUnsure || (!status.isFinal() && versions.countStored() < 2));
    }

    /** Whether it would begin now, if the version of its parent that it starts from is there. */
    boolean wantsOrigin() {
        return origin.isPresent()
                && inFlight == null
                && versions.present() == 0
                && (isTraining() || remade >= 0 || recoverTo >= 0);
    }

    /** Makes a version again that is lost and that others start from, before it does anything else. */
    void makeAgain(int version) {
        remade = version;
        if (versions.present() >= version) {
            versions.rollBackBefore(version);
            inProgress.forgetEvaluation();
        }
    }

    /** Nobody waits for a lost version any more: goes on from the newest version that there is. */
    void goOn() {
        if (remade >= 0) {
            remade = -1;
            versions.catchUp();
        }
    }

    /** Whether units have yet to be run for a version that others wait for. */
    boolean isMadeAgain() {
        return versions.present() < remade;
    }

    /**
     * Stored versions that are of no more use. Of a trial that has ended only the best epoch's stays, and the newest if
     * it may be gone on with.
     */
    List<Integer> superfluous() {
        if (status == TrialStatus.DELETED) {
            return withStrays(versions.all());
        }
        int kept = best == null ? -1 : best.version();
        if (!status.isFinal() || recoverTo >= 0 || remade >= 0) {
            return versions.olderBut(kept);
        }
        if (best != null && !versions.isStored(kept)) {
            return List.of();
        }
        List<Integer> ended = versions.all();
        if (newestKept && !ended.isEmpty()) {
            ended.remove(ended.size() - 1);
        }
        ended.remove((Integer) kept);
        return withStrays(ended);
    }

    private List<Integer> withStrays(List<Integer> superfluous) {
        superfluous.addAll(versions.strays());
        return superfluous;
    }

    // --- the end of the study

    /**
     * Has its best version tested, and before that made again if it is not stored. Called until it returns false.
     *
     * @return whether a unit has to be run for that
     */
    boolean finish(boolean test) {
        EpochResult goal = best;
        if (goal == null || gaveUp) {
            return false;
        }
        if (versions.isStored(goal.version())) {
            testing = test;
            return test;
        }
        testing = false;
        boolean begins = recoverTo < 0;
        recoverTo = goal.version();
        if (begins || versions.present() >= recoverTo) {
            versions.rollBackBefore(recoverTo);
            inProgress.forgetEvaluation();
        }
        return true;
    }

    /** What {@link #finish} asked for cannot be done. */
    void giveUp() {
        gaveUp = true;
        testing = false;
    }

    void tested() {
        testing = false;
    }

    // --- views

    Optional<EpochResult> best() {
        return Optional.ofNullable(best);
    }

    /** The finished epochs; a live view. */
    List<EpochResult> epochs() {
        return epochs;
    }

    boolean isInFlight() {
        return inFlight != null;
    }

    /** The unit that a worker has. */
    Optional<UnitsUnderWay.Sent> underWay() {
        return Optional.ofNullable(inFlight);
    }

    /** Index of the worker that had its last unit, or has it now; -1 before the first. */
    int lastWorker() {
        return lastWorker;
    }

    /** Validation shards of the present epoch that are evaluated. */
    int evaluatedShards() {
        return inProgress.evaluatedShards();
    }

    TrialStatus status() {
        return status;
    }

    /** What a clone of it starts from: its last finished epoch, or if it has ended the best one, which alone is kept. */
    Optional<CheckpointId> cloneable() {
        return Optional.ofNullable(status.isFinal() || epochs.isEmpty() ? best : epochs.get(epochs.size() - 1))
                .map(epoch -> new CheckpointId(id, epoch.version()));
    }

    Trial view() {
        return new Trial(
                id,
                configuration,
                seed,
                status,
                origin.map(CheckpointId::trial),
                origin.map(CheckpointId::version).orElse(0),
                epochs,
                cause);
    }
}
