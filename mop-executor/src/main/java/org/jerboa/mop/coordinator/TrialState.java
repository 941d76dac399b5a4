package org.jerboa.mop.coordinator;

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

    final TrialEpochs results;
    final Standing standing;
    final Remaking remaking;

    private final int shards;
    private final EpochInProgress inProgress = new EpochInProgress();
    private boolean newestKept;
    private int failures;
    private UnitsUnderWay.@Nullable Sent inFlight;
    private int lastWorker = -1;

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
        this.shards = shards;
        this.route = new ShardRoute(shards, seed, order);
        this.results = new TrialEpochs(id, shards, objective);
        this.standing = new Standing(id, owner, results);
        this.remaking = new Remaking(versions, results, inProgress);
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
        if (remaking.isForClones()) {
            return Optional.of(training(version));
        }
        if (remaking.isTesting()) {
            int at = results.best().map(EpochResult::version).orElse(version);
            return Optional.of(Work.evaluation(at / shards - 1, Split.TEST, inProgress.evaluatedShards(), at));
        }
        if (remaking.isForTheEnd()) {
            return remaking.isShortOfTheEnd() ? Optional.of(training(version)) : Optional.empty();
        }
        if (!standing.isTraining()) {
            return Optional.empty();
        }
        int epoch = results.count();
        if (version == (epoch + 1) * shards) {
            return Optional.of(Work.evaluation(epoch, Split.VALIDATION, inProgress.evaluatedShards(), version));
        }
        return version < standing.granted() * shards ? Optional.of(training(version)) : Optional.empty();
    }

    private Work training(int version) {
        return Work.training(version / shards, version % shards, route.next(version), version);
    }

    /** Training units left in the epoch it is in; a whole epoch's if it is about to begin one. */
    int unitsLeftInEpoch() {
        return shards - versions.present() % shards;
    }

    // --- what was decided on it

    /** So many epochs more, though it has ended. */
    void resume(int more) {
        standing.resume(more);
        failures = 0;
        versions.rollBack();
    }

    /** Its newest version is kept when it ends, as the user may wish to go on from there. */
    void keepNewest() {
        newestKept = true;
    }

    void end(TrialStatus finalStatus, Optional<String> why) {
        standing.end(finalStatus, why);
        failures = 0;
        newestKept |= finalStatus == TrialStatus.FAILED;
        inProgress.forgetEvaluation();
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
        return new EpochResult(results.count(), versions.present(), metrics, inProgress.trainingSeconds());
    }

    void epochFinished(EpochResult result) {
        results.finished(result);
        standing.epochFinished();
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
        boolean bestIsUnsure = results.best()
                .filter(best -> !versions.isStoredUpTo(best.version()))
                .isPresent();
        return origin.filter(id::equals).isPresent()
                && (bestIsUnsure || (!status().isFinal() && versions.countStored() < 2));
    }

    /** Whether it would begin now, if the version of its parent that it starts from is there. */
    boolean wantsOrigin() {
        return origin.isPresent()
                && inFlight == null
                && versions.present() == 0
                && (standing.isTraining() || remaking.goesBack());
    }

    /**
     * Stored versions that are of no more use. Of a trial that has ended only the best epoch's stays, and the newest if
     * it may be gone on with.
     */
    List<Integer> superfluous() {
        if (status() == TrialStatus.DELETED) {
            return withStrays(versions.all());
        }
        int kept = results.best().map(EpochResult::version).orElse(-1);
        if (!status().isFinal() || remaking.goesBack()) {
            return versions.olderBut(kept);
        }
        if (kept >= 0 && !versions.isStored(kept)) {
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

    // --- views

    Optional<EpochResult> best() {
        return results.best();
    }

    /** The finished epochs; a live view. */
    List<EpochResult> epochs() {
        return results.all();
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
        return standing.status();
    }

    /** What a clone of it starts from: its last finished epoch, or if it has ended the best one, which alone is kept. */
    Optional<CheckpointId> cloneable() {
        Optional<EpochResult> last = standing.status().isFinal() ? Optional.empty() : results.last();
        return last.or(results::best).map(epoch -> new CheckpointId(id, epoch.version()));
    }

    Trial view() {
        return new Trial(
                id,
                configuration,
                seed,
                status(),
                origin.map(CheckpointId::trial),
                origin.map(CheckpointId::version).orElse(0),
                results.all(),
                standing.cause());
    }
}
