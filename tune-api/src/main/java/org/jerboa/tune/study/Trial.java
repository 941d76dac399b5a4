package org.jerboa.tune.study;

import java.util.List;
import java.util.Optional;
import org.jerboa.tune.metric.Objective;
import org.jerboa.tune.space.Configuration;

/**
 * One configuration and what became of it, as it was at one moment. Immutable.
 *
 * @param id number of the trial in its study, from 0
 * @param seed seed of the trial's model
 * @param parent number of the trial it was cloned from
 * @param parentVersion version of the parent's model that it started from; 0 without a parent
 * @param epochs the finished epochs, oldest first
 * @param cause why it failed or diverged
 */
public record Trial(
        int id,
        Configuration configuration,
        long seed,
        TrialStatus status,
        Optional<Integer> parent,
        int parentVersion,
        List<EpochResult> epochs,
        Optional<String> cause) {

    public Trial {
        epochs = List.copyOf(epochs);
    }

    /**
     * The epoch with the best value of an objective, the earliest if several tie; empty if no epoch was finished
     * with a value that is a number.
     */
    public Optional<EpochResult> best(Objective objective) {
        EpochResult best = null;
        for (EpochResult epoch : epochs) {
            double value = objective.value(epoch.metrics());
            if (!Double.isNaN(value)
                    && (best == null || objective.direction().isBetter(value, objective.value(best.metrics())))) {
                best = epoch;
            }
        }
        return Optional.ofNullable(best);
    }

    /** Value of an objective at its best epoch; NaN if there is none. */
    public double bestValue(Objective objective) {
        return best(objective).map(epoch -> objective.value(epoch.metrics())).orElse(Double.NaN);
    }
}
