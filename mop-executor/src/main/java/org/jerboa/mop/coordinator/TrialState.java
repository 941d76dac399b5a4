package org.jerboa.mop.coordinator;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jerboa.tune.data.Split;
import org.jerboa.tune.metric.MetricAccumulator;
import org.jerboa.tune.metric.Objective;
import org.jerboa.tune.random.RandomStreams;
import org.jerboa.tune.space.Configuration;
import org.jerboa.tune.spi.CheckpointId;
import org.jerboa.tune.spi.UnitQuery;
import org.jerboa.tune.study.EpochResult;
import org.jerboa.tune.study.StudyEvent;
import org.jerboa.tune.study.Trial;
import org.jerboa.tune.study.TrialStatus;
import org.jspecify.annotations.Nullable;

/**
 * Where one trial stands: what it has been granted, how far its model is, and which of its versions are stored. Used
 * by the coordinator's thread only.
 *
 * <p>A model's version counts its training units, so epoch {@code e} ends at version {@code (e + 1) * shards}. All
 * progress follows from the version, the epochs granted and the epochs reported: losing a model means setting the
 * version back to a stored one, and the units since are run again, in the same order and with the same seeds.
 */
final class TrialState {

    private static final double NEWEST_SHARE = 0.3;

    final int id;
    final Configuration configuration;
    final long seed;
    final Optional<CheckpointId> origin;

    private final int shards;
    private final Objective objective;
    private final List<EpochResult> epochs = new ArrayList<>();
    private final NavigableSet<Integer> stored = new TreeSet<>();
    private final Set<Integer> damaged = new HashSet<>();
    private final EpochInProgress inProgress;

    private TrialStatus status = TrialStatus.RUNNING;
    private Optional<String> cause = Optional.empty();
    private int granted = 1;
    private int version;
    private int told;
    private boolean paused;
    private int failures;
    private int recoverTo = -1;
    private boolean testing;
    private boolean gaveUp;
    private @Nullable EpochResult best;
    private @Nullable UnitQuery inFlight;
    private double unitNanos = Double.NaN;

    TrialState(
            int id,
            Configuration configuration,
            long studySeed,
            Optional<CheckpointId> origin,
            int shards,
            Objective objective) {
        this.id = id;
        this.configuration = configuration;
        this.seed = seed(studySeed, id);
        this.origin = origin;
        this.shards = shards;
        this.objective = objective;
        this.inProgress = new EpochInProgress(shards);
    }

    /** Seed of a trial's model and of everything random in its training. */
    static long seed(long studySeed, int trial) {
        return RandomStreams.seed(studySeed, "trial", trial);
    }

    // --- what it needs next

    /** The unit to run next, if it may run one now; a clone may when its origin is no longer being stored. */
    Optional<Work> next(Commits commits) {
        if (inFlight != null
                || (version == 0 && origin.filter(commits::isUnderWay).isPresent())) {
            return Optional.empty();
        }
        if (testing) {
            int at = best == null ? version : best.version();
            return Optional.of(new Work(
                    UnitQuery.Kind.EVALUATE, at / shards - 1, 0, Split.TEST, inProgress.evaluatedShards(), at));
        }
        if (recoverTo >= 0) {
            return version < recoverTo ? Optional.of(training()) : Optional.empty();
        }
        if (status != TrialStatus.RUNNING || paused) {
            return Optional.empty();
        }
        if (version == (epochs.size() + 1) * shards) {
            return Optional.of(new Work(
                    UnitQuery.Kind.EVALUATE,
                    epochs.size(),
                    0,
                    Split.VALIDATION,
                    inProgress.evaluatedShards(),
                    version));
        }
        return version < granted * shards ? Optional.of(training()) : Optional.empty();
    }

    private Work training() {
        int epoch = version / shards;
        int position = version % shards;
        return new Work(UnitQuery.Kind.TRAIN, epoch, position, Split.TRAINING, shardOrder(epoch)[position], version);
    }

    /** The query that has a worker do this work. */
    UnitQuery query(long ticket, Work work, Set<String> metrics) {
        return new UnitQuery(
                ticket,
                work.kind(),
                id,
                configuration,
                origin.orElse(null),
                seed,
                RandomStreams.seed(seed, "unit", work.epoch(), work.shard()),
                work.epoch(),
                work.position(),
                shards,
                work.split(),
                work.shard(),
                work.version(),
                work.trains() && commits(work.version() + 1),
                metrics);
    }

    /** The order in which an epoch visits the shards: drawn from (study seed, trial, epoch), whatever the timing. */
    private int[] shardOrder(int epoch) {
        return RandomStreams.permutation(shards, seed, "order", epoch);
    }

    /** Whether it has work that is decided on, running or not. */
    boolean isTraining() {
        return status == TrialStatus.RUNNING && !paused;
    }

