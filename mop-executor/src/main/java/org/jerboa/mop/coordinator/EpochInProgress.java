package org.jerboa.mop.coordinator;

import java.util.Optional;
import org.jerboa.tune.metric.MetricAccumulator;
import org.jerboa.tune.spi.TrainingSummary;
import org.jspecify.annotations.Nullable;

/** What is known of the epoch that a trial is in: its training, summed in order of position, and its evaluation. */
final class EpochInProgress {

    private @Nullable TrainingSummary training;
    private long nanos;
    private @Nullable MetricAccumulator evaluated;
    private int evaluatedShards;

    /** Each position once and in order: units that are run again are not counted again. */
    void trained(int position, TrainingSummary unit, long toolNanos) {
        TrainingSummary before = position == 0 ? null : training;
        training = before == null ? unit : before.merge(unit);
        nanos = position == 0 ? toolNanos : nanos + toolNanos;
    }

    /** The training over all its shards. */
    TrainingSummary training() {
        if (training == null) {
            throw new IllegalStateException("an epoch was validated before it was trained");
        }
        return training;
    }

    double trainingSeconds() {
        return nanos / 1e9;
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
