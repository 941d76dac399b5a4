package org.jerboa.testkit.functions;

/**
 * The rank-sum test of Mann and Whitney (On a Test of Whether One of Two Random Variables Is Stochastically Larger than the
 * Other, Annals of Mathematical Statistics 18, 1947), by its normal approximation with corrections for ties and for
 * continuity; meant for samples of eight and more.
 */
public final class MannWhitney {

    private MannWhitney() {}

    /**
     * How likely samples that differ at least so much in this direction are, if both are drawn alike: small if {@code
     * left} is clearly less than {@code right}.
     *
     * @return from 0 to 1; 1 if all values are equal
     */
    public static double isLess(double[] left, double[] right) {
        double wins = 0;
        for (double one : left) {
            for (double other : right) {
                int order = Double.compare(one, other);
                wins += order < 0 ? 1 : order == 0 ? 0.5 : 0;
            }
        }
        double n = left.length;
        double m = right.length;
        double variance = n * m / 12 * (n + m + 1 - ties(left, right) / ((n + m) * (n + m - 1)));
        if (!(variance > 0)) {
            return 1;
        }
        return upperTail((wins - n * m / 2 - 0.5) / Math.sqrt(variance));
    }

    /** The sum of t^3 - t over groups of t equal values: over values, of t^2 - 1. */
    private static double ties(double[] left, double[] right) {
        double[] all = new double[left.length + right.length];
        System.arraycopy(left, 0, all, 0, left.length);
        System.arraycopy(right, 0, all, left.length, right.length);
        double sum = 0;
        for (double one : all) {
            double equal = 0;
            for (double other : all) {
                equal += Double.compare(one, other) == 0 ? 1 : 0;
            }
            sum += equal * equal - 1;
        }
        return sum;
    }

    /** Of the standard normal distribution: Abramowitz and Stegun 26.2.17, to 1e-7. */
    private static double upperTail(double z) {
        if (z < 0) {
            return 1 - upperTail(-z);
        }
        double t = 1 / (1 + 0.2316419 * z);
        double polynomial =
                t * (0.319381530 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
        return Math.exp(-z * z / 2) / Math.sqrt(2 * Math.PI) * polynomial;
    }
}
