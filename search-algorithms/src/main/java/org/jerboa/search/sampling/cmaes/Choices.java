package org.jerboa.search.sampling.cmaes;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.jerboa.search.sampling.RandomNumbers;

/**
 * How likely each value of a categorical parameter is drawn, and how that follows the good trials: population-based incremental
 * learning (S. Baluja, 1994) with the weights of CMA-ES, and a least probability, so that no value dies out.
 */
final class Choices {

    private static final double SETTLED = 1.1;

    private final double[] probabilities;

    /** The least probabilities of all values but one together. */
    private double leastShare;

    Choices(int values) {
        probabilities = new double[values];
        forget();
    }

    void forget() {
        Arrays.fill(probabilities, 1.0 / probabilities.length);
    }

    int size() {
        return probabilities.length;
    }

    /** Whether all values but one have their least probability, or nearly so. */
    boolean areSettled() {
        double others = 1 - Arrays.stream(probabilities).max().orElseThrow();
        return probabilities.length == 1 || others <= SETTLED * leastShare;
    }

    int draw(RandomGenerator random) {
        double left = RandomNumbers.uniform(random);
        for (int i = 0; i < probabilities.length - 1; i++) {
            left -= probabilities[i];
            if (left < 0) {
                return i;
            }
        }
        return probabilities.length - 1;
    }

    /**
     * @param chosen value of each trial of a generation, best first
     * @param weights of the trials, of which the positive ones sum to 1 and the others do not count
     * @param rate how far the probabilities go towards the weighted trials, from 0 to 1
     * @param least probability of each value
     */
    void learn(int[] chosen, double[] weights, double rate, double least) {
        double[] good = new double[probabilities.length];
        for (int i = 0; i < chosen.length; i++) {
            good[chosen[i]] += Math.max(0, weights[i]);
        }
        for (int k = 0; k < good.length; k++) {
            probabilities[k] += rate * (good[k] - probabilities[k]);
        }
        double possible = Math.min(least, 1.0 / probabilities.length);
        leastShare = possible * (probabilities.length - 1);
        keepAlive(possible);
    }

    /** Raises low probabilities to the least and takes that from what the others have above it. */
    private void keepAlive(double least) {
        double total = 0;
        double above = 0;
        for (int k = 0; k < probabilities.length; k++) {
            probabilities[k] = Math.max(least, probabilities[k]);
            total += probabilities[k];
            above += probabilities[k] - least;
        }
        if (above > 0) {
            for (int k = 0; k < probabilities.length; k++) {
                probabilities[k] += (1 - total) / above * (probabilities[k] - least);
            }
        }
    }
}
