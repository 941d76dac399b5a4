package org.jerboa.search;

import java.io.Serializable;
import org.jerboa.search.allocation.Allocation;
import org.jerboa.search.allocation.Ladder;
import org.jerboa.search.allocation.asha.Asynchronous;
import org.jerboa.search.allocation.asha.Asynchronous.Variant;
import org.jerboa.search.sampling.Sampling;
import org.jerboa.search.sampling.density.TpeSampling;

/**
 * ASHA, the asynchronous successive halving algorithm: trials that are among the best third of those that came as far get
 * three times the epochs, at once and without waiting for anybody, and whenever there is none such a new trial is started.
 *
 * <pre>{@code
 * .search(Asha.maxEpochs(27))                                     // 108 trials
 * .search(Asha.maxEpochs(27).trials(1000).stopping())
 * }</pre>
 *
 * <p>The rules, and where they differ from other implementations, are said in {@link Asynchronous}. Which trials go up depends
 * on the order in which epochs finish, and so on timing, if there is more than one worker; the study's journal has that order.
 *
 * <p>In the paper configurations are drawn at random, which is {@code .sampling(new RandomSampling())}. Here the first ones are;
 * as soon as enough trials have had a ninth of a full training, the others are proposed by {@link TpeSampling} from these
 * (decision record 11 has what that gains).
 *
 * <p>Immutable.
 */
public final class Asha extends AdaptiveSearch<Asha> {

    /** Trials that are trained in full, unless their number is set. */
    private static final int FULLY_TRAINED = 4;

    /** A model learns from trials that had one in so many of a full training's epochs. */
    private static final int LEARNT_FROM = 9;

    private final Shape shape;

    /** Its settings. */
    private record Shape(int maxEpochs, int minEpochs, int eta, int brackets, Variant variant, boolean ownTrials)
            implements Serializable {

        Shape {
            of(minEpochs, maxEpochs, eta, brackets, variant); // refuses what is out of bounds
        }

        private static Asynchronous of(int minEpochs, int maxEpochs, int eta, int brackets, Variant variant) {
            return new Asynchronous(Ladder.of(minEpochs, maxEpochs, eta), eta, brackets, variant);
        }

        Asynchronous allocation() {
            return of(minEpochs, maxEpochs, eta, brackets, variant);
        }

        /** The usual number of trials. */
        long trials() {
            long trials = FULLY_TRAINED;
            for (int rung = 0; rung < allocation().ladder().top(); rung++) {
                trials *= eta;
            }
            return trials;
        }
    }

    private Asha(Terms terms, Sampling sampling, Shape shape) {
        super(shape.ownTrials ? terms : terms.trials(shape.trials()), sampling);
        this.shape = shape;
    }

    /**
     * A search whose longest trials have so many epochs; one in three goes up from each rung, and the first rung is after one
     * epoch or so.
     *
     * @throws IllegalArgumentException if {@code epochs} is below 1
     */
    public static Asha maxEpochs(int epochs) {
        Shape shape = new Shape(epochs, 1, 3, 1, Variant.PROMOTION, false);
        return new Asha(Terms.NONE, new TpeSampling().minEpochs(Math.max(1, epochs / LEARNT_FROM)), shape);
    }

    /**
     * The same search of so many trials. Unless this is called there are as many as let four be trained in full, 108 at
     * {@code maxEpochs(27)}. With {@link Long#MAX_VALUE} it goes on until a limit of the study ends it, or the space has
     * nothing more to try.
     *
     * @throws IllegalArgumentException if {@code most} is below 1
     */
    public Asha trials(long most) {
        return new Asha(
                terms().trials(most),
                sampling(),
                new Shape(shape.maxEpochs, shape.minEpochs, shape.eta, shape.brackets, shape.variant, true));
    }

    /**
     * The same search with one trial in so many going up from each rung; 3 unless set.
     *
     * @throws IllegalArgumentException if {@code oneIn} is below 2, or there are more brackets than rungs then
     */
    public Asha eta(int oneIn) {
        return with(shape.minEpochs, oneIn, shape.brackets, shape.variant);
    }

    /**
     * The same search with no trial judged before so many epochs; 1 unless set. Where the first epochs tell little, this is
     * worth more than it costs.
     *
     * @throws IllegalArgumentException if {@code epochs} is below 1 or above the most, or there are more brackets than rungs
     *     then
     */
    public Asha minEpochs(int epochs) {
        return with(epochs, shape.eta, shape.brackets, shape.variant);
    }

    /**
     * The same search in so many brackets, of which each begins one rung higher; 1 unless set. With more, part of the trials
     * are not judged at the first rungs, as in Hyperband: a hedge against configurations that start slowly and end well.
     *
     * @throws IllegalArgumentException if {@code count} is below 1 or above the number of rungs
     */
    public Asha brackets(int count) {
        return with(shape.minEpochs, shape.eta, count, shape.variant);
    }

    /**
     * The same search with trials that are stopped at a rung if they are not among the best when they come there, and never
     * come back to. It keeps no checkpoint of a trial that waits; its first trials are judged against few others.
     */
    public Asha stopping() {
        return with(shape.minEpochs, shape.eta, shape.brackets, Variant.STOPPING);
    }

    private Asha with(int minEpochs, int eta, int brackets, Variant variant) {
        return new Asha(
                terms(), sampling(), new Shape(shape.maxEpochs, minEpochs, eta, brackets, variant, shape.ownTrials));
    }

    @Override
    Asha with(Terms terms, Sampling other) {
        return new Asha(terms, other, shape);
    }

    @Override
    public Allocation allocation() {
        return shape.allocation();
    }
}
