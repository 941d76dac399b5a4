package org.jerboa.search;

import org.jerboa.search.sampling.Sampling;
import org.jerboa.search.sampling.density.TpeSampling;
import org.jspecify.annotations.Nullable;

/**
 * A search that learns: by a tree-structured Parzen estimator, which models where good configurations lie. See {@link
 * TpeSampling} for how, and for the paper.
 *
 * <pre>{@code
 * .search(Tpe.trials(100).epochs(10))
 * }</pre>
 *
 * <p>Trials are started as workers can use them, as one that starts later is of a better informed configuration; so which trials
 * there are depends on the order in which others finish. With one worker it does not. Each gets its epochs, whatever its
 * results; to end the bad ones early give {@code TpeSampling} to {@link Asha} or another adaptive search. Immutable.
 */
public final class Tpe extends FixedSearch<Tpe> {

    private final TpeSampling sampling;

    private Tpe(Terms terms, @Nullable Integer epochs, TpeSampling sampling) {
        super(terms, epochs);
        this.sampling = sampling;
    }

    /**
     * A search of so many trials.
     *
     * @throws IllegalArgumentException if {@code trials} is below 1
     */
    public static Tpe trials(int trials) {
        return new Tpe(Terms.NONE.trials(trials), null, new TpeSampling());
    }

    /** The same search with other settings of the model. */
    public Tpe sampling(TpeSampling settings) {
        return new Tpe(terms(), epochs(), settings);
    }

    @Override
    Tpe with(Terms terms, @Nullable Integer epochsPerTrial) {
        return new Tpe(terms, epochsPerTrial, sampling);
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
        return describe("tpe", "trials=" + terms().trials() + ", sampling=" + sampling.describe());
    }
}
