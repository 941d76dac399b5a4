package org.jerboa.search.sampling.density;

import org.jerboa.search.Constraint;
import org.jerboa.search.sampling.Sampler;
import org.jerboa.search.sampling.Sampling;
import org.jerboa.tune.spi.SearchProblem;

/**
 * Tree-structured Parzen estimator (Bergstra, Bardenet, Bengio and Kegl, Algorithms for Hyper-Parameter Optimization, NeurIPS
 * 2011, section 4): of the trials so far, some of the best are <em>good</em>; a density is put over these and one over all
 * others, and of some candidates drawn from the first the one is proposed where it is largest against the second.
 *
 * <p>Where we differ from the paper and from most implementations (decision record 10 has the measurements):
 *
 * <ul>
 *   <li>Parameters that exist under the same condition share one joint density, so that interactions are seen.
 *   <li>There are 0.5 sqrt(n) good ones of n, from 3 to 25, and better ones weigh more.
 *   <li>A good trial's kernel is as wide, along all axes, as the trials nearest to it are far: wide where little is known,
 *       narrow where much was tried. No kernel is narrower than 1 / (n + 1) of the range.
 *   <li>A branch of a conditional space has good ones of its own when few of all trials' best are in it.
 * </ul>
 *
 * <p>The first trials are drawn at random, as many as {@link #startupTrials} with a result. Trials that still run count among
 * the others, so that what is being tried is not proposed again by the next worker (the constant liar). Trials are compared at
 * the largest number of epochs that enough of them (one more than there are parameters) have had. No configuration is proposed
 * twice; when 20 proposals in a row were tried before or are forbidden, one is drawn at random, as {@code RandomSampling} does it,
 * which is also how a finite space comes to its end.
 *
 * <p>What is proposed depends on the seed, the trial's number and the trials before it. All arithmetic is plain or StrictMath's,
 * so that it does not depend on the machine. A proposal costs time in proportion to the number of trials; memory, some hundred
 * bytes a trial. Immutable.
 */
public final class TpeSampling implements Sampling {

    private static final int FEWEST_GOOD = 3;

    private static final int MOST_GOOD = 25;

    private final int startupTrials;
    private final int candidates;
    private final double gamma;
    private final double priorWeight;
    private final boolean multivariate;
    private final int minEpochs;

    /** With settings that suit most studies. */
    public TpeSampling() {
        this(10, 24, 0.5, 2, true, 1);
    }

    private TpeSampling(
            int startupTrials, int candidates, double gamma, double priorWeight, boolean multivariate, int minEpochs) {
        this.startupTrials = startupTrials;
        this.candidates = candidates;
        this.gamma = gamma;
        this.priorWeight = priorWeight;
        this.multivariate = multivariate;
        this.minEpochs = minEpochs;
    }

    /**
     * The same with so many trials that must have a result before the model is used; 10 unless set.
     *
     * @throws IllegalArgumentException if {@code trials} is below 1
     */
    public TpeSampling startupTrials(int trials) {
        return new TpeSampling(
                positive("startupTrials", trials), candidates, gamma, priorWeight, multivariate, minEpochs);
    }

    /**
     * The same choosing among so many candidates; 24 unless set. More make it greedier.
     *
     * @throws IllegalArgumentException if {@code number} is below 1
     */
    public TpeSampling candidates(int number) {
        return new TpeSampling(
                startupTrials, positive("candidates", number), gamma, priorWeight, multivariate, minEpochs);
    }

    /**
     * The same with {@code factor} sqrt(n) good ones among n trials; 0.5 unless set.
     *
     * @throws IllegalArgumentException if {@code factor} is not positive and finite
     */
    public TpeSampling gamma(double factor) {
        return new TpeSampling(
                startupTrials, candidates, positive("gamma", factor), priorWeight, multivariate, minEpochs);
    }

    /**
     * The same with a uniform prior that weighs as much as so many trials; 2 unless set. More make it explore more.
     *
     * @throws IllegalArgumentException if {@code weight} is not positive and finite
     */
    public TpeSampling priorWeight(double weight) {
        return new TpeSampling(
                startupTrials, candidates, gamma, positive("priorWeight", weight), multivariate, minEpochs);
    }

    /** The same with a model for each parameter alone. */
    public TpeSampling univariate() {
        return new TpeSampling(startupTrials, candidates, gamma, priorWeight, false, minEpochs);
    }

    /**
     * The same learning nothing from a trial until it has had so many epochs; 1 unless set. For curves whose first epochs say
     * little: until enough trials have come as far, proposals are random.
     *
     * @throws IllegalArgumentException if {@code epochs} is below 1
     */
    public TpeSampling minEpochs(int epochs) {
        return new TpeSampling(
                startupTrials, candidates, gamma, priorWeight, multivariate, positive("minEpochs", epochs));
    }

    private static int positive(String name, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(name + " (" + value + ") must be at least 1; raise it");
        }
        return value;
    }

    private static double positive(String name, double value) {
        if (!(value > 0) || Double.isInfinite(value)) {
            throw new IllegalArgumentException(name + " (" + value + ") must be positive and finite; correct it");
        }
        return value;
    }

    int startupTrials() {
        return startupTrials;
    }

    int candidates() {
        return candidates;
    }

    double priorWeight() {
        return priorWeight;
    }

    boolean multivariate() {
        return multivariate;
    }

    int minEpochs() {
        return minEpochs;
    }

    /** How many of so many trials are good. */
    int goodOf(int trials) {
        int fewest = Math.max(1, Math.min(FEWEST_GOOD, trials / 2));
        return Math.min(MOST_GOOD, Math.max(fewest, (int) Math.ceil(gamma * Math.sqrt(trials))));
    }

    @Override
    public Sampler start(SearchProblem problem, Constraint allowed) {
        return new TpeSampler(this, problem, allowed);
    }

    @Override
    public String describe() {
        return "tpe(startupTrials=" + startupTrials + ", candidates=" + candidates + ", gamma=" + gamma
                + ", priorWeight=" + priorWeight + ", " + (multivariate ? "multivariate" : "univariate")
                + (minEpochs > 1 ? ", minEpochs=" + minEpochs : "") + ")";
    }

    @Override
    public String toString() {
        return describe();
    }
}
