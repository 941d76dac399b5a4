package org.jerboa.search.sampling.density;

import org.jerboa.search.Constraint;
import org.jerboa.search.sampling.Sampler;
import org.jerboa.search.sampling.Sampling;
import org.jerboa.tune.spi.SearchProblem;

/**
 * The model of BOHB (Falkner, Klein and Hutter, BOHB: Robust and Efficient Hyperparameter Optimization at Scale, ICML 2018,
 * sections 3.2 and 4): a kernel density over the best trials and one over the others, at the largest number of epochs that
 * enough trials have had; of candidates drawn around the best ones the one is proposed where the first density is largest
 * against the second.
 *
 * <p>Unlike {@link TpeSampling} it has one bandwidth along each axis, by the normal reference rule, no prior but a share of
 * proposals drawn at random, and one density over all parameters: where one does not exist in a trial, it is given a random value.
 *
 * <p>Kernels of numbers are normals, cut off at the sides of the cube, of countable ones their mass in each value's cell; those
 * of categories are Aitchison and Aitken's. Trials count by their least loss up to that number of epochs. No configuration is
 * proposed twice, and what can be proposed runs out as with {@link TpeSampling}. A proposal depends on the seed, the trial's
 * number and the trials before it, and costs time in proportion to their number. Immutable.
 */
public final class KdeSampling implements Sampling {

    private final double topShare;
    private final int candidates;
    private final double randomShare;
    private final double bandwidthFactor;
    private final double leastBandwidth;

    /** With the settings of the paper's implementation. */
    public KdeSampling() {
        this(0.15, 64, 1.0 / 3, 3, 1e-3);
    }

    private KdeSampling(
            double topShare, int candidates, double randomShare, double bandwidthFactor, double leastBandwidth) {
        this.topShare = topShare;
        this.candidates = candidates;
        this.randomShare = randomShare;
        this.bandwidthFactor = bandwidthFactor;
        this.leastBandwidth = leastBandwidth;
    }

    /**
     * The same with this share of trials in the first density; 0.15 unless set.
     *
     * @throws IllegalArgumentException if {@code share} is not between 0 and 1
     */
    public KdeSampling topShare(double share) {
        if (!(share > 0 && share < 1)) {
            throw new IllegalArgumentException("topShare (" + share + ") must be between 0 and 1; correct it");
        }
        return new KdeSampling(share, candidates, randomShare, bandwidthFactor, leastBandwidth);
    }

    /**
     * The same choosing among so many candidates; 64 unless set.
     *
     * @throws IllegalArgumentException if {@code number} is below 1
     */
    public KdeSampling candidates(int number) {
        if (number < 1) {
            throw new IllegalArgumentException("candidates (" + number + ") must be at least 1; raise it");
        }
        return new KdeSampling(topShare, number, randomShare, bandwidthFactor, leastBandwidth);
    }

    /**
     * The same with this share of proposals drawn at random; a third unless set.
     *
     * @throws IllegalArgumentException if {@code share} is not from 0 to 1
     */
    public KdeSampling randomShare(double share) {
        if (!(share >= 0 && share <= 1)) {
            throw new IllegalArgumentException("randomShare (" + share + ") must be from 0 to 1; correct it");
        }
        return new KdeSampling(topShare, candidates, share, bandwidthFactor, leastBandwidth);
    }

    /**
     * The same with candidates drawn from kernels so many times as wide as those that score; 3 unless set.
     *
     * @throws IllegalArgumentException if {@code factor} is not positive and finite
     */
    public KdeSampling bandwidthFactor(double factor) {
        return new KdeSampling(topShare, candidates, randomShare, positive("bandwidthFactor", factor), leastBandwidth);
    }

    /**
     * The same with no kernel narrower than this, as a part of the range; 0.001 unless set.
     *
     * @throws IllegalArgumentException if {@code part} is not positive and finite
     */
    public KdeSampling leastBandwidth(double part) {
        return new KdeSampling(topShare, candidates, randomShare, bandwidthFactor, positive("leastBandwidth", part));
    }

    private static double positive(String name, double value) {
        if (!(value > 0) || Double.isInfinite(value)) {
            throw new IllegalArgumentException(name + " (" + value + ") must be positive and finite; correct it");
        }
        return value;
    }

    double topShare() {
        return topShare;
    }

    int candidates() {
        return candidates;
    }

    double randomShare() {
        return randomShare;
    }

    double bandwidthFactor() {
        return bandwidthFactor;
    }

    double leastBandwidth() {
        return leastBandwidth;
    }

    @Override
    public Sampler start(SearchProblem problem, Constraint allowed) {
        return new KdeSampler(this, problem, allowed);
    }

    @Override
    public String describe() {
        return "kde(topShare=" + topShare + ", candidates=" + candidates + ", randomShare=" + randomShare
                + ", bandwidthFactor=" + bandwidthFactor + ", leastBandwidth=" + leastBandwidth + ")";
    }

    @Override
    public String toString() {
        return describe();
    }
}
