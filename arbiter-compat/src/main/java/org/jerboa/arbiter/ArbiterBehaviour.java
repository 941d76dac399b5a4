package org.jerboa.arbiter;

/**
 * What Arbiter did, and what {@link JerboaOptimizationRunner} does otherwise although it changes candidates or scores.
 * {@link JerboaOptimizationRunner#restore} brings it back, for comparisons with earlier results.
 */
public enum ArbiterBehaviour {

    /**
     * With T tasks at once, up to T - 1 candidates more than {@code MaxCandidatesCondition} names were trained, as those
     * under way did not count.
     */
    EXTRA_CANDIDATES,

    /** Adam, Nadam and AdaMax have 0.001 for betas and epsilon where a space does not set them. */
    ADAM_BETAS,

    /**
     * Where a genetic search skipped the crossover, mutations were written into the parent's genes, which kept the score of
     * what they had been.
     */
    MUTATED_PARENTS,

    /**
     * Grids had five values and more for a {@code BooleanSpace}, repeated their candidates for each fixed layer, failed behind
     * a space of one value and with a discretization count of 1, and came in a random order that no seed decided.
     */
    GRIDS,

    /** With T tasks at once, each candidate had as many OpenMP threads as there are processors. */
    TOOL_THREADS
}
