package org.jerboa.dl4j;

import org.deeplearning4j.nn.conf.layers.BaseRecurrentLayer;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional;
import org.deeplearning4j.nn.conf.layers.wrapper.BaseWrapperLayer;
import org.jspecify.annotations.Nullable;

/**
 * What one example makes of a layer or a vertex of a graph: how many numbers go in and come out, and how many more it needs on
 * the way. The tool keeps all outputs of a minibatch, and has one working memory for all layers, as large as the
 * neediest makes it.
 *
 * <p>The factors were fitted to the growth of a process's resident memory, once for each kind of layer; see {@code
 * docs/dl4j.md} for how well they do.
 *
 * @param layer null for a vertex that is no layer
 */
record LayerFlow(@Nullable Layer layer, long in, long out) {

    /** Activations before and after the function, and their gradients, in and out. */
    private static final int TRAINING = 4;

    private static final int INFERENCE = 2;

    /** The input before dropout, its mask, and gradients of both. */
    private static final int DROPOUT = 4;

    /** Patches laid out as a matrix, that of their gradients, and what the tool copies of both. */
    private static final int PATCHES = 4;

    /** Gates, cells and activations of every step, which are kept until the way back, beside those counted above. */
    private static final int STEPS_TRAINING = 18;

    private static final int STEPS_INFERENCE = 6;

    /** @param patches whether convolution lays out its input as patches, as it does without oneDNN */
    double inTraining(boolean patches) {
        double numbers = TRAINING * ((double) in + out) + STEPS_TRAINING * hidden();
        if (layer != null && layer.getIDropout() != null) {
            numbers += DROPOUT * (double) in;
        }
        return patches ? numbers + PATCHES * patches() : numbers;
    }

    double inInference(boolean patches) {
        double numbers = INFERENCE * ((double) in + out) + STEPS_INFERENCE * hidden();
        return patches ? numbers + patches() : numbers;
    }

    /** Numbers of a convolution's input when every position of the kernel has its own copy of what it sees. */
    private double patches() {
        if (layer == null || !(LayerLayouts.unwrapped(layer) instanceof ConvolutionLayer convolution)) {
            return 0;
        }
        double positions = (double) out / Math.max(1, convolution.getNOut());
        double kernel = 1;
        for (int side : convolution.getKernelSize()) {
            kernel *= side;
        }
        return positions * kernel * convolution.getNIn();
    }

    /** Units of a recurrent layer, times steps. */
    private double hidden() {
        if (layer == null || !(LayerLayouts.unwrapped(layer) instanceof BaseRecurrentLayer recurrent)) {
            return 0;
        }
        double steps = (double) in / Math.max(1, recurrent.getNIn());
        return steps * recurrent.getNOut() * (isTwofold(layer) ? 2 : 1);
    }

    private static boolean isTwofold(Layer layer) {
        return layer instanceof Bidirectional
                || (layer instanceof BaseWrapperLayer wrapper && isTwofold(wrapper.getUnderlying()));
    }
}
