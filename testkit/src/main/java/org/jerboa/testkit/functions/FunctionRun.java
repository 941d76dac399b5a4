package org.jerboa.testkit.functions;

import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jerboa.tune.space.Configuration;

/**
 * What came of a {@link FunctionStudy}, and how good it is. A study <em>recommends</em> by what it saw: of the trials that
 * had a full training the one with the least loss after it; before there is any, of the trials that trained longest the one
 * with the least loss then. The first wins ties. It <em>scores</em> the recommended configuration's loss after a full
 * training, without noise.
 *
 * @param configurations of the trials, by number
 * @param epochs the finished epochs of all trials, in the order in which they were finished
 * @param time on the virtual clock
 */
public record FunctionRun(TestFunction function, List<Configuration> configurations, List<Epoch> epochs, double time) {

    /** What a configuration scores whose curve ends in NaN: more than a model that has learnt nothing. */
    private static final double DIVERGED_CURVE = 1;

    /**
     * A finished epoch.
     *
     * @param trial number of the trial
     * @param position epochs of training that its loss stands for, this one included
     * @param observed the loss that was seen
     */
    public record Epoch(int trial, int position, double observed) {}

    public FunctionRun {
        configurations = List.copyOf(configurations);
        epochs = Collections.unmodifiableList(epochs);
    }

    /** The score at the end. */
    public double score() {
        return scoreAfterEpochs(epochs.size());
    }

    /**
     * The score when so many epochs were trained, over all trials; at the end, if there were fewer.
     *
     * @throws IllegalArgumentException if {@code count} is below 1
     */
    public double scoreAfterEpochs(long count) {
        double loss = function.loss(recommendedAfterEpochs(count));
        return Double.isNaN(loss) ? diverged() : loss;
    }

    /**
     * The score when so many trials had finished their first epoch; at the end, if there were fewer.
     *
     * @throws IllegalArgumentException if {@code count} is below 1
     */
    public double scoreAfterTrials(int count) {
        Set<Integer> seen = new HashSet<>();
        int end = 0;
        while (end < epochs.size() && seen.size() < count) {
            seen.add(epochs.get(end).trial());
            end++;
        }
        return scoreAfterEpochs(end);
    }

    /** The configuration that is recommended when so many epochs were trained. */
    public Configuration recommendedAfterEpochs(long count) {
        if (count < 1 || epochs.isEmpty()) {
            throw new IllegalArgumentException("nothing can be recommended after " + count + " of " + epochs.size()
                    + " epochs; at least 1 is needed");
        }
        Epoch best = epochs.get(0);
        for (Epoch epoch : epochs.subList(1, (int) Math.min(count, epochs.size()))) {
            if (isBetter(epoch, best)) {
                best = epoch;
            }
        }
        return configurations.get(best.trial());
    }

    /** Deeper is better up to a full training, what comes after it does not count; then less is better. */
    private boolean isBetter(Epoch epoch, Epoch best) {
        if (Double.isNaN(epoch.observed())
                || epoch.position() > function.epochs()
                || epoch.position() < best.position()) {
            return false;
        }
        return Double.isNaN(best.observed())
                || epoch.position() > best.position()
                || epoch.observed() < best.observed();
    }

    /** Trials that had a full training. */
    public int fullTrainings() {
        return (int) epochs.stream()
                .filter(epoch -> epoch.position() == function.epochs())
                .count();
    }

    private double diverged() {
        return function.isCurve() ? DIVERGED_CURVE : Double.POSITIVE_INFINITY;
    }
}
