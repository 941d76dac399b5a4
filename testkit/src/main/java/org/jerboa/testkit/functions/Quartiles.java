package org.jerboa.testkit.functions;

import java.util.Arrays;

/** Median and quartiles, interpolated linearly between values, as NumPy does it. */
public record Quartiles(double q25, double median, double q75) {

    /**
     * @param values at least one
     */
    public static Quartiles of(double[] values) {
        if (values.length == 0) {
            throw new IllegalArgumentException("no values have no quartiles; give at least one");
        }
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return new Quartiles(at(0.25, sorted), at(0.5, sorted), at(0.75, sorted));
    }

    private static double at(double share, double[] sorted) {
        double place = share * (sorted.length - 1);
        int below = (int) place;
        double rest = place - below;
        // Not interpolated where there is nothing to interpolate: infinity times nought is not a number.
        return rest == 0 ? sorted[below] : sorted[below] + rest * (sorted[below + 1] - sorted[below]);
    }
}
