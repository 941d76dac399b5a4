package org.jerboa.tune.metric;

import java.io.Serializable;
import java.util.Arrays;

/**
 * The scores that examples of one class (positives) and of all others (negatives) got for that class: four bytes an
 * example. The area under their ROC curve is the Mann-Whitney statistic, the share of pairs in which the positive has
 * the higher score, ties counting half. It is computed from whole numbers of pairs, so it depends neither on the order
 * of the examples nor on how they were cut into shards.
 */
final class ScoreSample implements Serializable {

    private static final long serialVersionUID = 1L;

    private final float[] positives;
    private final float[] negatives;

    private ScoreSample(float[] positives, float[] negatives) {
        this.positives = positives;
        this.negatives = negatives;
    }

    ScoreSample merge(ScoreSample other) {
        return new ScoreSample(concat(positives, other.positives), concat(negatives, other.negatives));
    }

    private static float[] concat(float[] left, float[] right) {
        float[] all = Arrays.copyOf(left, left.length + right.length);
        System.arraycopy(right, 0, all, left.length, right.length);
        return all;
    }

    boolean hasPositives() {
        return positives.length > 0;
    }

    boolean hasNaN() {
        return hasNaN(positives) || hasNaN(negatives);
    }

    private static boolean hasNaN(float[] scores) {
        for (float score : scores) {
            if (Float.isNaN(score)) {
                return true;
            }
        }
        return false;
    }

    /** The area under the ROC curve, for scores without NaN; NaN without positives or without negatives. */
    double auc() {
        if (positives.length == 0 || negatives.length == 0) {
            return Double.NaN;
        }
        float[] above = sorted(positives);
        float[] below = sorted(negatives);
        long halves = 0;
        int lower = 0;
        int notHigher = 0;
        for (float score : above) {
            while (lower < below.length && below[lower] < score) {
                lower++;
            }
            while (notHigher < below.length && below[notHigher] <= score) {
                notHigher++;
            }
            halves += (long) lower + notHigher;
        }
        return halves / (2.0 * above.length * below.length);
    }

    private static float[] sorted(float[] scores) {
        float[] copy = scores.clone();
        Arrays.sort(copy);
        return copy;
    }

    /** Collects a sample. */
    static final class Builder {

        private float[] positives = new float[16];
        private float[] negatives = new float[16];
        private int positiveCount;
        private int negativeCount;

        void add(float score, boolean positive) {
            if (positive) {
                positives = withRoom(positives, positiveCount);
                positives[positiveCount++] = score;
            } else {
                negatives = withRoom(negatives, negativeCount);
                negatives[negativeCount++] = score;
            }
        }

        private static float[] withRoom(float[] scores, int count) {
            return count < scores.length ? scores : Arrays.copyOf(scores, Math.multiplyExact(count, 2));
        }

        ScoreSample build() {
            return new ScoreSample(Arrays.copyOf(positives, positiveCount), Arrays.copyOf(negatives, negativeCount));
        }
    }
}
