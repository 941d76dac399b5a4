package org.jerboa.search.rule;

import org.jerboa.search.history.History;
import org.jerboa.search.history.TrialRecord;

/**
 * Ends a trial whose objective is no better than a value that one expects to be reached by then: an accuracy of 0.2 after
 * three epochs, say. It is not known before the epoch is reached, and is asked once more after every later one.
 *
 * @param value of the first objective, in its own terms
 * @param afterEpochs when it must be reached; at least 1
 */
public record ThresholdRule(double value, int afterEpochs) implements StoppingRule {

    public ThresholdRule {
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException("threshold (" + value + ") must be a finite number");
        }
        if (afterEpochs < 1) {
            throw new IllegalArgumentException("afterEpochs (" + afterEpochs + ") must be at least 1; raise it");
        }
    }

    /** Ends trials that have not reached the value at their best epoch so far. */
    public static ThresholdRule notReached(double value, int afterEpochs) {
        return new ThresholdRule(value, afterEpochs);
    }

    @Override
    public boolean ends(TrialRecord trial, int depth, History history) {
        if (depth < afterEpochs) {
            return false;
        }
        double bound = history.loss(value);
        for (int epoch = 1; epoch <= depth; epoch++) {
            if (trial.lossAt(epoch) <= bound) {
                return false;
            }
        }
        return true;
    }

    @Override
    public String describe() {
        return "threshold(" + value + ", afterEpochs=" + afterEpochs + ")";
    }
}
