package org.jerboa.tune.spi;

import java.io.Serializable;

/**
 * What a model will take, as far as can be told before it is made.
 *
 * @param parameters trainable parameters
 * @param batchSize examples of a minibatch
 * @param bytes memory, on and off the heap, of the live model while it trains: parameters, gradients, optimiser state
 *     and the activations of a minibatch
 */
public record ModelEstimate(long parameters, int batchSize, long bytes) implements Serializable {

    public ModelEstimate {
        if (parameters < 0 || batchSize < 1 || bytes < 0) {
            throw new IllegalArgumentException("parameters (" + parameters + ") and bytes (" + bytes
                    + ") must not be negative, batchSize (" + batchSize + ") must be at least 1");
        }
    }
}
