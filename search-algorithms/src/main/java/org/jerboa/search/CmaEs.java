package org.jerboa.search;

import org.jerboa.search.sampling.Sampling;
import org.jerboa.search.sampling.cmaes.CmaEsSampling;
import org.jspecify.annotations.Nullable;

/**
 * CMA-ES (N. Hansen, A. Ostermeier: <i>Completely Derandomized Self-Adaptation in Evolution Strategies</i>, Evolutionary
 * Computation 9(2), 2001): trials are drawn from a normal distribution over the space that moves to where trials do well, and
 * takes on the shape of the valleys there. For spaces in which most parameters are numbers, and for some hundred trials.
 *
 * <pre>{@code
 * .search(CmaEs.trials(200).epochs(10))
 * }</pre>
 *
 * <ul>
 *   <li>Each parameter is searched on its scale, from 0 to 1; the first trials are drawn around the centre.
 *   <li>Trials are asked for one by one, and every so many that end make a generation, whichever they are: no worker waits for
 *       a generation. What was drawn from an earlier distribution counts, with its step cut to a usual length. When more
 *       trials are under way than a generation has, generations become as large.
 *   <li>Values of integer, quantised and ordinal parameters keep a least probability when the distribution has become narrower
 *       than a value is wide (CMA-ES with margin, Hamano et al. 2022).
 *   <li>Values of categorical parameters have probabilities that follow the good trials, with a least probability of their own.
 *   <li>A parameter that does not exist in a configuration learns nothing from its trial.
 *   <li>When nothing more is to be found, or all of a number of generations were equally good, the search begins again
 *       from a random centre with twice the population (Auger and Hansen 2005).
 *   <li>Trials of an {@linkplain #learnFrom earlier study}: the search starts around the best tenth of them (Nomura et al. 2021).
 * </ul>
 *
 * <p>No configuration is tried twice. Results in the order in which they came and the study's seed decide on what is tried next.
 * Of several objectives the first is followed. Immutable.
 */
public final class CmaEs extends FixedSearch<CmaEs> {

    private final CmaEsSampling sampling;

    private CmaEs(CmaEsSampling sampling, Terms terms, @Nullable Integer epochs) {
        super(terms, epochs);
        this.sampling = sampling;
    }

    /**
     * A search of so many trials.
     *
     * @throws IllegalArgumentException if {@code trials} is below 1
     */
    public static CmaEs trials(int trials) {
        return new CmaEs(new CmaEsSampling(), Terms.NONE.trials(trials), null);
    }

    /**
     * The same search with so many trials in a generation, before restarts; 4 + 3 ln(number of parameters) unless set. More
     * search more widely and take longer.
     *
     * @throws IllegalArgumentException if {@code trials} is below 2
     */
    public CmaEs population(int trials) {
        CmaEsSampling other = new CmaEsSampling(Math.max(1, trials), sampling.spread());
        return new CmaEs(other, terms(), epochs());
    }

    /**
     * The same search with another standard deviation of the first trials, as a share of each parameter's range; 1/6 unless
     * set.
     *
     * @throws IllegalArgumentException if {@code share} is not above 0 and at most 1
     */
    public CmaEs spread(double share) {
        return new CmaEs(new CmaEsSampling(sampling.population(), share), terms(), epochs());
    }

    @Override
    CmaEs with(Terms terms, @Nullable Integer epochsPerTrial) {
        return new CmaEs(sampling, terms, epochsPerTrial);
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
        return describe("cmaes", "trials=" + terms().trials() + ", " + sampling.settings());
    }
}
