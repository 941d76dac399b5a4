package org.jerboa.search.sampling.genetic;

import java.util.List;
import java.util.random.RandomGenerator;
import org.jerboa.search.sampling.Neighbours;
import org.jerboa.search.sampling.RandomNumbers;
import org.jerboa.tune.space.CategoricalParameter;
import org.jerboa.tune.space.Parameter;
import org.jspecify.annotations.Nullable;

/**
 * Changes each gene by itself.
 *
 * @param rate probability of a gene to change; null for one gene of a child on average
 */
record GeneMutation(GeneStep step, @Nullable Double rate) implements Mutation {

    GeneMutation {
        if (rate != null) {
            Probability.check("rate of a mutation", rate);
        }
    }

    static GeneMutation onAverageOnce(GeneStep step) {
        return new GeneMutation(step, null);
    }

    @Override
    public Mutation rate(double probability) {
        return new GeneMutation(step, probability);
    }

    @Override
    public double[] mutate(double[] genes, List<Parameter> axes, RandomGenerator random) {
        double probability = rate == null ? 1.0 / Math.max(1, genes.length) : rate;
        double[] mutant = genes.clone();
        for (int gene = 0; gene < mutant.length; gene++) {
            if (RandomNumbers.chance(probability, random)) {
                mutant[gene] = changed(axes.get(gene), mutant[gene], random);
            }
        }
        return mutant;
    }

    private double changed(Parameter parameter, double gene, RandomGenerator random) {
        if (parameter instanceof CategoricalParameter) {
            return another((int) parameter.cardinality().orElseThrow(), gene, random);
        }
        double target = step.from(gene, random);
        Object value = parameter.decode(gene);
        boolean stays =
                !(step instanceof GeneStep.Reset) && parameter.decode(target).equals(value);
        return stays ? parameter.encode(Neighbours.next(parameter, value, target > gene)) : target;
    }

    /** The middle of another one of so many cells that share the unit interval evenly. */
    private static double another(int cells, double gene, RandomGenerator random) {
        if (cells == 1) {
            return gene;
        }
        int cell = Math.min(cells - 1, (int) (gene * cells));
        int other = (cell + 1 + RandomNumbers.below(cells - 1, random)) % cells;
        return (other + 0.5) / cells;
    }

    @Override
    public String describe() {
        return step.describe() + "@" + (rate == null ? "one gene" : rate);
    }
}
