package org.jerboa.search.sampling.genetic;

import java.io.Serializable;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jerboa.tune.space.Parameter;

/**
 * How a child's genes change by chance. Users may implement this; what it does must depend on its arguments alone.
 *
 * <p>The changes that there are here leave categorical parameters no choice but another value, any of them equally likely. A
 * number or ordinal value that is changed by a step becomes at least its neighbour.
 */
public interface Mutation extends Serializable {

    /**
     * Changed genes, a new array.
     *
     * @param genes of a child as {@link Crossover} makes it, none of them NaN; not to be changed
     */
    double[] mutate(double[] genes, List<Parameter> axes, RandomGenerator random);

    /** Name and settings: equal texts promise equal changes. */
    String describe();

    /**
     * The same changes with that probability of each gene to change; one gene of a child on average unless this is called.
     *
     * @throws IllegalArgumentException if it is not from 0 to 1
     */
    Mutation rate(double probability);

    /** To a value from anywhere. */
    static Mutation reset() {
        return GeneMutation.onAverageOnce(new GeneStep.Reset());
    }

    /**
     * By a normally distributed step; what leaves the range ends at its bound.
     *
     * @param spread standard deviation, as a share of the parameter's range
     * @throws IllegalArgumentException if it is not above 0
     */
    static Mutation normal(double spread) {
        return GeneMutation.onAverageOnce(new GeneStep.Normal(spread));
    }

    /**
     * By a step of a polynomial distribution within the bounds. The mutation of NSGA-II's authors (K. Deb, M. Goyal: A Combined
     * Genetic Adaptive Search (GeneAS) for Engineering Design, Computer Science and Informatics 26(4), 1996).
     *
     * @param index of the distribution: a step of about 1 / index of the range is usual
     * @throws IllegalArgumentException if it is negative
     */
    static Mutation polynomial(double index) {
        return GeneMutation.onAverageOnce(new GeneStep.Polynomial(index));
    }
}