    /** Training units left in the epoch it is in; a whole epoch's if it is about to begin one. */
    int unitsLeftInEpoch() {
        return shards - version % shards;
    }

    // --- what the searcher decides

    void grantEpoch() {
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

    void end(TrialStatus finalStatus, Optional<String> why) {
        status = finalStatus;
        cause = why;
        failures = 0;
        inProgress.forgetEvaluation();
    }

    // --- what happens to it

    void submitted(UnitQuery query) {
        inFlight = query;
    }

    void arrived() {
        inFlight = null;
    }

    /** Returns whether this version was reached for the first time. */
    boolean trained(StudyEvent.UnitTrained unit) {
        version = unit.version();
        unitNanos = Double.isNaN(unitNanos)
                ? unit.cost().toolNanos()
                : unitNanos + NEWEST_SHARE * (unit.cost().toolNanos() - unitNanos);
        boolean first = version > told;
        told = Math.max(told, version);
        if (first) {
            // Units that are run again give the same; and those of an earlier epoch must not overwrite the present
            // one's.
            inProgress.trained(unit.position(), unit.training(), unit.cost().toolNanos());
            failures = 0;
            damaged.clear();
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
        return new EpochResult(epochs.size(), version, metrics, inProgress.trainingSeconds());
    }

    void epochFinished(EpochResult result) {
        epochs.add(result);
        if (!status.isFinal()) {
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

    /** The live model is gone: goes back to the newest stored version, at or before the present one. */
    void rollBack() {
        Integer newest = stored.floor(version);
        version = newest == null ? 0 : newest;
        inProgress.forgetEvaluation();
    }

    // --- checkpoints

    void stored(int storedVersion) {
        stored.add(storedVersion);
    }

    /**
     * What the store really has, when a study is restored; the model goes back to the newest of it that the journal has
     * reached, even if it was being made again from an older one when the process died.
     */
    void restored(Iterable<Integer> versions) {
        stored.clear();
        versions.forEach(stored::add);
        version = told;
        rollBack();
    }

    void discarded(int storedVersion) {
        stored.remove(storedVersion);
    }

    /** Returns whether that version was taken to be stored, and this is its first damage since the trial got on. */
    boolean foundDamaged(int storedVersion) {
        return stored.remove(storedVersion) && damaged.add(storedVersion);
    }

    boolean isBestStored() {
        return best != null && stored.contains(best.version());
    }

    /**
     * Whether this trial may yet have to start from that checkpoint of its parent: until it has two versions of its own,
     * or if its best one could not be stored.
     */
    boolean needs(CheckpointId id) {
        boolean bestIsUnsure = best != null && stored.floor(best.version()) == null;
        return origin.filter(id::equals).isPresent() && (bestIsUnsure || (!status.isFinal() && stored.size() < 2));
    }

    /**
     * Stored versions that are of no more use: all but the best epoch's, the newest, and the one before it in case the
     * newest turns out damaged. Newest means of those that the model has reached: while units are run again, later
     * versions stay too, as does what is committed on the way to them. Of a trial that has ended only the best epoch's
     * stays.
     */
    List<Integer> superfluous() {
        boolean ended = status.isFinal() && recoverTo < 0;
        List<Integer> versions = new ArrayList<>(ended ? stored : stored.headSet(version, true));
        if (best != null) {
            versions.remove((Integer) best.version());
        }
        if (ended) {
            return best == null || stored.contains(best.version()) ? versions : List.of();
        }
        return versions.subList(0, Math.max(0, versions.size() - 2));
    }

    /** Whether a unit that makes this version commits it: at an epoch's end, or when it is what recovery is for. */
    private boolean commits(int result) {
        return result % shards == 0 && !stored.contains(result);
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
        if (stored.contains(goal.version())) {
            testing = test;
            return test;
        }
        testing = false;
        boolean begins = recoverTo < 0;
        recoverTo = goal.version();
        if (begins || version >= recoverTo) {
            version = Math.min(version, recoverTo - 1);
            rollBack();
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

    Optional<UnitQuery> inFlight() {
        return Optional.ofNullable(inFlight);
    }

    int version() {
        return version;
    }

    int epochsFinished() {
        return epochs.size();
    }

    TrialStatus status() {
        return status;
    }

    /** Expected nanoseconds of one training unit; NaN before the first was measured. */
    double unitNanos() {
        return unitNanos;
    }

    /** What a clone of it starts from: its last finished epoch, or if it has ended the best one, which alone is kept. */
    Optional<CheckpointId> cloneable() {
        return Optional.ofNullable(status.isFinal() || epochs.isEmpty() ? best : epochs.get(epochs.size() - 1))
                .map(epoch -> new CheckpointId(id, epoch.version()));
    }

    Trial view() {
        return new Trial(id, configuration, seed, status, origin.map(CheckpointId::trial), epochs, cause);
    }
}
