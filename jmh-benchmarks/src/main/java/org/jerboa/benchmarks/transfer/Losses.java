package org.jerboa.benchmarks.transfer;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jerboa.tune.study.EpochResult;
import org.jerboa.tune.study.StudyResult;
import org.jerboa.tune.study.Trial;
import org.jerboa.tune.study.TrialStatus;

/** Losses of the same trials in two studies. */
final class Losses {

    private Losses() {}

    /** The largest difference of a training or validation loss in any epoch of any trial. */
    static double difference(StudyResult<?> one, StudyResult<?> other) {
        Map<Integer, Trial> others = new HashMap<>();
        other.ranking().forEach(trial -> others.put(trial.id(), trial));
        double largest = 0;
        for (Trial trial : one.ranking()) {
            Trial same = Objects.requireNonNull(others.get(trial.id()), "trial");
            if (!same.configuration().equals(trial.configuration())
                    || trial.status() != TrialStatus.COMPLETED
                    || same.status() != TrialStatus.COMPLETED) {
                throw new IllegalStateException(trial + " and " + same + " cannot be compared");
            }
            largest = Math.max(largest, difference(trial.epochs(), same.epochs()));
        }
        return largest;
    }

    private static double difference(List<EpochResult> one, List<EpochResult> other) {
        double largest = 0;
        for (int epoch = 0; epoch < one.size(); epoch++) {
            for (String loss : List.of(EpochResult.TRAINING_LOSS, "loss")) {
                double first = Objects.requireNonNull(one.get(epoch).metrics().get(loss), loss);
                double second =
                        Objects.requireNonNull(other.get(epoch).metrics().get(loss), loss);
                largest = Math.max(largest, Math.abs(first - second));
            }
        }
        return largest;
    }
}
