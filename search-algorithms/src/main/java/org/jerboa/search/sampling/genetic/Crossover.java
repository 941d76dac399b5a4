package org.jerboa.search.sampling.genetic;

import java.io.Serializable;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jerboa.tune.space.Parameter;

/**
 * How two parents make a child. A gene is a coordinate of the unit cube: where a value stands on its parameter's scale, from 0
 * to 1. Genes are in the order of the space's axes. Users may implement this; what it does must depend on its arguments alone.
 */
public interface Crossover extends Serializable {

    /**
     * A child's genes, a new array. A child that is not crossed has those of {@code one}.
     *
     * @param one genes of a parent, none of them NaN; not to be changed
     * @param other those of the other parent
     */
    double[] cross(double[] one, double[] other, List<Parameter> axes, RandomGenerator random);

    /** Name and settings: equal texts promise equal children. */
    String describe();

    /**
     * One parent's genes up to a random place, the other's from there on.
     *
     * @param rate share of the children that are crossed
     * @throws IllegalArgumentException if it is not from 0 to 1; so with all of them
     */
    static Crossover singlePoint(double rate) {
        return new PointCrossover(rate, 1, 1);
    }

    /**
     * As {@link #singlePoint}, with a random number of places; as many as there are between genes, if those are fewer.
     *
     * @throws IllegalArgumentException if {@code fewest} is below 1 or above {@code most}
     */
    static Crossover kPoint(double rate, int fewest, int most) {
        return new PointCrossover(rate, fewest, most);
    }

    /**
     * Each gene from either parent, by itself.
     *
     * @param share probability of a gene of the first parent, from 0 to 1
     */
    static Crossover uniform(double rate, double share) {
        return new UniformCrossover(rate, share);
    }

    /** Each gene at a random place between those of the parents; choices of categorical parameters from either. */
    static Crossover arithmetic(double rate) {
        return new ArithmeticCrossover(rate);
    }

    /**
     * Each second gene near that of a parent, on either side of it: the nearer, the closer the parents are to each other. Choices of
     * categorical parameters from either. The crossover of NSGA-II's authors (K. Deb, R. B. Agrawal: Simulated Binary Crossover
     * for Continuous Search Space, Complex Systems 9(2), 1995).
     *
     * @param index of the distribution: large ones keep children near their parents; not negative
     */
    static Crossover simulatedBinary(double rate, double index) {
        return new SimulatedBinaryCrossover(rate, index);
    }
}
