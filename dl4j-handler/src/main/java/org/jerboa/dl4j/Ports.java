package org.jerboa.dl4j;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.layers.BaseOutputLayer;
import org.deeplearning4j.nn.conf.layers.BaseRecurrentLayer;
import org.deeplearning4j.nn.conf.layers.Cnn3DLossLayer;
import org.deeplearning4j.nn.conf.layers.CnnLossLayer;
import org.deeplearning4j.nn.conf.layers.Convolution1DLayer;
import org.deeplearning4j.nn.conf.layers.Convolution3D;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.Deconvolution3D;
import org.deeplearning4j.nn.conf.layers.EmbeddingLayer;
import org.deeplearning4j.nn.conf.layers.EmbeddingSequenceLayer;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.layers.RnnLossLayer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.conf.layers.Subsampling1DLayer;
import org.deeplearning4j.nn.conf.layers.Subsampling3DLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional;
import org.deeplearning4j.nn.conf.layers.wrapper.BaseWrapperLayer;
import org.deeplearning4j.nn.conf.ocnn.OCNNOutputLayer;
import org.deeplearning4j.nn.conf.preprocessor.Cnn3DToFeedForwardPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.CnnToFeedForwardPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.CnnToRnnPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.FeedForwardToCnn3DPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.FeedForwardToCnnPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.FeedForwardToRnnPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.RnnToCnnPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.RnnToFeedForwardPreProcessor;
import org.deeplearning4j.util.ConvolutionUtils;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.activations.impl.ActivationSoftmax;
import org.nd4j.linalg.lossfunctions.impl.LossBinaryXENT;

/**
 * Reads off a configuration what shape of arrays it takes and gives. The tool forgets the input type that a
 * configuration was built with; what remains of it are the first layer and the preprocessor put before that.
 */
final class Ports {

    private Ports() {}

    static InputPort input(String name, @Nullable InputPreProcessor preProcessor, Layer first) {
        Layout before = preProcessor == null ? null : layoutBefore(preProcessor);
        if (before != null) {
            return new InputPort(
                    name,
                    before,
                    before == Layout.IMAGE || before == Layout.IMAGE_CHANNELS_LAST ? channels(preProcessor) : 0);
        }
        Layer layer = unwrapped(first);
        Layout layout = layoutOf(layer);
        boolean counted = layout != Layout.ANY && layout != Layout.INDEX && layout != Layout.INDICES;
        return new InputPort(
                name, layout, counted && layer instanceof FeedForwardLayer ff ? Math.max(0, ff.getNIn()) : 0);
    }

    /** The layout of a graph's input is that of the first layer it reaches, through vertices that keep the layout. */
    static InputPort input(String name, ComputationGraphConfiguration graph) {
        Deque<String> ends = new ArrayDeque<>(List.of(name));
        boolean direct = true;
        while (!ends.isEmpty()) {
            String end = ends.remove();
            for (Map.Entry<String, List<String>> vertex :
                    graph.getVertexInputs().entrySet()) {
                if (!vertex.getValue().contains(end)) {
                    continue;
                }
                if (graph.getVertices().get(vertex.getKey()) instanceof LayerVertex found) {
                    InputPort port = input(
                            name, found.getPreProcessor(), found.getLayerConf().getLayer());
                    // Behind a merge, the layer's width is that of all inputs together.
                    return direct ? port : new InputPort(name, port.layout(), 0);
                }
                ends.add(vertex.getKey());
            }
            direct = false;
        }
        return new InputPort(name, Layout.ANY, 0);
    }

    private static @Nullable Layout layoutBefore(InputPreProcessor preProcessor) {
        if (preProcessor instanceof FeedForwardToCnnPreProcessor
                || preProcessor instanceof FeedForwardToCnn3DPreProcessor
                || preProcessor instanceof FeedForwardToRnnPreProcessor) {
            return Layout.VECTOR;
        }
        if (preProcessor instanceof CnnToFeedForwardPreProcessor images) {
            return images.getFormat() == CNN2DFormat.NHWC ? Layout.IMAGE_CHANNELS_LAST : Layout.IMAGE;
        }
        if (preProcessor instanceof CnnToRnnPreProcessor) {
            return Layout.IMAGE;
        }
        if (preProcessor instanceof RnnToFeedForwardPreProcessor sequences) {
            return sequence(sequences.getRnnDataFormat());
        }
        if (preProcessor instanceof RnnToCnnPreProcessor sequences) {
            return sequence(sequences.getRnnDataFormat());
        }
        if (preProcessor instanceof Cnn3DToFeedForwardPreProcessor volumes) {
            return volumes.isNCDHW() ? Layout.VOLUME : Layout.VOLUME_CHANNELS_LAST;
        }
        return null;
    }

    private static long channels(@Nullable InputPreProcessor preProcessor) {
        if (preProcessor instanceof CnnToFeedForwardPreProcessor images) {
            return images.getNumChannels();
        }
        return preProcessor instanceof CnnToRnnPreProcessor images ? images.getNumChannels() : 0;
    }

