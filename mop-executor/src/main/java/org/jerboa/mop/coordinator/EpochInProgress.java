package org.jerboa.mop.coordinator;

import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import org.jerboa.tune.metric.MetricAccumulator;
import org.jerboa.tune.spi.TrainingSummary;
import org.jspecify.annotations.Nullable;

/**
 * What is known of the epoch that a trial is in. A unit that is run again overwrites what it reported before, so an
 * epoch's loss is summed in order of position whatever happened in between.
 */
final class EpochInProgress {

    private final @Nullable TrainingSummary[] trainedAt;
    private final long[] nanosAt;
    private @Nullable MetricAccumulator evaluated;
    private int evaluatedShards;

    EpochInProgress(int shards) {
        this.trainedAt = new TrainingSummary[shards];
        this.nanosAt = new long[shards];
    }

    void trained(int position, TrainingSummary training, long toolNanos) {
        trainedAt[position] = training;
        nanosAt[position] = toolNanos;
    }

    /** The training over all its shards. */
    TrainingSummary training() {
        return Arrays.stream(trainedAt)
                .filter(Objects::nonNull)
                .reduce(TrainingSummary::merge)
                .orElseThrow(() -> new IllegalStateException("an epoch was validated before it was trained"));
    }

    double trainingSeconds() {
        return Arrays.stream(nanosAt).sum() / 1e9;
    }

    /** Adds the evaluation of one more shard; returns the whole when {@code of} shards are in. */
    Optional<MetricAccumulator> evaluated(MetricAccumulator metrics, int of) {
        MetricAccumulator merged = evaluated == null ? metrics : evaluated.merge(metrics);
        evaluated = merged;
        evaluatedShards++;
        if (evaluatedShards < of) {
            return Optional.empty();
        }
        forgetEvaluation();
        return Optional.of(merged);
    }

    /** How many shards have been evaluated. */
    int evaluatedShards() {
        return evaluatedShards;
    }

    void forgetEvaluation() {
        evaluated = null;
        evaluatedShards = 0;
    }
}
