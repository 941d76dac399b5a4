package org.jerboa.transfer.graph;

import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BaseRecurrentLayer;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayer;
import org.deeplearning4j.nn.conf.layers.wrapper.BaseWrapperLayer;

/** The layer inside wrappers. */
record WrappedLayer(Layer inner) {

    static WrappedLayer of(Layer layer) {
        if (layer instanceof FrozenLayer frozen) {
            return of(frozen.getLayer());
        }
        return layer instanceof BaseWrapperLayer wrapper ? of(wrapper.getUnderlying()) : new WrappedLayer(layer);
    }

    /** Of one example, or {@link LayerCosts#UNKNOWN}. */
    long multiplyAccumulates(InputType in, InputType out) {
        InputType computed = out;
        if (inner instanceof BaseRecurrentLayer recurrent && in instanceof InputType.InputTypeRecurrent sequence) {
            // a wrapper may leave all steps but the last out
            computed = InputType.feedForward(recurrent.getNOut() * sequence.getTimeSeriesLength());
        }
        return LayerCosts.of(inner, in, computed);
    }

    /** Channels or features that it has weights for; 0 if it takes any number, or looks at them in another way. */
    long inputsWanted() {
        boolean channels = inner.getClass() == ConvolutionLayer.class;
        boolean features = inner instanceof DenseLayer || inner instanceof OutputLayer || inner instanceof LSTM;
        return channels || features ? ((FeedForwardLayer) inner).getNIn() : 0;
    }

    /** Numbers at each place: channels of images, features of vectors and of steps; 0 of anything else. */
    static long features(InputType type) {
        if (type instanceof InputType.InputTypeConvolutional image) {
            return image.getChannels();
        }
        if (type instanceof InputType.InputTypeRecurrent sequence) {
            return sequence.getSize();
        }
        return type instanceof InputType.InputTypeFeedForward vector ? vector.getSize() : 0;
    }
}
