package org.jerboa.search;

import org.jerboa.search.allocation.Allocation;
import org.jerboa.search.sampling.Sampling;

/**
 * A search put together from two halves: a {@link Sampling}, which proposes configurations, and an {@link Allocation}, which
 * gives epochs to the trials. Any sampling goes with any allocation; the named searches of this package are compositions with
 * sane settings.
 *
 * <pre>{@code
 * .search(ComposedSearch.of(new RandomSampling(), FixedEpochs.asWanted(10)).trials(50))
 * }</pre>
 *
 * <p>Immutable.
 */
public final class ComposedSearch extends Search<ComposedSearch> {

    private final Sampling sampling;
    private final Allocation allocation;

    private ComposedSearch(Sampling sampling, Allocation allocation, Terms terms) {
        super(terms);
        this.sampling = sampling;
        this.allocation = allocation;
    }

    /** Without a limit of trials of its own: it ends when the allocation, the space or the study's limits end it. */
    public static ComposedSearch of(Sampling sampling, Allocation allocation) {
        return new ComposedSearch(sampling, allocation, Terms.NONE);
    }

    /**
     * The most trials that are started; clones are not counted.
     *
     * @throws IllegalArgumentException if {@code most} is below 1
     */
    public ComposedSearch trials(long most) {
        return with(terms().trials(most));
    }

    @Override
    ComposedSearch with(Terms other) {
        return new ComposedSearch(sampling, allocation, other);
    }

    @Override
    Sampling sampling() {
        return sampling;
    }

    @Override
    Allocation allocation() {
        return allocation;
    }

    @Override
    public String describe() {
        long trials = terms().trials();
        return sampling.describe() + " + " + allocation.describe()
                + (trials == Long.MAX_VALUE ? "" : ", trials=" + trials)
                + terms().describe();
    }
}
