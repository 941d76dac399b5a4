package org.jerboa.search.sampling.genetic;

import org.jerboa.search.Constraint;
import org.jerboa.search.sampling.Sampler;
import org.jerboa.search.sampling.Sampling;
import org.jerboa.search.sampling.SobolSampling;
import org.jerboa.tune.spi.SearchProblem;

/**
 * Children of trials that no or few others beat in all objectives; see {@link org.jerboa.search.Nsga2}. Learns from trials when
 * they have ended; that is late under an allocation that has most of them wait for their turn, as ASHA with promotion does.
 * Immutable.
 *
 * @param population trials that may become parents, and founders; at least 2
 * @param founders the first trials
 */
public record Nsga2Sampling(int population, Sampling founders, Crossover crossover, Mutation mutation)
        implements Sampling {

    private static final int TOURNAMENT = 2;

    /** A population of 20, nine of ten children crossed, and one gene of a child changed on average. */
    public Nsga2Sampling() {
        this(20, new SobolSampling(), Crossover.uniform(0.9, 0.5), Mutation.normal(0.1));
    }

    public Nsga2Sampling {
        if (population < 2) {
            throw new IllegalArgumentException("population (" + population + ") must be at least 2; raise it");
        }
    }

    @Override
    public Sampler start(SearchProblem problem, Constraint allowed) {
        Elite elite = new Elite(population, problem.objectives().size());
        return new BreedingSampler("nsga2", problem, allowed, founders, elite, breeding(), population);
    }

    private Breeding breeding() {
        return new Breeding(TOURNAMENT, crossover, mutation);
    }

    @Override
    public String describe() {
        return "nsga2(" + settings() + ")";
    }

    /** The settings as they stand in descriptions. */
    public String settings() {
        return "population=" + population + ", founders=" + founders.describe() + ", "
                + breeding().describe();
    }
}
