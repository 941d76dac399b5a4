package org.jerboa.dl4j;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jerboa.tune.metric.MetricAccumulator;

/**
 * An evaluation that also tells how large its network is, so that a study can look for small ones.
 *
 * @param parameters of the network
 */
record SizedAccumulator(MetricAccumulator evaluation, long parameters) implements MetricAccumulator {

    /** Name of the metric; it is reported where a study asks for it. */
    static final String METRIC = "parameters";

    @Override
    public long examples() {
        return evaluation.examples();
    }

    @Override
    public MetricAccumulator merge(MetricAccumulator other) {
        if (!(other instanceof SizedAccumulator that) || that.parameters != parameters) {
            throw new IllegalArgumentException("cannot merge the evaluation of a network of " + parameters
                    + " parameters with " + other + "; evaluate all shards with the same network");
        }
        return new SizedAccumulator(evaluation.merge(that.evaluation), parameters);
    }

    @Override
    public Map<String, Double> values() {
        Map<String, Double> values = new LinkedHashMap<>(evaluation.values());
        values.put(METRIC, (double) parameters);
        return Collections.unmodifiableMap(values);
    }
}
