package org.jerboa.dl4j;

import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The arrays of some examples, in the order of the network's inputs and outputs. They are overwritten by the next
 * minibatch.
 *
 * @param featureMasks null if no input has one; else one element each, null for an input without
 * @param labelMasks likewise for outputs
 */
record Minibatch(
        INDArray[] features,
        INDArray[] labels,
        INDArray @Nullable [] featureMasks,
        INDArray @Nullable [] labelMasks,
        int examples) {

    @Nullable
    INDArray featureMask() {
        return featureMasks == null ? null : featureMasks[0];
    }

    @Nullable
    INDArray labelMask(int output) {
        return labelMasks == null ? null : labelMasks[output];
    }
}
