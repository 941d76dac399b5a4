package org.jerboa.transfer.explain;

import java.util.List;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.jerboa.dl4j.Dl4j;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A second object for a sliding layer, over the same parameters and with the same helper, that pads nothing: a window's padding is where
 * the window touches the map's border, which the window's reader knows and the layer does not.
 */
final class WithoutPadding {

    private WithoutPadding() {}

    static Layer of(Layer layer, DataType type) {
        NeuralNetConfiguration copy = layer.conf().clone();
        if (copy.getLayer() instanceof ConvolutionLayer convolution) {
            convolution.setConvolutionMode(ConvolutionMode.Truncate);
            convolution.setPadding(new int[] {0, 0});
        } else if (copy.getLayer() instanceof SubsamplingLayer pooling) {
            pooling.setConvolutionMode(ConvolutionMode.Truncate);
            pooling.setPadding(new int[] {0, 0});
        } else {
            throw new IllegalArgumentException(copy.getLayer() + " does not slide");
        }
        INDArray parameters = layer.params();
        Layer second = copy.getLayer().instantiate(copy, List.of(), layer.getIndex(), parameters, false, type);
        Dl4j.readyAs(layer, second);
        return second;
    }
}
