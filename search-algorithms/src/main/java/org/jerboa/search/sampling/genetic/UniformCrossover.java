package org.jerboa.search.sampling.genetic;

import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jerboa.search.sampling.RandomNumbers;
import org.jerboa.tune.space.Parameter;

/** Gene by gene from either parent. */
record UniformCrossover(double rate, double share) implements Crossover {

    UniformCrossover {
        Probability.check("rate of a crossover", rate);
        Probability.check("share of the first parent's genes", share);
    }

    @Override
    public double[] cross(double[] one, double[] other, List<Parameter> axes, RandomGenerator random) {
        double[] child = one.clone();
        if (RandomNumbers.chance(rate, random)) {
            Arrays.setAll(child, gene -> RandomNumbers.chance(share, random) ? one[gene] : other[gene]);
        }
        return child;
    }

    @Override
    public String describe() {
        return "uniform(" + rate + ", " + share + ")";
    }
}
