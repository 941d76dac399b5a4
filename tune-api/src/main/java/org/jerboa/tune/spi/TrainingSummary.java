package org.jerboa.tune.spi;

import java.io.Serializable;

/**
 * What training over one shard reports.
 *
 * @param examples examples trained on
 * @param minibatches steps of SGD taken
 * @param loss mean training loss an example, measured as training went on; not finite means that the trial diverged
 */
public record TrainingSummary(long examples, long minibatches, double loss) implements Serializable {

    public TrainingSummary {
        if (examples < 1 || minibatches < 1) {
            throw new IllegalArgumentException("a unit that trained " + examples + " examples in " + minibatches
                    + " minibatches is no unit; both are at least 1");
        }
    }

    /** The summary over the examples of both, losses weighted by examples. */
    public TrainingSummary merge(TrainingSummary other) {
        long all = examples + other.examples;
        double mean = (loss * examples + other.loss * other.examples) / all;
        return new TrainingSummary(all, minibatches + other.minibatches, mean);
    }

    public boolean diverged() {
        return !Double.isFinite(loss);
    }
}
