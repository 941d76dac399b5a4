package org.jerboa.dl4j;

import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.lossfunctions.ILossFunction;
import org.nd4j.linalg.lossfunctions.impl.LossMCXENT;
import org.nd4j.linalg.lossfunctions.impl.LossSparseMCXENT;

/**
 * Where a network gives its predictions and is told the labels.
 *
 * @param name of the graph's output vertex; {@code output} for a sequential network
 * @param size units of the output layer; 0 if it has no weights to tell
 * @param loss its loss, where that can be computed from the activations; null where only the layer itself can say
 */
record OutputPort(
        String name,
        Layout layout,
        long size,
        @Nullable ILossFunction loss,
        @Nullable IActivation activation) {

    /** Whether labels are class indices for the tool too, rather than one-hot vectors. */
    boolean takesIndices() {
        return loss instanceof LossSparseMCXENT;
    }

    /** Whether the loss is one that only makes sense between classes. */
    boolean comparesClasses() {
        return loss instanceof LossMCXENT && size != 1;
    }
}
