package org.jerboa.search.sampling.density;

import java.util.Arrays;
import org.apache.commons.math3.special.Erf;

/**
 * The standard normal distribution, from a table of its values and slopes with a cubic between them: off by less than 1e-9, and
 * many times as fast as the error function. Made of additions and multiplications, which are the same on every machine.
 * Immutable.
 */
final class Normal {

    /** Beyond so many standard deviations there is nothing. */
    static final double REACH = 9;

    private static final int STEPS = 64;

    private static final double ROOT_TWO_PI = 2.5066282746310002;

    private final double[] values = new double[2 * (int) REACH * STEPS + 1];

    /** Slope times width of a step. */
    private final double[] slopes = new double[values.length];

    Normal() {
        for (int i = 0; i < values.length; i++) {
            double z = i / (double) STEPS - REACH;
            values[i] = Erf.erfc(-z / Math.sqrt(2)) / 2;
            slopes[i] = StrictMath.exp(-z * z / 2) / ROOT_TWO_PI / STEPS;
        }
    }

    /** The probability of a number below z. */
    double below(double z) {
        if (z <= -REACH) {
            return 0;
        }
        if (z >= REACH) {
            return 1;
        }
        double steps = (z + REACH) * STEPS;
        int i = Math.min(values.length - 2, (int) steps);
        return cubic(i, steps - i);
    }

    /** The z with that probability of a number below it; within the reach. */
    double quantile(double probability) {
        if (!(probability > values[0])) {
            return -REACH;
        }
        if (probability >= values[values.length - 1]) {
            return REACH;
        }
        int found = Arrays.binarySearch(values, probability);
        if (found >= 0) {
            return found / (double) STEPS - REACH;
        }
        int i = -found - 2;
        double part = (probability - values[i]) / (values[i + 1] - values[i]);
        // The curve is nearly straight over a step: one correction along its slope leaves an error far below a step.
        double slope = slopes[i] + part * (slopes[i + 1] - slopes[i]);
        double corrected = part + (probability - cubic(i, part)) / slope;
        return (i + Math.max(0, Math.min(1, corrected))) / STEPS - REACH;
    }

    /** The probability that a number with that mean and deviation lies in the unit interval. */
    double insideUnit(double mean, double deviation) {
        return between(0, 1, mean, deviation);
    }

    double between(double low, double high, double mean, double deviation) {
        return below((high - mean) / deviation) - below((low - mean) / deviation);
    }

    /** Value at a part of the way from table entry i to the next, by Hermite's polynomial. */
    private double cubic(int i, double part) {
        double rise = values[i + 1] - values[i];
        double first = slopes[i];
        double last = slopes[i + 1];
        return values[i] + part * (first + part * (3 * rise - 2 * first - last + part * (first + last - 2 * rise)));
    }

    /** The density at the mean of a normal with that deviation. */
    static double peak(double deviation) {
        return 1 / (ROOT_TWO_PI * deviation);
    }
}
