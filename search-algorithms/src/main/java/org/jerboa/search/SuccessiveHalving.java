package org.jerboa.search;

import org.jerboa.search.allocation.Allocation;
import org.jerboa.search.allocation.Ladder;
import org.jerboa.search.allocation.bracket.BracketPlan;
import org.jerboa.search.allocation.bracket.Halving;
import org.jerboa.search.sampling.RandomSampling;
import org.jerboa.search.sampling.Sampling;

/**
 * Successive halving: many trials get few epochs each, the best third of them three times as many, and so on until one is
 * trained in full (K. Jamieson, A. Talwalkar: Non-stochastic Best Arm Identification and Hyperparameter Optimization. AISTATS
 * 2016, in the form that Hyperband uses as its bracket).
 *
 * <pre>{@code
 * .search(SuccessiveHalving.maxEpochs(27))            // 27@1 9@3 3@9 1@27: 81 epochs in all
 * .search(SuccessiveHalving.maxEpochs(27).trials(54)) // 54@1 18@3 6@9 2@27
 * }</pre>
 *
 * <p>It trusts the first rungs: a configuration that starts slowly is lost there. {@link #minEpochs} lets all trials get
 * further before the first comparison; {@link Hyperband} does not have to be told how far. How rungs work is said in {@link
 * Halving}. Immutable.
 */
public final class SuccessiveHalving extends AdaptiveSearch<SuccessiveHalving> {

    private final int maxEpochs;
    private final int minEpochs;
    private final int eta;

    private SuccessiveHalving(Terms terms, Sampling sampling, int maxEpochs, int minEpochs, int eta) {
        super(terms, sampling);
        this.maxEpochs = maxEpochs;
        this.minEpochs = minEpochs;
        this.eta = eta;
        ladder(); // refuses what is out of bounds
    }

    /**
     * A search that trains its last trial for so many epochs; one in three goes up from each rung, and the first rung is
     * after one epoch or so.
     *
     * @throws IllegalArgumentException if {@code epochs} is below 1
     */
    public static SuccessiveHalving maxEpochs(int epochs) {
        return new SuccessiveHalving(Terms.NONE, new RandomSampling(), epochs, 1, 3);
    }

    /**
     * The same search of so many trials. Unless this is called it is a power of eta, so that one trial is trained in full.
     *
     * @throws IllegalArgumentException if {@code count} is below 1
     */
    public SuccessiveHalving trials(int count) {
        return with(terms().trials(count));
    }

    /**
     * The same search with one trial in so many going up from each rung; 3 unless set.
     *
     * @throws IllegalArgumentException if {@code oneIn} is below 2
     */
    public SuccessiveHalving eta(int oneIn) {
        return new SuccessiveHalving(terms(), sampling(), maxEpochs, minEpochs, oneIn);
    }

    /**
     * The same search with no trial judged before so many epochs; 1 unless set.
     *
     * @throws IllegalArgumentException if {@code epochs} is below 1 or above the most
     */
    public SuccessiveHalving minEpochs(int epochs) {
        return new SuccessiveHalving(terms(), sampling(), maxEpochs, epochs, eta);
    }

    /** What it is going to do, as a table to be printed. */
    public BracketPlan plan() {
        long trials = terms().trials();
        return BracketPlan.halving(ladder(), eta, trials == Long.MAX_VALUE ? power() : trials);
    }

    private Ladder ladder() {
        return Ladder.of(minEpochs, maxEpochs, eta);
    }

    private long power() {
        long power = 1;
        for (int rung = 0; rung < ladder().top(); rung++) {
            power *= eta;
        }
        return power;
    }

    @Override
    SuccessiveHalving with(Terms terms, Sampling other) {
        return new SuccessiveHalving(terms, other, maxEpochs, minEpochs, eta);
    }

    @Override
    public Allocation allocation() {
        return new Halving("successiveHalving(eta=" + eta + ")", plan(), 1);
    }
}
