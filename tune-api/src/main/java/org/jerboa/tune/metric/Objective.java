package org.jerboa.tune.metric;

import java.io.Serializable;
import java.util.Locale;
import java.util.Map;

/**
 * A metric and the direction in which it is optimised, for instance the highest {@code accuracy}.
 *
 * @param metric name of a validation metric as the {@linkplain org.jerboa.tune.spi.ModelHandler handler} reports it
 */
public record Objective(String metric, Direction direction) implements Serializable {

    public Objective {
        if (metric.isBlank()) {
            throw new IllegalArgumentException("metric of an objective is blank; name one, for instance \"accuracy\"");
        }
    }

    public static Objective minimize(String metric) {
        return new Objective(metric, Direction.MINIMIZE);
    }

    public static Objective maximize(String metric) {
        return new Objective(metric, Direction.MAXIMIZE);
    }

    /**
     * Reads what {@link #toString} writes: {@code maximize accuracy}.
     *
     * @throws IllegalArgumentException if the text is no objective
     */
    public static Objective parse(String text) {
        for (Direction direction : Direction.values()) {
            String word = direction.name().toLowerCase(Locale.ROOT) + " ";
            if (text.startsWith(word)) {
                return new Objective(text.substring(word.length()), direction);
            }
        }
        throw new IllegalArgumentException("'" + text + "' is no objective; write one as maximize accuracy");
    }

    /**
     * This objective's value among an epoch's metrics; NaN is a value (a diverged trial has it).
     *
     * @throws IllegalArgumentException if the metric is not there at all
     */
    public double value(Map<String, Double> metrics) {
        Double value = metrics.get(metric);
        if (value == null) {
            throw new IllegalArgumentException("metric '" + metric + "' is not reported; optimise one of "
                    + metrics.keySet() + ", or have the handler's evaluation report it");
        }
        return value;
    }

    @Override
    public String toString() {
        return direction.name().toLowerCase(Locale.ROOT) + " " + metric;
    }
}
