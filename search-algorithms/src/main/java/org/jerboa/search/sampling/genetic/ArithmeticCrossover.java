package org.jerboa.search.sampling.genetic;

import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jerboa.search.sampling.RandomNumbers;
import org.jerboa.tune.space.CategoricalParameter;
import org.jerboa.tune.space.Parameter;

/** Between the parents. */
record ArithmeticCrossover(double rate) implements Crossover {

    ArithmeticCrossover {
        Probability.check("rate of a crossover", rate);
    }

    @Override
    public double[] cross(double[] one, double[] other, List<Parameter> axes, RandomGenerator random) {
        double[] child = one.clone();
        if (RandomNumbers.chance(rate, random)) {
            Arrays.setAll(child, gene -> {
                double share = RandomNumbers.uniform(random);
                if (axes.get(gene) instanceof CategoricalParameter) {
                    return share < 0.5 ? one[gene] : other[gene];
                }
                return one[gene] + share * (other[gene] - one[gene]);
            });
        }
        return child;
    }

    @Override
    public String describe() {
        return "arithmetic(" + rate + ")";
    }
}
