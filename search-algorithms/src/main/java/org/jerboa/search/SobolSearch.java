package org.jerboa.search;

import org.jerboa.search.sampling.Sampling;
import org.jerboa.search.sampling.SobolSampling;
import org.jspecify.annotations.Nullable;

/**
 * Quasi-random search: points of a scrambled Sobol sequence, which fill the space more evenly than independent draws, each
 * trained for its epochs whatever its results. As a baseline it is what {@link RandomSearch} is, with less luck in it.
 *
 * <pre>{@code
 * .search(SobolSearch.trials(32).epochs(10))
 * }</pre>
 *
 * <p>A point has a coordinate for each parameter, whether or not that exists in the configuration. Where a parameter's choices
 * are a power of two, the points that fall to one of them are again as even as the whole sequence: a branch of a conditional
 * space is searched as evenly as the space. Numbers of trials that are powers of two are the most even.
 *
 * <p>The n-th configuration depends on the seed, the space and the constraints alone. Points are passed over whose
 * configuration was tried before or that a {@linkplain #where constraint} forbids, and the search ends early as
 * {@link RandomSearch} does. The space may have up to 1000 parameters that are searched.
 *
 * <p>All trials are started at once, up to 1024 in training at a time. Immutable.
 */
public final class SobolSearch extends FixedSearch<SobolSearch> {

    private SobolSearch(Terms terms, @Nullable Integer epochs) {
        super(terms, epochs);
    }

    /**
     * A search of so many trials.
     *
     * @throws IllegalArgumentException if {@code trials} is below 1
     */
    public static SobolSearch trials(int trials) {
        return new SobolSearch(Terms.NONE.trials(trials), null);
    }

    @Override
    SobolSearch with(Terms terms, @Nullable Integer epochsPerTrial) {
        return new SobolSearch(terms, epochsPerTrial);
    }

    @Override
    boolean learns() {
        return false;
    }

    @Override
    Sampling sampling() {
        return new SobolSampling();
    }

    @Override
    public String describe() {
        return describe("sobol", "trials=" + terms().trials());
    }
}
