package org.jerboa.search.rule;

import org.jerboa.search.history.History;
import org.jerboa.search.history.TrialRecord;

/**
 * Ends a trial that falls behind the others: its best value so far is worse than a percentile of what the others had on
 * average up to the same epoch.
 *
 * <pre>{@code
 * RandomSearch.trials(100).epochs(30).stopWhen(PercentileRule.median().afterEpochs(3))
 * }</pre>
 *
 * <p>The median rule is that of D. Golovin et al.: Google Vizier: A Service for Black-Box Optimization, KDD 2017, section
 * 3.2.2, with one difference: every other trial that has come as far counts, whether it is complete, stopped or still trains.
 * All models train together here, so that few are complete while it matters; and where the stopped ones do not count, the
 * survivors make the rule stricter and stricter.
 *
 * <p>The running mean of a trial with a value that is not a number is infinite, and such a trial counts as one of the worst.
 *
 * @param percent the percentile of losses: 50 is the median, a lower one is stricter
 * @param grace epochs that every trial gets, at least 1
 * @param minTrials others that must have come as far; at least 1
 */
public record PercentileRule(double percent, int grace, int minTrials) implements StoppingRule {

    private static final int USUAL_TRIALS = 5;

    public PercentileRule {
        if (!(percent > 0 && percent < 100)) {
            throw new IllegalArgumentException(
                    "percentile (" + percent + ") must lie between 0 and 100; 50 is the median");
        }
        if (grace < 1 || minTrials < 1) {
            throw new IllegalArgumentException(
                    "grace (" + grace + " epochs) and minTrials (" + minTrials + ") must be at least 1; raise them");
        }
    }

    /** Ends trials behind the median of at least 5 others, from the first epoch on. */
    public static PercentileRule median() {
        return new PercentileRule(50, 1, USUAL_TRIALS);
    }

    /**
     * Ends all but about so many percent of the trials.
     *
     * @throws IllegalArgumentException if {@code percent} is not between 0 and 100
     */
    public static PercentileRule keepBest(double percent) {
        return new PercentileRule(percent, 1, USUAL_TRIALS);
    }

    /** The same rule, but no trial ends before it has had so many epochs. */
    public PercentileRule afterEpochs(int epochs) {
        return new PercentileRule(percent, epochs, minTrials);
    }

    /** The same rule, but no trial ends before so many others have come as far. */
    public PercentileRule minTrials(int trials) {
        return new PercentileRule(percent, grace, trials);
    }

    @Override
    public boolean ends(TrialRecord trial, int depth, History history) {
        if (depth < grace) {
            return false;
        }
        double[] others = history.trials().stream()
                .filter(other -> other != trial && other.number() >= 0 && other.depth() >= depth)
                .mapToDouble(other -> meanLoss(other, depth))
                .sorted()
                .toArray();
        return others.length >= minTrials && bestLoss(trial, depth) > quantile(others, percent / 100);
    }

    private static double meanLoss(TrialRecord trial, int depth) {
        double sum = 0;
        for (int epoch = 1; epoch <= depth; epoch++) {
            sum += trial.lossAt(epoch);
        }
        return sum / depth;
    }

    private static double bestLoss(TrialRecord trial, int depth) {
        double best = Double.POSITIVE_INFINITY;
        for (int epoch = 1; epoch <= depth; epoch++) {
            best = Math.min(best, trial.lossAt(epoch));
        }
        return best;
    }

    /** Interpolated between the two nearest of the sorted values; the upper one where the lower is not finite. */
    private static double quantile(double[] sorted, double fraction) {
        double position = fraction * (sorted.length - 1);
        int below = (int) position;
        double part = position - below;
        if (part == 0 || sorted[below] == sorted[below + 1]) {
            return sorted[below];
        }
        return sorted[below] + part * (sorted[below + 1] - sorted[below]);
    }

    @Override
    public String describe() {
        return "percentile(" + percent + ", afterEpochs=" + grace + ", minTrials=" + minTrials + ")";
    }
}
