package org.jerboa.search.sampling.cmaes;

/**
 * Weights and rates of CMA-ES for a number of dimensions and of points in a generation: the defaults of N. Hansen, The CMA
 * Evolution Strategy: A Tutorial (arXiv:1604.00772v2), table 1, with negative weights for the worse half.
 *
 * @param weights of a generation's points, best first; positive ones sum to 1
 * @param mass variance-effective number of points with a positive weight
 * @param sigmaMemory the tutorial's c_sigma
 * @param damping d_sigma
 * @param pathMemory c_c
 * @param rankOne c_1
 * @param rankMu c_mu
 */
record CmaRates(
        double[] weights,
        double mass,
        double sigmaMemory,
        double damping,
        double pathMemory,
        double rankOne,
        double rankMu) {

    /** Points in a generation unless set otherwise. */
    static int usualPopulation(int dimensions) {
        return 4 + (int) (3 * StrictMath.log(Math.max(1, dimensions)));
    }

    /** Rates for so many dimensions, at least 1, and points, at least 2. */
    static CmaRates of(int dimensions, int points) {
        double n = dimensions;
        double[] weights = new double[points];
        double best = 0;
        double bestSquares = 0;
        double worst = 0;
        double worstSquares = 0;
        for (int i = 0; i < points; i++) {
            weights[i] = StrictMath.log((points + 1) / 2.0) - StrictMath.log(i + 1.0);
            if (i < points / 2) {
                best += weights[i];
                bestSquares += weights[i] * weights[i];
            } else {
                worst += weights[i];
                worstSquares += weights[i] * weights[i];
            }
        }
        double mass = best * best / bestSquares;
        double worstMass = worst * worst / worstSquares;
        double rankOne = 2 / ((n + 1.3) * (n + 1.3) + mass);
        double rankMu = Math.min(1 - rankOne, 2 * (0.25 + mass + 1 / mass - 2) / ((n + 2) * (n + 2) + mass));
        double negativeSum = Math.min(
                1 + rankOne / rankMu, Math.min(1 + 2 * worstMass / (mass + 2), (1 - rankOne - rankMu) / (n * rankMu)));
        double positive = 0;
        double negative = 0;
        for (double weight : weights) {
            positive += Math.max(0, weight);
            negative -= Math.min(0, weight);
        }
        for (int i = 0; i < points; i++) {
            weights[i] = weights[i] >= 0 ? weights[i] / positive : weights[i] * negativeSum / negative;
        }
        double sigmaMemory = (mass + 2) / (n + mass + 5);
        double damping = 1 + 2 * Math.max(0, Math.sqrt((mass - 1) / (n + 1)) - 1) + sigmaMemory;
        double pathMemory = (4 + mass / n) / (n + 4 + 2 * mass / n);
        return new CmaRates(weights, mass, sigmaMemory, damping, pathMemory, rankOne, rankMu);
    }

    int points() {
        return weights.length;
    }
}
