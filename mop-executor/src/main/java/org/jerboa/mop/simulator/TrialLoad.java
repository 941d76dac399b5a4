package org.jerboa.mop.simulator;

/**
 * What one trial asks of whoever trains it.
 *
 * @param epochSeconds training time of one epoch, over all data, on one worker slot of speed 1
 * @param modelBytes size of its checkpoint
 * @param minibatches steps of SGD in an epoch: examples over batch size
 */
public record TrialLoad(double epochSeconds, double modelBytes, long minibatches) {

    public TrialLoad {
        if (!(epochSeconds > 0) || Double.isInfinite(epochSeconds)) {
            throw new IllegalArgumentException("epochSeconds (" + epochSeconds + ") of a trial must be above 0");
        }
        if (!(modelBytes >= 0) || minibatches < 1) {
            throw new IllegalArgumentException("modelBytes (" + modelBytes
                    + ") of a trial must not be negative, and minibatches (" + minibatches + ") at least 1");
        }
    }
}
