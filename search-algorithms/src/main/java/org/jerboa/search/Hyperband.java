package org.jerboa.search;

import java.io.Serializable;
import java.util.Locale;
import org.jerboa.search.allocation.Allocation;
import org.jerboa.search.allocation.Ladder;
import org.jerboa.search.allocation.bracket.BracketPlan;
import org.jerboa.search.allocation.bracket.BracketSizes;
import org.jerboa.search.allocation.bracket.Halving;
import org.jerboa.search.sampling.Sampling;
import org.jerboa.search.sampling.density.TpeSampling;

/**
 * Hyperband: several brackets of {@linkplain SuccessiveHalving successive halving}, from one of many trials that are judged
 * after an epoch to one of a few that are all trained in full, as one cannot know beforehand how early a judgement can be
 * trusted.
 *
 * <pre>{@code
 * .search(Hyperband.maxEpochs(81))
 * System.out.print(Hyperband.maxEpochs(81).plan());
 * }</pre>
 *
 * <p>Nothing but the length of a full training has to be set. How many trials and epochs that makes, {@link #plan} tells. A
 * trial that goes on is trained from where it was, so a full round with the sizes of the table costs 1404 epochs at {@code
 * maxEpochs(81)}, where training from scratch at each rung would cost 1701.
 *
 * <p>In the paper configurations are drawn at random, which is {@code .sampling(new RandomSampling())}. Here the first ones are;
 * as soon as enough trials have had a third of a full training, the others are proposed by {@link TpeSampling} from these.
 * Nothing is learnt from less, as the early epochs are what the brackets hedge against. On all curves of the test functions,
 * those where early losses mislead too, that comes out better than random draws, or even (decision record 11).
 *
 * <p>L. Li, K. Jamieson, G. DeSalvo, A. Rostamizadeh, A. Talwalkar: Hyperband: A Novel Bandit-Based Approach to Hyperparameter
 * Optimization. JMLR 18, 2018. How brackets run is said in {@link Halving}. Immutable.
 */
public final class Hyperband extends AdaptiveSearch<Hyperband> {

    /** A model learns from trials that had one in so many of a full training's epochs. */
    private static final int LEARNT_FROM = 3;

    private final Shape shape;

    /** Its settings. */
    private record Shape(int maxEpochs, int minEpochs, int eta, BracketSizes sizes, long rounds)
            implements Serializable {

        Shape {
            Ladder.of(minEpochs, maxEpochs, eta); // refuses what is out of bounds
            if (rounds < 1) {
                throw new IllegalArgumentException("rounds (" + rounds + ") must be at least 1; raise it");
            }
        }
    }

    private Hyperband(Terms terms, Sampling sampling, Shape shape) {
        super(terms, sampling);
        this.shape = shape;
    }

    /**
     * A search whose longest trials have so many epochs; one in three goes up from each rung, the first rung is after one
     * epoch or so, and the brackets have the sizes of the paper's table.
     *
     * @throws IllegalArgumentException if {@code epochs} is below 1
     */
    public static Hyperband maxEpochs(int epochs) {
        Shape shape = new Shape(epochs, 1, 3, BracketSizes.TABLE, 1);
        return new Hyperband(Terms.NONE, new TpeSampling().minEpochs(Math.max(1, epochs / LEARNT_FROM)), shape);
    }

    private Hyperband with(Shape other) {
        return new Hyperband(terms(), sampling(), other);
    }

    /**
     * The same search with one trial in so many going up from each rung; 3 unless set.
     *
     * @throws IllegalArgumentException if {@code oneIn} is below 2
     */
    public Hyperband eta(int oneIn) {
        return with(new Shape(shape.maxEpochs, shape.minEpochs, oneIn, shape.sizes, shape.rounds));
    }

    /**
     * The same search with no trial judged before so many epochs; 1 unless set.
     *
     * @throws IllegalArgumentException if {@code epochs} is below 1 or above the most
     */
    public Hyperband minEpochs(int epochs) {
        return with(new Shape(shape.maxEpochs, epochs, shape.eta, shape.sizes, shape.rounds));
    }

    /** The same search with brackets of other sizes. */
    public Hyperband sizes(BracketSizes sizes) {
        return with(new Shape(shape.maxEpochs, shape.minEpochs, shape.eta, sizes, shape.rounds));
    }

    /**
     * The same search, running all its brackets so many times; 1 unless set. With {@link Long#MAX_VALUE} it goes on until a
     * limit of the study ends it, or the space has nothing more to try.
     *
     * @throws IllegalArgumentException if {@code times} is below 1
     */
    public Hyperband rounds(long times) {
        return with(new Shape(shape.maxEpochs, shape.minEpochs, shape.eta, shape.sizes, times));
    }

    /**
     * The same search ending with so many trials, wherever in its plan it is then.
     *
     * @throws IllegalArgumentException if {@code most} is below 1
     */
    public Hyperband trials(int most) {
        return with(terms().trials(most));
    }

    /** What one round is going to do, as a table to be printed. */
    public BracketPlan plan() {
        return BracketPlan.hyperband(Ladder.of(shape.minEpochs, shape.maxEpochs, shape.eta), shape.eta, shape.sizes);
    }

    @Override
    Hyperband with(Terms terms, Sampling other) {
        return new Hyperband(terms, other, shape);
    }

    @Override
    public Allocation allocation() {
        String name =
                "hyperband(eta=" + shape.eta + ", sizes=" + shape.sizes.name().toLowerCase(Locale.ROOT) + ")";
        return new Halving(name, plan(), shape.rounds);
    }
}
