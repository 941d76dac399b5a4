package org.jerboa.search;

import org.jerboa.search.allocation.Allocation;
import org.jerboa.search.sampling.Sampling;

/**
 * A search that gives epochs to its trials by their results, over configurations from any sampling. Immutable.
 *
 * @param <S> the search itself
 */
public abstract class AdaptiveSearch<S extends AdaptiveSearch<S>> extends Search<S> {

    private final Sampling sampling;

    AdaptiveSearch(Terms terms, Sampling sampling) {
        super(terms);
        this.sampling = sampling;
    }

    /** The same search on other terms and with another sampling. */
    abstract S with(Terms terms, Sampling other);

    @Override
    final S with(Terms other) {
        return with(other, sampling);
    }

    @Override
    final Sampling sampling() {
        return sampling;
    }

    /** The same search over configurations that are proposed in another way. */
    public final S sampling(Sampling other) {
        return with(terms(), other);
    }

    /** How epochs are given; also for a {@link ComposedSearch}. */
    @Override
    public abstract Allocation allocation();

    /** As that of a {@link ComposedSearch} of the same halves. */
    @Override
    public final String describe() {
        long trials = terms().trials();
        return sampling.describe() + " + " + allocation().describe()
                + (trials == Long.MAX_VALUE ? "" : ", trials=" + trials)
                + terms().describe();
    }
}
