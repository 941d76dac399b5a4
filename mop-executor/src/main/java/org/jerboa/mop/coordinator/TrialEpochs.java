package org.jerboa.mop.coordinator;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jerboa.tune.metric.Objective;
import org.jerboa.tune.study.EpochResult;
import org.jspecify.annotations.Nullable;

/** The epochs that a trial has finished, and which of them is its best. */
final class TrialEpochs {

    private final int trial;
    private final int shards;
    private final Objective objective;
    private final List<EpochResult> finished = new ArrayList<>();
    private @Nullable EpochResult best;

    TrialEpochs(int trial, int shards, Objective objective) {
        this.trial = trial;
        this.shards = shards;
        this.objective = objective;
    }

    void finished(EpochResult result) {
        if (result.epoch() != count() || result.version() != (count() + 1) * shards) {
            throw new IllegalStateException("epoch " + result.epoch() + " of trial " + trial + " ended at version "
                    + result.version() + " after " + count() + " epochs of " + shards + " shards");
        }
        finished.add(result);
        if (wouldBeBest(result)) {
            best = result;
        }
    }

    boolean wouldBeBest(EpochResult result) {
        double value = objective.value(result.metrics());
        return !Double.isNaN(value)
                && (best == null || objective.direction().isBetter(value, objective.value(best.metrics())));
    }

    int count() {
        return finished.size();
    }

    /** A live view. */
    List<EpochResult> all() {
        return finished;
    }

    Optional<EpochResult> last() {
        return finished.isEmpty() ? Optional.empty() : Optional.of(finished.get(count() - 1));
    }

    /** Empty if none has a value by the objective. */
    Optional<EpochResult> best() {
        return Optional.ofNullable(best);
    }
}
