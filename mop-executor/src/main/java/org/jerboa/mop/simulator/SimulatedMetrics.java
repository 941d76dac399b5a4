package org.jerboa.mop.simulator;

import java.util.Map;
import org.jerboa.tune.metric.MetricAccumulator;

/** What a simulated model scores on a validation shard. */
record SimulatedMetrics(long examples, double sum) implements MetricAccumulator {

    private static final long serialVersionUID = 1L;

    static final String LOSS = "loss";

    @Override
    public MetricAccumulator merge(MetricAccumulator other) {
        if (!(other instanceof SimulatedMetrics simulated)) {
            throw new IllegalArgumentException("metrics of a simulation cannot be merged with " + other);
        }
        return new SimulatedMetrics(examples + simulated.examples, sum + simulated.sum);
    }

    @Override
    public Map<String, Double> values() {
        return Map.of(LOSS, sum / examples);
    }
}
