package org.jerboa.search.sampling.cmaes;

import org.jerboa.search.Constraint;
import org.jerboa.search.sampling.Sampler;
import org.jerboa.search.sampling.Sampling;
import org.jerboa.tune.spi.SearchProblem;

/**
 * CMA-ES over the unit cube of the space; see {@link org.jerboa.search.CmaEs}. Learns from trials when they have ended, by the
 * first objective. Immutable.
 *
 * @param population trials of a generation before the first restart; 0 for the usual number, 4 + 3 ln(number of parameters)
 * @param spread standard deviation of each coordinate at the start, above 0 and at most 1
 */
public record CmaEsSampling(int population, double spread) implements Sampling {

    /** A sixth of each parameter's range, so that its ends are three standard deviations from the centre. */
    public static final double USUAL_SPREAD = 1.0 / 6;

    /** The usual population and spread. */
    public CmaEsSampling() {
        this(0, USUAL_SPREAD);
    }

    public CmaEsSampling {
        if (population < 0 || population == 1) {
            throw new IllegalArgumentException("population (" + population
                    + ") of a generation must be at least 2; raise it, or leave it out for the usual number");
        }
        if (!(spread > 0 && spread <= 1)) {
            throw new IllegalArgumentException("spread (" + spread
                    + ") must be above 0 and at most 1, as it is a share of each parameter's range; try "
                    + USUAL_SPREAD);
        }
    }

    @Override
    public Sampler start(SearchProblem problem, Constraint allowed) {
        return new CmaEsSampler(this, problem, allowed);
    }

    @Override
    public String describe() {
        return "cmaes(" + settings() + ")";
    }

    /** The settings as they stand in descriptions. */
    public String settings() {
        return "population=" + (population == 0 ? "usual" : population) + ", spread=" + spread;
    }
}
