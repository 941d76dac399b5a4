package org.jerboa.search.sampling.genetic;

import org.jerboa.search.Constraint;
import org.jerboa.search.sampling.Sampler;
import org.jerboa.search.sampling.Sampling;
import org.jerboa.search.sampling.SobolSampling;
import org.jerboa.tune.spi.SearchProblem;

/**
 * Children of fit trials; see {@link org.jerboa.search.GeneticSearch}. Learns from trials when they have ended, by the first
 * objective; that is late under an allocation that has most of them wait for their turn, as ASHA with promotion does. Immutable.
 *
 * @param population trials to which it grows; at least 2
 * @param culling share of them that die then, above 0 and below 1
 * @param tournament each parent is the fittest of so many that are picked at random
 * @param founders the first trials
 */
public record GeneticSampling(
        int population, double culling, int tournament, Sampling founders, Crossover crossover, Mutation mutation)
        implements Sampling {

    /** A population of 15 of which 5 die, parents by tournaments of 3, and one gene of a child changed on average. */
    public GeneticSampling() {
        this(15, 1.0 / 3, 3, new SobolSampling(), Crossover.uniform(0.85, 0.5), Mutation.normal(0.1));
    }

    public GeneticSampling {
        if (population < 2) {
            throw new IllegalArgumentException(
                    "population (" + population + ") must be at least 2, one that lives and one that dies; raise it");
        }
        if (!(culling > 0 && culling < 1)) {
            throw new IllegalArgumentException(
                    "culling (" + culling + ") is the share that dies, and must be above 0 and below 1");
        }
        breeding(tournament, crossover, mutation);
    }

    private static Breeding breeding(int tournament, Crossover crossover, Mutation mutation) {
        return new Breeding(tournament, crossover, mutation);
    }

    /** How many a culling leaves. */
    private int kept() {
        int dying = Math.max(1, (int) Math.round(population * culling));
        return Math.max(1, population - dying);
    }

    @Override
    public Sampler start(SearchProblem problem, Constraint allowed) {
        return new BreedingSampler(
                "genetic",
                problem,
                allowed,
                founders,
                new Fittest(population, kept()),
                breeding(tournament, crossover, mutation),
                kept());
    }

    @Override
    public String describe() {
        return "genetic(" + settings() + ")";
    }

    /** The settings as they stand in descriptions. */
    public String settings() {
        return "population=" + population + ", culling=" + culling + ", founders=" + founders.describe() + ", "
                + breeding(tournament, crossover, mutation).describe();
    }
}