    /** The layer that wrappers are put around. */
    static Layer unwrapped(Layer layer) {
        if (layer instanceof FrozenLayer frozen) {
            return unwrapped(frozen.getLayer());
        }
        if (layer instanceof Bidirectional both) {
            return unwrapped(both.getFwd());
        }
        return layer instanceof BaseWrapperLayer wrapper ? unwrapped(wrapper.getUnderlying()) : layer;
    }

    private static Layout layoutOf(Layer layer) {
        if (layer instanceof EmbeddingLayer) {
            return Layout.INDEX;
        }
        if (layer instanceof EmbeddingSequenceLayer) {
            return Layout.INDICES;
        }
        if (layer instanceof BaseRecurrentLayer recurrent) {
            return sequence(recurrent.getRnnDataFormat());
        }
        if (layer instanceof Convolution1DLayer convolution) {
            return sequence(convolution.getRnnDataFormat());
        }
        if (layer instanceof Subsampling1DLayer pooling) {
            return pooling.getCnn2dDataFormat() == CNN2DFormat.NHWC ? Layout.SEQUENCE_FEATURES_LAST : Layout.SEQUENCE;
        }
        if (layer instanceof RnnOutputLayer output) {
            return sequence(output.getRnnDataFormat());
        }
        if (layer instanceof RnnLossLayer loss) {
            return sequence(loss.getRnnDataFormat());
        }
        if (layer instanceof CnnLossLayer loss) {
            return image(loss.getFormat());
        }
        Convolution3D.DataFormat volumes = volumeFormat(layer);
        if (volumes != null) {
            return volumes == Convolution3D.DataFormat.NDHWC ? Layout.VOLUME_CHANNELS_LAST : Layout.VOLUME;
        }
        if (layer instanceof ConvolutionLayer convolution) {
            return image(convolution.getCnn2dDataFormat());
        }
        if (layer instanceof SubsamplingLayer pooling) {
            return image(pooling.getCnn2dDataFormat());
        }
        if (ConvolutionUtils.layerHasConvolutionLayout(layer)) {
            return image(ConvolutionUtils.getFormatForLayer(layer));
        }
        return layer instanceof FeedForwardLayer ? Layout.VECTOR : Layout.ANY;
    }

    private static Convolution3D.@Nullable DataFormat volumeFormat(Layer layer) {
        if (layer instanceof Convolution3D convolution) {
            return convolution.getDataFormat();
        }
        if (layer instanceof Deconvolution3D deconvolution) {
            return deconvolution.getDataFormat();
        }
        if (layer instanceof Subsampling3DLayer pooling) {
            return pooling.getDataFormat();
        }
        return layer instanceof Cnn3DLossLayer loss ? loss.getDataFormat() : null;
    }

    private static Layout sequence(@Nullable RNNFormat format) {
        return format == RNNFormat.NWC ? Layout.SEQUENCE_FEATURES_LAST : Layout.SEQUENCE;
    }

    private static Layout image(@Nullable CNN2DFormat format) {
        return format == CNN2DFormat.NHWC ? Layout.IMAGE_CHANNELS_LAST : Layout.IMAGE;
    }

    /** The output of a graph must be a layer. */
    static OutputPort output(String name, ComputationGraphConfiguration graph) {
        GraphVertex vertex = graph.getVertices().get(name);
        if (vertex instanceof LayerVertex layer) {
            return output(name, layer.getLayerConf().getLayer());
        }
        throw new IllegalArgumentException("output '" + name + "' of the graph is no layer but "
                + (vertex == null ? "missing" : vertex.getClass().getSimpleName()) + "; end it in an output layer");
    }

    static OutputPort output(String name, Layer last) {
        Layer layer = unwrapped(last);
        Layout layout = layoutOf(layer);
        if (layer instanceof BaseOutputLayer output && !(layer instanceof OCNNOutputLayer)) {
            return loss(new OutputPort(name, layout, output.getNOut(), output.getLossFn(), output.getActivationFn()));
        }
        if (layer instanceof LossLayer loss) {
            return loss(new OutputPort(name, layout, 0, loss.getLossFn(), loss.getActivationFn()));
        }
        if (layer instanceof RnnLossLayer loss) {
            return loss(new OutputPort(name, layout, 0, loss.getLossFn(), loss.getActivationFn()));
        }
        if (layer instanceof CnnLossLayer loss) {
            return loss(new OutputPort(name, layout, 0, loss.getLossFn(), loss.getActivationFn()));
        }
        return new OutputPort(name, Layout.ANY, 0, null, null);
    }

    /** Cross entropy over two states has a branch of its own for softmax, which starts from the pre-activations. */
    private static OutputPort loss(OutputPort port) {
        boolean branches = port.loss() instanceof LossBinaryXENT && port.activation() instanceof ActivationSoftmax;
        return branches ? new OutputPort(port.name(), port.layout(), port.size(), null, port.activation()) : port;
    }
}
