package org.jerboa.search.sampling.genetic;

import java.util.List;
import java.util.random.RandomGenerator;
import org.jerboa.search.sampling.RandomNumbers;
import org.jerboa.tune.space.CategoricalParameter;
import org.jerboa.tune.space.Parameter;

/**
 * Near the parents, within the bounds: the distribution of children is cut at the bounds and scaled up, as in the code of
 * NSGA-II's authors. Of the two children that a pair has there, one is made, gene by gene.
 */
record SimulatedBinaryCrossover(double rate, double index) implements Crossover {

    SimulatedBinaryCrossover {
        Probability.check("rate of a crossover", rate);
        if (!(index >= 0)) {
            throw new IllegalArgumentException(
                    "index (" + index + ") of a simulated binary crossover must not be negative");
        }
    }

    @Override
    public double[] cross(double[] one, double[] other, List<Parameter> axes, RandomGenerator random) {
        double[] child = one.clone();
        if (!RandomNumbers.chance(rate, random)) {
            return child;
        }
        for (int gene = 0; gene < child.length; gene++) {
            if (RandomNumbers.chance(0.5, random)) {
                boolean upper = RandomNumbers.chance(0.5, random);
                double low = Math.min(one[gene], other[gene]);
                double high = Math.max(one[gene], other[gene]);
                if (axes.get(gene) instanceof CategoricalParameter || low == high) {
                    child[gene] = upper ? other[gene] : one[gene];
                } else {
                    // the upper child is the lower one of the mirrored cube
                    double drawn = RandomNumbers.uniform(random);
                    child[gene] = upper ? 1 - lower(1 - high, 1 - low, drawn) : lower(low, high, drawn);
                }
            }
        }
        return child;
    }

    /** The lower child of two different genes. */
    private double lower(double low, double high, double drawn) {
        double widest = 1 + 2 * low / (high - low);
        double alpha = 2 - StrictMath.pow(widest, -(index + 1));
        double scaled = drawn * alpha;
        double spread = StrictMath.pow(scaled <= 1 ? scaled : 1 / (2 - scaled), 1 / (index + 1));
        return Math.min(1, Math.max(0, 0.5 * (low + high - spread * (high - low))));
    }

    @Override
    public String describe() {
        return "simulatedBinary(" + rate + ", " + index + ")";
    }
}
