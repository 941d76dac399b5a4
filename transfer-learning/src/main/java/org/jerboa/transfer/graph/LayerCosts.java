package org.jerboa.transfer.graph;

import java.util.Arrays;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BaseOutputLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.Convolution1DLayer;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.Deconvolution2D;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DepthwiseConvolution2D;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.EmbeddingLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.LocalResponseNormalization;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.layers.PReLULayer;
import org.deeplearning4j.nn.conf.layers.SeparableConvolution2D;
import org.deeplearning4j.nn.conf.layers.Subsampling1DLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.layers.Upsampling2D;
import org.deeplearning4j.nn.conf.layers.ZeroPaddingLayer;
import org.deeplearning4j.nn.conf.layers.convolutional.Cropping2D;
import org.deeplearning4j.nn.conf.layers.recurrent.SimpleRnn;

/** How much work the layers that the tool knows are; {@link GraphLayer} says what is counted. */
final class LayerCosts {

    /** For a layer whose arithmetic is not known here. */
    static final long UNKNOWN = -1;

    private LayerCosts() {}

    /**
     * Multiply-accumulates of one example, or {@link #UNKNOWN}.
     *
     * @param in what the layer takes, after its preprocessor
     */
    static long of(Layer layer, InputType in, InputType out) {
        long given = out.arrayElementsPerExample();
        if (layer instanceof ConvolutionLayer convolution) {
            return convolution(convolution, in, given);
        }
        if (layer instanceof Subsampling1DLayer pooling) {
            return given * pooling.getKernelSize()[0];
        }
        if (layer instanceof SubsamplingLayer pooling) {
            return given * product(pooling.getKernelSize());
        }
        if (layer instanceof GlobalPoolingLayer) {
            return in.arrayElementsPerExample();
        }
        if (layer instanceof LocalResponseNormalization normalisation) {
            return given * Math.round(normalisation.getN());
        }
        if (layer instanceof BatchNormalization
                || layer instanceof ActivationLayer
                || layer instanceof PReLULayer
                || layer instanceof LossLayer) {
            return given;
        }
        if (layer instanceof DropoutLayer
                || layer instanceof EmbeddingLayer
                || layer instanceof ZeroPaddingLayer
                || layer instanceof Cropping2D
                || layer instanceof Upsampling2D) {
            return 0;
        }
        if (layer instanceof DenseLayer dense) {
            return given * dense.getNIn();
        }
        if (layer instanceof BaseOutputLayer output) {
            return given * output.getNIn();
        }
        return recurrent(layer, given);
    }

    /** Every kind of its own class: the tool derives them from one another for other reasons than their arithmetic. */
    private static long convolution(ConvolutionLayer layer, InputType in, long given) {
        if (layer instanceof Convolution1DLayer) {
            return given * layer.getNIn() * layer.getKernelSize()[0];
        }
        long window = product(layer.getKernelSize());
        if (layer instanceof DepthwiseConvolution2D) {
            return given * window;
        }
        if (layer instanceof SeparableConvolution2D separable) {
            long between = layer.getNIn() * separable.getDepthMultiplier();
            long places = given / layer.getNOut();
            return places * between * window + given * between;
        }
        if (layer instanceof Deconvolution2D) {
            return in.arrayElementsPerExample() * window * layer.getNOut();
        }
        return layer.getClass() == ConvolutionLayer.class ? given * window * layer.getNIn() : UNKNOWN;
    }

    /** Input and recurrent weights at every step; LSTM has four gates. */
    private static long recurrent(Layer layer, long given) {
        if (layer instanceof LSTM lstm) {
            return given * 4 * (lstm.getNIn() + lstm.getNOut());
        }
        return layer instanceof SimpleRnn simple ? given * (simple.getNIn() + simple.getNOut()) : UNKNOWN;
    }

    private static long product(int[] sides) {
        return Arrays.stream(sides).asLongStream().reduce(1, (a, b) -> a * b);
    }
}
