package org.jerboa.search;

import org.jerboa.search.sampling.Sampling;
import org.jerboa.search.sampling.genetic.Crossover;
import org.jerboa.search.sampling.genetic.GeneticSampling;
import org.jerboa.search.sampling.genetic.Mutation;
import org.jspecify.annotations.Nullable;

/**
 * Genetic search in a steady state: once enough founders have a result, each new trial is a child of two fit ones, crossed
 * and mutated. A population that has grown to its size is culled to its fittest. Nobody waits for a generation.
 *
 * <pre>{@code
 * .search(GeneticSearch.trials(100).crossover(Crossover.arithmetic(0.85)).epochs(10))
 * }</pre>
 *
 * <p>Genes are the parameters' coordinates on their scales. What one parent's configuration does not have, it takes from the
 * other. Fitness is the first objective; failed trials do not breed, and trials that were stopped come behind those that had
 * all their epochs. No configuration is tried twice: where a hundred children are none that is new and allowed, one is drawn
 * at random.
 *
 * <p>Results in the order in which they came and the study's seed decide on what is tried next; with several workers, more
 * founders are started than are needed, as children wait for results. Immutable.
 */
public final class GeneticSearch extends FixedSearch<GeneticSearch> {

    private final GeneticSampling sampling;

    private GeneticSearch(GeneticSampling sampling, Terms terms, @Nullable Integer epochs) {
        super(terms, epochs);
        this.sampling = sampling;
    }

    /**
     * A search of so many trials.
     *
     * @throws IllegalArgumentException if {@code trials} is below 1
     */
    public static GeneticSearch trials(int trials) {
        return new GeneticSearch(new GeneticSampling(), Terms.NONE.trials(trials), null);
    }

    /**
     * The same search with a population that grows to so many trials; 15 unless set. Children are made when as many trials
     * have a result as a culling leaves.
     *
     * @throws IllegalArgumentException if {@code trials} is below 2
     */
    public GeneticSearch population(int trials) {
        return of(new GeneticSampling(
                trials,
                sampling.culling(),
                sampling.tournament(),
                sampling.founders(),
                sampling.crossover(),
                sampling.mutation()));
    }

    /**
     * The same search in which such a share of a full population dies, the least fit; 1/3 unless set. At least one dies and at
     * least one lives.
     *
     * @throws IllegalArgumentException if {@code share} is not above 0 and below 1
     */
    public GeneticSearch culling(double share) {
        return of(new GeneticSampling(
                sampling.population(),
                share,
                sampling.tournament(),
                sampling.founders(),
                sampling.crossover(),
                sampling.mutation()));
    }

    /**
     * The same search with parents that are the fittest of so many; 3 unless set, 1 for parents picked at random.
     *
     * @throws IllegalArgumentException if {@code size} is below 1
     */
    public GeneticSearch tournament(int size) {
        return of(new GeneticSampling(
                sampling.population(),
                sampling.culling(),
                size,
                sampling.founders(),
                sampling.crossover(),
                sampling.mutation()));
    }

    /**
     * The same search with other founders; evenly spread ones, by {@link org.jerboa.search.sampling.SobolSampling}, unless set. Those of {@link #warmStart} come before them, and trials of an
     * {@linkplain #learnFrom earlier study} take their place.
     */
    public GeneticSearch founders(Sampling other) {
        return of(new GeneticSampling(
                sampling.population(),
                sampling.culling(),
                sampling.tournament(),
                other,
                sampling.crossover(),
                sampling.mutation()));
    }

    /** The same search with another crossover; {@code Crossover.uniform(0.85, 0.5)} unless set. */
    public GeneticSearch crossover(Crossover operator) {
        return of(new GeneticSampling(
                sampling.population(),
                sampling.culling(),
                sampling.tournament(),
                sampling.founders(),
                operator,
                sampling.mutation()));
    }

    /** The same search with another mutation; {@code Mutation.normal(0.1)} unless set. */
    public GeneticSearch mutation(Mutation operator) {
        return of(new GeneticSampling(
                sampling.population(),
                sampling.culling(),
                sampling.tournament(),
                sampling.founders(),
                sampling.crossover(),
                operator));
    }

    private GeneticSearch of(GeneticSampling other) {
        return new GeneticSearch(other, terms(), epochs());
    }

    @Override
    GeneticSearch with(Terms terms, @Nullable Integer epochsPerTrial) {
        return new GeneticSearch(sampling, terms, epochsPerTrial);
    }

    @Override
    boolean learns() {
        return true;
    }

    @Override
    Sampling sampling() {
        return sampling;
    }

    @Override
    public String describe() {
        return describe("genetic", "trials=" + terms().trials() + ", " + sampling.settings());
    }
}
