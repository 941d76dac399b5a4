package org.jerboa.search;

import org.jerboa.search.sampling.RandomSampling;
import org.jerboa.search.sampling.Sampling;
import org.jspecify.annotations.Nullable;

/**
 * Random search: independent uniform draws from the unit cube of the space, each trained for its epochs whatever its
 * results (Bergstra and Bengio, Random Search for Hyper-Parameter Optimization, JMLR 13, 2012).
 *
 * <pre>{@code
 * .search(RandomSearch.trials(24).epochs(10))
 * }</pre>
 *
 * <p>The n-th configuration depends on the seed, the space and the constraints alone: not on the number of trials or
 * workers, nor on what is ended by hand; nor on what is tried first or added to the study, but that it is not tried again.
 * Each parameter draws from a stream of its own, so that adding or moving a parameter leaves the values of the others as
 * they were (where no draw had to be repeated).
 *
 * <p>A draw is repeated if its configuration was drawn before or a {@linkplain #where constraint} forbids it. The search
 * ends early when there is nothing more to draw: in a space of at most 2^20 combinations exactly when all were tried, in
 * others after 10 000 repetitions of one draw.
 *
 * <p>All trials are started at once, up to 1024 in training at a time. Immutable.
 */
public final class RandomSearch extends FixedSearch<RandomSearch> {

    private RandomSearch(Terms terms, @Nullable Integer epochs) {
        super(terms, epochs);
    }

    /**
     * A search of so many trials.
     *
     * @throws IllegalArgumentException if {@code trials} is below 1
     */
    public static RandomSearch trials(int trials) {
        return new RandomSearch(Terms.NONE.trials(trials), null);
    }

    @Override
    RandomSearch with(Terms terms, @Nullable Integer epochsPerTrial) {
        return new RandomSearch(terms, epochsPerTrial);
    }

    @Override
    boolean learns() {
        return false;
    }

    @Override
    Sampling sampling() {
        return new RandomSampling();
    }

    @Override
    public String describe() {
        return describe("random", "trials=" + terms().trials());
    }
}
