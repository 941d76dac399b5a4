package org.jerboa.search;

import org.jerboa.search.allocation.Allocation;
import org.jerboa.search.allocation.FixedEpochs;
import org.jspecify.annotations.Nullable;

/**
 * A search that trains each of its trials for its epochs, whatever its results. Immutable.
 *
 * @param <S> the search itself
 */
public abstract class FixedSearch<S extends FixedSearch<S>> extends Search<S> {

    private final @Nullable Integer epochs;

    FixedSearch(Terms terms, @Nullable Integer epochs) {
        super(terms);
        this.epochs = epochs;
    }

    /** Those of each trial, if they were set. */
    final @Nullable Integer epochs() {
        return epochs;
    }

    /** The same search on other terms and with other epochs. */
    abstract S with(Terms terms, @Nullable Integer epochsPerTrial);

    /** Whether results make a difference to what is tried next: then trials are started as workers can use them, else at once. */
    abstract boolean learns();

    @Override
    final S with(Terms other) {
        return with(other, epochs);
    }

    /**
     * The same search with so many epochs for each trial. Unless this is called, a trial gets as many as its own value of
     * the parameter {@code epochs} says, or 10 where the space has no such parameter. A study is refused if both say it.
     *
     * @throws IllegalArgumentException if {@code epochsPerTrial} is below 1
     */
    public final S epochs(int epochsPerTrial) {
        FixedEpochs.allAtOnce(epochsPerTrial); // refuses what is no number of epochs
        return with(terms(), epochsPerTrial);
    }

    @Override
    final Allocation allocation() {
        return learns() ? FixedEpochs.asWanted(epochs) : FixedEpochs.allAtOnce(epochs);
    }

    /** Its name with its settings. */
    final String describe(String name, String settings) {
        return name + "(" + settings + ", " + allocation().describe() + terms().describe() + ")";
    }
}
