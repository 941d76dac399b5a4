package org.jerboa.search;

import java.util.Arrays;

/**
 * Tests of fit. The limits belong to a probability of about 1e-4 under the null hypothesis; seeds are fixed, so a limit
 * that holds once holds always.
 */
public final class Statistics {

    /** The 1 - 1e-4 quantile of the standard normal distribution. */
    private static final double Z = 3.719;

    private Statistics() {}

    public static double chiSquare(long[] counts, double expected) {
        return Arrays.stream(counts)
                .mapToDouble(c -> (c - expected) * (c - expected) / expected)
                .sum();
    }

    /** Wilson and Hilferty (1931): the cube root of chi-square over its degrees of freedom is nearly normal. */
    public static double chiSquareLimit(int degreesOfFreedom) {
        double spread = 2.0 / (9.0 * degreesOfFreedom);
        return degreesOfFreedom * Math.pow(1 - spread + Z * Math.sqrt(spread), 3);
    }

    /** Kolmogorov's distance between a sample and the uniform distribution on [0, 1]. */
    public static double distanceToUniform(double[] sample) {
        double[] sorted = sample.clone();
        Arrays.sort(sorted);
        double distance = 0;
        for (int i = 0; i < sorted.length; i++) {
            double above = (i + 1.0) / sorted.length - sorted[i];
            double below = sorted[i] - (double) i / sorted.length;
            distance = Math.max(distance, Math.max(above, below));
        }
        return distance;
    }

    /** Smirnov's asymptotic limit: sqrt(-ln(p / 2) / (2 n)) with p = 1e-4. */
    public static double distanceLimit(int sampleSize) {
        return Math.sqrt(-Math.log(0.5e-4) / (2.0 * sampleSize));
    }

    public static double correlation(double[] x, double[] y) {
        double meanX = Arrays.stream(x).average().orElseThrow();
        double meanY = Arrays.stream(y).average().orElseThrow();
        double xy = 0;
        double xx = 0;
        double yy = 0;
        for (int i = 0; i < x.length; i++) {
            xy += (x[i] - meanX) * (y[i] - meanY);
            xx += (x[i] - meanX) * (x[i] - meanX);
            yy += (y[i] - meanY) * (y[i] - meanY);
        }
        return xy / Math.sqrt(xx * yy);
    }
}
