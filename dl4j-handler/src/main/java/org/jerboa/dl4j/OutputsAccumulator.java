package org.jerboa.dl4j;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jerboa.tune.metric.MetricAccumulator;

/**
 * The evaluation of a graph with several outputs. The first output's metrics have their plain names; every output's are
 * there as {@code <output>.<metric>} too. The plain {@code loss} is the sum of all outputs' losses, as in training.
 *
 * @param outputs names of the outputs, in the graph's order
 * @param parts one evaluation for each
 */
record OutputsAccumulator(List<String> outputs, List<MetricAccumulator> parts) implements MetricAccumulator {

    OutputsAccumulator {
        outputs = List.copyOf(outputs);
        parts = List.copyOf(parts);
    }

    @Override
    public long examples() {
        return parts.get(0).examples();
    }

    @Override
    public MetricAccumulator merge(MetricAccumulator other) {
        if (!(other instanceof OutputsAccumulator that) || !that.outputs.equals(outputs)) {
            throw new IllegalArgumentException("cannot merge the evaluation of outputs " + outputs + " with " + other
                    + "; evaluate all shards with the same graph");
        }
        List<MetricAccumulator> merged = new ArrayList<>();
        for (int i = 0; i < parts.size(); i++) {
            merged.add(parts.get(i).merge(that.parts.get(i)));
        }
        return new OutputsAccumulator(outputs, merged);
    }

    @Override
    public Map<String, Double> values() {
        Map<String, Double> values = new LinkedHashMap<>(parts.get(0).values());
        double loss = 0;
        for (int i = 0; i < parts.size(); i++) {
            String output = outputs.get(i);
            Map<String, Double> own = parts.get(i).values();
            own.forEach((metric, value) -> values.put(output + "." + metric, value));
            loss += own.getOrDefault("loss", Double.NaN);
        }
        values.put("loss", loss);
        return values;
    }
}
