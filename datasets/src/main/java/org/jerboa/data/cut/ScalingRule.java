package org.jerboa.data.cut;

import org.jerboa.data.store.ShardBuilder;
import org.jerboa.tune.data.Schema;

/** How features are scaled. */
public sealed interface ScalingRule {

    /** As the source says, which is mostly not at all. */
    record AsIs() implements ScalingRule {}

    /** A known range to [0, 1]. */
    record Range(double low, double high) implements ScalingRule {

        public Range {
            if (!(low < high)) {
                throw new IllegalArgumentException(
                        "low (" + low + ") must be below high (" + high + ") in scale(low, high); swap the bounds");
            }
        }
    }

    /** The range found in the training split to [0, 1]. */
    record MinMax() implements ScalingRule {}

    /** Mean 0 and standard deviation 1 over the training split. */
    record Standardise() implements ScalingRule {}

    /**
     * The schema with the features' scalings under this rule.
     *
     * @param training the builders of the training shards, filled
     */
    default Schema apply(Schema schema, Iterable<ShardBuilder> training) {
        if (this instanceof AsIs) {
            return schema;
        }
        return new ScalingFit(this, schema, training).schema();
    }
}
