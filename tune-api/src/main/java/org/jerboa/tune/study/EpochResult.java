package org.jerboa.tune.study;

import java.io.Serializable;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a trial reached in one epoch.
 *
 * @param epoch from 0
 * @param version version of the model at the epoch's end: units trained
 * @param metrics validation metrics by name, and {@value #TRAINING_LOSS}; in a stable order
 * @param trainingSeconds time inside the tool's training in this epoch, summed over its units
 */
public record EpochResult(int epoch, int version, Map<String, Double> metrics, double trainingSeconds)
        implements Serializable {

    /** Name under which the mean training loss over the epoch stands beside the validation metrics. */
    public static final String TRAINING_LOSS = "trainingLoss";

    public EpochResult {
        metrics = Collections.unmodifiableMap(new LinkedHashMap<>(metrics));
    }
}
