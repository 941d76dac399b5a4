package org.jerboa.tune.spi;

import java.io.Serializable;
import java.util.Comparator;

/**
 * Names one checkpoint.
 *
 * @param trial number of the trial
 * @param version how many units the model had been trained for; 0 is the untrained model. A later version is always
 *     a later state, and the same version of a trial is always the same state, bit for bit
 */
public record CheckpointId(int trial, int version) implements Comparable<CheckpointId>, Serializable {

    private static final Comparator<CheckpointId> ORDER =
            Comparator.comparingInt(CheckpointId::trial).thenComparingInt(CheckpointId::version);

    public CheckpointId {
        if (trial < 0 || version < 0) {
            throw new IllegalArgumentException(
                    "trial (" + trial + ") and version (" + version + ") of a checkpoint must not be negative");
        }
    }

    @Override
    public int compareTo(CheckpointId other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return "trial " + trial + " version " + version;
    }
}
