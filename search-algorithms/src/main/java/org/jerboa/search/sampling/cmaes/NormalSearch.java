package org.jerboa.search.sampling.cmaes;

import java.util.List;
import java.util.random.RandomGenerator;
import org.apache.commons.math3.linear.EigenDecomposition;
import org.apache.commons.math3.linear.MatrixUtils;
import org.jerboa.search.sampling.RandomNumbers;

/**
 * The normal distribution from which CMA-ES draws, and its adaptation to which points were good: N. Hansen, <i>The CMA
 * Evolution Strategy: A Tutorial</i> (arXiv:1604.00772v2), appendix A, with active covariance adaptation. Knows nothing of
 * parameters.
 *
 * <p>Differs from the tutorial where points of a generation were not drawn from the present distribution, because trials run
 * beside each other or come from elsewhere: their steps count from the present mean, and are cut to a length that a drawn one
 * would hardly exceed (N. Hansen, <i>Injecting External Solutions Into CMA-ES</i>, 2011). Not thread-safe.
 */
final class NormalSearch {

    private static final double LEAST_VARIANCE = 1e-20;

    private static final double LEAST_LENGTH = 1e-12;

    /** The paper's alpha. */
    private static final double WIDENING = 0.1;

    private final int n;
    private final double expectedLength;
    private final double[] mean;
    private double sigma;
    private final double[][] covariance;
    private final double[][] axes;
    private final double[] deviations;
    private final double[] path;
    private final double[] sigmaPath;
    private int generations;

    /**
     * @param mean a new array
     * @param covariance a new array; symmetric and positive definite
     */
    NormalSearch(double[] mean, double sigma, double[][] covariance) {
        this.n = mean.length;
        this.mean = mean;
        this.sigma = sigma;
        this.covariance = covariance;
        this.axes = new double[n][n];
        this.deviations = new double[n];
        this.path = new double[n];
        this.sigmaPath = new double[n];
        this.expectedLength = Math.sqrt(n) * (1 - 1.0 / (4.0 * n) + 1.0 / (21.0 * n * n));
        decompose();
    }

    static NormalSearch round(double[] mean, double sigma) {
        double[][] identity = new double[mean.length][mean.length];
        for (int i = 0; i < mean.length; i++) {
            identity[i][i] = 1;
        }
        return new NormalSearch(mean, sigma, identity);
    }

    /**
     * A distribution around good points of an earlier search of the same kind (M. Nomura, S. Watanabe, Y. Akimoto, Y. Ozaki,
     * M. Onishi: <i>Warm Starting CMA-ES for Hyperparameter Optimization</i>, AAAI 2021): their mean, and their covariance
     * widened a little.
     *
     * @param points at least one
     */
    static NormalSearch around(List<double[]> points) {
        int n = points.get(0).length;
        double[] mean = new double[n];
        points.forEach(point -> add(1.0 / points.size(), point, mean));
        double[][] covariance = new double[n][n];
        double logVolume = 0;
        for (int j = 0; j < n; j++) {
            for (int k = 0; k < n; k++) {
                for (double[] point : points) {
                    covariance[j][k] += (point[j] - mean[j]) * (point[k] - mean[k]) / points.size();
                }
            }
            covariance[j][j] += WIDENING * WIDENING;
        }
        if (n == 0) {
            return round(mean, 1);
        }
        for (double value : new EigenDecomposition(MatrixUtils.createRealMatrix(covariance)).getRealEigenvalues()) {
            logVolume += StrictMath.log(value) / n;
        }
        double variance = StrictMath.exp(logVolume);
        for (double[] row : covariance) {
            scale(1 / variance, row);
        }
        return new NormalSearch(mean, Math.sqrt(variance), covariance);
    }

    /** A point drawn from the distribution. */
    double[] draw(RandomGenerator random) {
        double[] scaled = new double[n];
        for (int k = 0; k < n; k++) {
            scaled[k] = deviations[k] * RandomNumbers.gaussian(random);
        }
        double[] point = new double[n];
        for (int j = 0; j < n; j++) {
            point[j] = mean[j] + sigma * dot(axes[j], scaled);
        }
        return point;
    }

    /** The mean; may be moved. */
    double[] mean() {
        return mean;
    }

    double sigma() {
        return sigma;
    }

    /** Standard deviation of one coordinate. */
    double deviation(int coordinate) {
        return sigma * Math.sqrt(covariance[coordinate][coordinate]);
    }

    int generations() {
        return generations;
    }

    /** The longest axis of the distribution over its shortest. */
    double condition() {
        double least = Double.POSITIVE_INFINITY;
        double greatest = 0;
        for (double deviation : deviations) {
            least = Math.min(least, deviation);
            greatest = Math.max(greatest, deviation);
        }
        return greatest / least;
    }

