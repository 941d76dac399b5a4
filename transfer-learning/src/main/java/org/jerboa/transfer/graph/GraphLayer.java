package org.jerboa.transfer.graph;

import java.util.Arrays;
import java.util.List;
import org.deeplearning4j.nn.conf.inputs.InputType;

/**
 * One layer of a network, or a vertex that is none (an addition, a merge), or an input of the network.
 *
 * <p>The unit of work is the multiply-accumulate, as it is in the literature on these networks. Convolutions and dense layers are
 * counted exactly: one for each weight that meets a number, those that meet padding included; bias and activation function are
 * left out. What has no weights counts one for each number that is read into a result: the window of a pooling, the second and
 * further inputs of an addition. Copies (merge, padding, cropping, flattening) and inputs of the network count nothing.
 *
 * @param name unique in the network
 * @param kind the tool's name of it, such as {@code ConvolutionLayer}; {@value #INPUT} where the network begins
 * @param inputs names of what it reads, in order; empty for inputs of the network
 * @param output what it gives, in the tool's words
 * @param elements numbers that it gives for one example
 * @param bytes of these numbers, in the network's own type
 * @param multiplyAccumulates for one example
 * @param exact whether the work is counted; for the few kinds whose arithmetic is not known here it is estimated as one
 *     multiply-accumulate for each parameter and each number of the output
 */
public record GraphLayer(
        String name,
        String kind,
        List<String> inputs,
        InputType output,
        long elements,
        long bytes,
        long multiplyAccumulates,
        boolean exact) {

    static final String INPUT = "input";

    public GraphLayer {
        inputs = List.copyOf(inputs);
    }

    /** Whether it is an input of the network. */
    public boolean isInput() {
        return inputs.isEmpty();
    }

    /** Of the output of one example, in the tool's order of dimensions: {@code [channels][height][width]} for most images. */
    public long[] shape() {
        return output.getShape(false);
    }

    @Override
    public String toString() {
        return name + " (" + kind + ") " + Arrays.toString(shape()) + ", " + bytes + " bytes, " + multiplyAccumulates
                + " multiply-accumulates" + (exact ? "" : " (estimated)");
    }
}
