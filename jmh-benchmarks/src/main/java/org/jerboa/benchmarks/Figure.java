package org.jerboa.benchmarks;

import java.util.Arrays;
import java.util.Optional;

/**
 * One number that a benchmark found.
 *
 * @param name unique in its benchmark; parts are separated by dots
 * @param value the median or mean of what was measured, as the benchmark says
 * @param unit {@code ms}, {@code x} for a ratio, {@code %}
 * @param range lowest and highest of the repetitions
 * @param rival what a ratio compares with
 */
public record Figure(
        String name, double value, String unit, Optional<Range> range, Optional<String> rival, Optional<Goal> goal) {

    /** Lowest and highest of the values that a figure summarises. */
    public record Range(double low, double high) {}

    public static Figure of(String name, double value, String unit) {
        return new Figure(name, value, unit, Optional.empty(), Optional.empty(), Optional.empty());
    }

    /**
     * The median of repetitions.
     *
     * @param values at least one
     */
    public static Figure median(String name, double[] values, String unit) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        double median = sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
        return of(name, median, unit).within(sorted[0], sorted[sorted.length - 1]);
    }

    public Figure within(double low, double high) {
        return new Figure(name, value, unit, Optional.of(new Range(low, high)), rival, goal);
    }

    public Figure against(String comparedWith) {
        return new Figure(name, value, unit, range, Optional.of(comparedWith), goal);
    }

    public Figure aiming(Goal wanted) {
        return new Figure(name, value, unit, range, rival, Optional.of(wanted));
    }

    /** Whether the goal is met; empty without a goal. */
    public Optional<Boolean> met() {
        return goal.map(wanted -> wanted.isMetBy(value));
    }
}