    /**
     * Moves and reshapes itself by a generation of points.
     *
     * @param points best first; as many as there are rates for
     * @param foreign which of them were not drawn from the present distribution
     * @param sigmaLimit the most that sigma may become
     */
    void learn(List<double[]> points, boolean[] foreign, CmaRates rates, double sigmaLimit) {
        generations++;
        if (n == 0) {
            return;
        }
        double[][] steps = new double[points.size()][];
        double[][] white = new double[points.size()][];
        for (int i = 0; i < steps.length; i++) {
            steps[i] = step(points.get(i));
            white[i] = whitened(steps[i]);
            if (foreign[i]) {
                cut(steps[i], white[i]);
            }
        }
        double[] move = new double[n];
        double[] whiteMove = new double[n];
        for (int i = 0; i < steps.length; i++) {
            double weight = Math.max(0, rates.weights()[i]);
            add(weight, steps[i], move);
            add(weight, white[i], whiteMove);
        }
        add(sigma, move, mean);
        adaptSigma(whiteMove, rates, sigmaLimit);
        adaptCovariance(move, steps, white, rates);
        decompose();
    }

    private double[] step(double[] point) {
        double[] step = new double[n];
        for (int j = 0; j < n; j++) {
            step[j] = (point[j] - mean[j]) / sigma;
        }
        return step;
    }

    /** The inverse root of the covariance times a step: what standard normal numbers would have led to it. */
    private double[] whitened(double[] step) {
        double[] rotated = new double[n];
        for (int k = 0; k < n; k++) {
            double sum = 0;
            for (int j = 0; j < n; j++) {
                sum += axes[j][k] * step[j];
            }
            rotated[k] = sum / deviations[k];
        }
        double[] white = new double[n];
        for (int j = 0; j < n; j++) {
            white[j] = dot(axes[j], rotated);
        }
        return white;
    }

    private void cut(double[] step, double[] white) {
        double most = Math.sqrt(n) + 2.0 * n / (n + 2);
        double length = length(white);
        if (length > most) {
            scale(most / length, step);
            scale(most / length, white);
        }
    }

    private void adaptSigma(double[] whiteMove, CmaRates rates, double limit) {
        double memory = rates.sigmaMemory();
        scale(1 - memory, sigmaPath);
        add(Math.sqrt(memory * (2 - memory) * rates.mass()), whiteMove, sigmaPath);
        double growth = memory / rates.damping() * (length(sigmaPath) / expectedLength - 1);
        sigma = Math.min(limit, sigma * StrictMath.exp(Math.min(1, growth)));
    }

    private void adaptCovariance(double[] move, double[][] steps, double[][] white, CmaRates rates) {
        double settled = Math.sqrt(1 - StrictMath.pow(1 - rates.sigmaMemory(), 2.0 * generations));
        boolean stalled = length(sigmaPath) / settled >= (1.4 + 2.0 / (n + 1)) * expectedLength;
        double memory = rates.pathMemory();
        scale(1 - memory, path);
        if (!stalled) {
            add(Math.sqrt(memory * (2 - memory) * rates.mass()), move, path);
        }
        double sum = 0;
        for (double weight : rates.weights()) {
            sum += weight;
        }
        double kept =
                1 - rates.rankOne() - rates.rankMu() * sum + (stalled ? rates.rankOne() * memory * (2 - memory) : 0);
        double[][] spread = spread(steps, white, rates);
        for (int j = 0; j < n; j++) {
            for (int k = 0; k <= j; k++) {
                double value =
                        kept * covariance[j][k] + rates.rankOne() * path[j] * path[k] + rates.rankMu() * spread[j][k];
                covariance[j][k] = value;
                covariance[k][j] = value;
            }
        }
    }

    /** The weighted squares of the steps; its lower triangle. */
    private double[][] spread(double[][] steps, double[][] white, CmaRates rates) {
        double[][] spread = new double[n][n];
        for (int i = 0; i < steps.length; i++) {
            double weight = rates.weights()[i];
            // What is subtracted for a bad point does not depend on its distance, or the matrix could become
            // indefinite.
            double scaled = weight >= 0 ? weight : weight * n / Math.max(dot(white[i], white[i]), LEAST_LENGTH);
            for (int j = 0; j < n; j++) {
                for (int k = 0; k <= j; k++) {
                    spread[j][k] += scaled * steps[i][j] * steps[i][k];
                }
            }
        }
        return spread;
    }

    private void decompose() {
        if (n == 0) {
            return;
        }
        EigenDecomposition eigen = new EigenDecomposition(MatrixUtils.createRealMatrix(covariance));
        for (int k = 0; k < n; k++) {
            deviations[k] = Math.sqrt(Math.max(LEAST_VARIANCE, eigen.getRealEigenvalue(k)));
            for (int j = 0; j < n; j++) {
                axes[j][k] = eigen.getV().getEntry(j, k);
            }
        }
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    private static double length(double[] vector) {
        return Math.sqrt(dot(vector, vector));
    }

    private static void scale(double factor, double[] vector) {
        for (int i = 0; i < vector.length; i++) {
            vector[i] *= factor;
        }
    }

    private static void add(double factor, double[] vector, double[] to) {
        for (int i = 0; i < to.length; i++) {
            to[i] += factor * vector[i];
        }
    }
}
