package org.jerboa.tune.metric;

import java.io.Serializable;
import java.util.Map;

/**
 * The evaluation of a model over some examples, kept as what is needed to merge it with the evaluation over other
 * examples: sums and counts rather than ratios. Merging the accumulators of all shards gives the metrics of the
 * whole set, whatever the shards' sizes; this is why averages of per-shard metrics are never taken (an F1 or AUC
 * cannot be averaged at all).
 *
 * <p>Users may implement this for metrics of their own. Implementations are immutable once handed out.
 */
public interface MetricAccumulator extends Serializable {

    /** Number of examples seen. */
    long examples();

    /**
     * The evaluation over the examples of both. Associative and commutative but for the last bits of floating-point
     * sums; the executor merges in order of shard index, so that a result does not depend on timing.
     *
     * @throws IllegalArgumentException if {@code other} is of another kind or shape
     */
    MetricAccumulator merge(MetricAccumulator other);

    /** The metrics by name, in a stable order. A metric that is undefined for these examples is NaN. */
    Map<String, Double> values();
}
