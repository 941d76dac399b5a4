package org.jerboa.search;

import org.jerboa.search.sampling.Sampling;
import org.jerboa.search.sampling.genetic.Crossover;
import org.jerboa.search.sampling.genetic.Mutation;
import org.jerboa.search.sampling.genetic.Nsga2Sampling;
import org.jspecify.annotations.Nullable;

/**
 * NSGA-II for several objectives (K. Deb, A. Pratap, S. Agarwal, T. Meyarivan: <i>A Fast and Elitist Multiobjective Genetic
 * Algorithm: NSGA-II</i>, IEEE Transactions on Evolutionary Computation 6(2), 2002): parents are trials that no or few others beat
 * in all objectives, and among equals those with most room around them, so that the whole front is searched.
 *
 * <pre>{@code
 * .search(Nsga2.trials(100).epochs(10)).maximize("accuracy").minimize("parameters")
 * }</pre>
 *
 * <p>Differs from the paper in three things. It is in a steady state, a child at a time, so that no worker waits for a generation
 * (J. J. Durillo, A. J. Nebro, F. Luna, E. Alba: <i>On the Effect of the Steady-State Selection Scheme in Multi-Objective Genetic
 * Algorithms</i>, EMO 2009). Its population is smaller and its founders are spread evenly, since a study has some hundred trials
 * where the paper has 25 000. And children are crossed gene by gene and changed by normal steps, which suits choices as well; the
 * paper's operators are {@link Crossover#simulatedBinary} and {@link Mutation#polynomial}.
 *
 * <p>A trial counts by the losses of the epoch at which its first objective was best, as that is the model that a study keeps.
 * Trials that failed, or have an objective that is not a number, do not breed. {@code StudyResult.paretoFront()} has what came
 * of it. No configuration is tried twice. Results in the order in which they came and the study's seed decide on what is tried
 * next. Immutable.
 */
public final class Nsga2 extends FixedSearch<Nsga2> {

    private final Nsga2Sampling sampling;

    private Nsga2(Nsga2Sampling sampling, Terms terms, @Nullable Integer epochs) {
        super(terms, epochs);
        this.sampling = sampling;
    }

    /**
     * A search of so many trials: several times as many as its population, or it is a search of founders.
     *
     * @throws IllegalArgumentException if {@code trials} is below 1
     */
    public static Nsga2 trials(int trials) {
        return new Nsga2(new Nsga2Sampling(), Terms.NONE.trials(trials), null);
    }

    /**
     * The same search with so many trials that may become parents, and as many founders; 20 unless set. What comes of a study
     * is not limited by it: the front is that of all trials.
     *
     * @throws IllegalArgumentException if {@code trials} is below 2
     */
    public Nsga2 population(int trials) {
        return of(new Nsga2Sampling(trials, sampling.founders(), sampling.crossover(), sampling.mutation()));
    }

    /**
     * The same search with other founders; evenly spread ones, by {@link org.jerboa.search.sampling.SobolSampling}, unless set. Those
     * of {@link #warmStart} come before them, and trials of an {@linkplain #learnFrom earlier study} take their place.
     */
    public Nsga2 founders(Sampling other) {
        return of(new Nsga2Sampling(sampling.population(), other, sampling.crossover(), sampling.mutation()));
    }

    /** The same search with another crossover; {@code Crossover.uniform(0.9, 0.5)} unless set. */
    public Nsga2 crossover(Crossover operator) {
        return of(new Nsga2Sampling(sampling.population(), sampling.founders(), operator, sampling.mutation()));
    }

    /** The same search with another mutation; {@code Mutation.normal(0.1)} unless set. */
    public Nsga2 mutation(Mutation operator) {
        return of(new Nsga2Sampling(sampling.population(), sampling.founders(), sampling.crossover(), operator));
    }

    private Nsga2 of(Nsga2Sampling other) {
        return new Nsga2(other, terms(), epochs());
    }

    @Override
    Nsga2 with(Terms terms, @Nullable Integer epochsPerTrial) {
        return new Nsga2(sampling, terms, epochsPerTrial);
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
        return describe("nsga2", "trials=" + terms().trials() + ", " + sampling.settings());
    }
}
