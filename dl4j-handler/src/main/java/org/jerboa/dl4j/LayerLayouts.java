package org.jerboa.dl4j;

import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.RNNFormat;
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
import org.deeplearning4j.nn.conf.layers.RnnLossLayer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.conf.layers.Subsampling1DLayer;
import org.deeplearning4j.nn.conf.layers.Subsampling3DLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional;
import org.deeplearning4j.nn.conf.layers.wrapper.BaseWrapperLayer;
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

/** In which order of dimensions each kind of layer and preprocessor takes its arrays; the tool has no common word for it. */
final class LayerLayouts {

    private LayerLayouts() {}

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

    /** Of what a layer takes; of what it gives, if it is the last. */
    static Layout of(Layer layer) {
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

    /** Of what a preprocessor takes; null if it takes what the layer behind it does. */
    static @Nullable Layout before(InputPreProcessor preProcessor) {
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

    /** Channels of the images that a preprocessor takes; 0 if it takes none. */
    static long channels(@Nullable InputPreProcessor preProcessor) {
        if (preProcessor instanceof CnnToFeedForwardPreProcessor images) {
            return images.getNumChannels();
        }
        return preProcessor instanceof CnnToRnnPreProcessor images ? images.getNumChannels() : 0;
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
}
