package org.jerboa.search.sampling.genetic;

import java.io.Serializable;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jerboa.search.history.TrialRecord;
import org.jerboa.search.sampling.RandomNumbers;
import org.jerboa.tune.space.Parameter;

/**
 * How children are made. Parents are read, never written: what they are is what they were measured as. Immutable.
 *
 * @param tournament each parent is the fittest of so many that are picked at random; 1 for any
 */
record Breeding(int tournament, Crossover crossover, Mutation mutation) implements Serializable {

    Breeding {
        if (tournament < 1) {
            throw new IllegalArgumentException("tournament (" + tournament + ") must be of at least 1; raise it");
        }
    }

    /**
     * A child of two parents; of one, where there is no other.
     *
     * @param fittestFirst at least one
     */
    double[] child(List<TrialRecord> fittestFirst, List<Parameter> axes, RandomGenerator random) {
        int size = fittestFirst.size();
        int first = winner(size, random);
        int second = first;
        if (size > 1) {
            int amongOthers = winner(size - 1, random);
            second = amongOthers < first ? amongOthers : amongOthers + 1;
        }
        double[] one = fittestFirst.get(first).point();
        double[] other = fittestFirst.get(second).point();
        double[] child = crossover.cross(filled(one, other, random), filled(other, one, random), axes, random);
        return mutation.mutate(child, axes, random);
    }

    /** Places are by fitness, so the least of those that are picked is the fittest. */
    private int winner(int size, RandomGenerator random) {
        int best = RandomNumbers.below(size, random);
        for (int i = 1; i < tournament; i++) {
            best = Math.min(best, RandomNumbers.below(size, random));
        }
        return best;
    }

    /**
     * Genes without gaps. One that a parent lacks, as its configuration does not have the parameter, is the other's; where that lacks
     * it too, anything, as the child may come to have the parameter by a mutation.
     */
    private static double[] filled(double[] genes, double[] other, RandomGenerator random) {
        double[] filled = genes.clone();
        for (int i = 0; i < filled.length; i++) {
            if (Double.isNaN(filled[i])) {
                filled[i] = Double.isNaN(other[i]) ? RandomNumbers.uniform(random) : other[i];
            }
        }
        return filled;
    }

    String describe() {
        return "tournament=" + tournament + ", crossover=" + crossover.describe() + ", mutation=" + mutation.describe();
    }
}
