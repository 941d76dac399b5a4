package org.jerboa.tune.study;

import java.util.List;
import org.jerboa.tune.metric.Objective;

/**
 * Ends a trial that gets no better: one whose objective has not improved by at least {@code minImprovement} on its best
 * value before, for {@code patience} epochs in a row (L. Prechelt: <i>Early Stopping &ndash; But When?</i>, 1998, in the
 * form deep-learning tools give it). Its best epoch stands. Immutable.
 *
 * @param patience epochs without improvement after which a trial ends; at least 1
 * @param minImprovement the least change of the objective's value that counts; not negative
 */
public record EarlyStopping(int patience, double minImprovement) {

    public EarlyStopping {
        if (patience < 1) {
            throw new IllegalArgumentException("patience (" + patience + " epochs) must be at least 1");
        }
        if (!(minImprovement >= 0) || Double.isInfinite(minImprovement)) {
            throw new IllegalArgumentException(
                    "minImprovement (" + minImprovement + ") must be a number that is not negative");
        }
    }

    /** Any improvement counts. */
    public static EarlyStopping patience(int epochs) {
        return new EarlyStopping(epochs, 0);
    }

    /** The same rule where only improvements of at least {@code change} count, in the objective's own unit. */
    public EarlyStopping minImprovement(double change) {
        return new EarlyStopping(patience, change);
    }

    /** Whether a trial with these finished epochs is to end. An epoch whose value is not a number is no improvement. */
    public boolean ends(Objective objective, List<EpochResult> epochs) {
        double best = Double.NaN;
        int since = 0;
        for (EpochResult epoch : epochs) {
            double value = objective.value(epoch.metrics());
            if (improves(objective, value, best)) {
                best = value;
                since = 0;
            } else {
                since++;
            }
        }
        return since >= patience;
    }

    private boolean improves(Objective objective, double value, double best) {
        if (Double.isNaN(value) || Double.isNaN(best)) {
            return !Double.isNaN(value);
        }
        return objective.direction().isBetter(value, best) && Math.abs(value - best) >= minImprovement;
    }
}
