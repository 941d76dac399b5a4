package org.jerboa.transfer.explain;

import java.util.List;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.preprocessor.FeedForwardToCnnPreProcessor;
import org.deeplearning4j.nn.graph.vertex.GraphVertex;
import org.deeplearning4j.nn.graph.vertex.impl.ElementWiseVertex;
import org.deeplearning4j.nn.graph.vertex.impl.MergeVertex;
import org.deeplearning4j.nn.graph.vertex.impl.ScaleVertex;
import org.deeplearning4j.nn.graph.vertex.impl.ShiftVertex;
import org.deeplearning4j.nn.layers.ActivationLayer;
import org.deeplearning4j.nn.layers.DropoutLayer;
import org.deeplearning4j.nn.layers.convolution.ConvolutionLayer;
import org.deeplearning4j.nn.layers.convolution.DepthwiseConvolution2DLayer;
import org.deeplearning4j.nn.layers.convolution.SeparableConvolution2DLayer;
import org.deeplearning4j.nn.layers.convolution.ZeroPaddingLayer;
import org.deeplearning4j.nn.layers.convolution.subsampling.SubsamplingLayer;
import org.deeplearning4j.nn.layers.normalization.BatchNormalization;
import org.deeplearning4j.nn.layers.normalization.LocalResponseNormalization;
import org.deeplearning4j.util.ConvolutionUtils;
import org.jerboa.transfer.explain.Locality.Global;
import org.jerboa.transfer.explain.Locality.Moved;
import org.jerboa.transfer.explain.Locality.Pointwise;
import org.jerboa.transfer.explain.Locality.Sliding;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationSoftmax;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * Finds out how far changes spread in each kind of layer. Only what is known to be local is taken as such: exactly the tool's own classes,
 * as subclasses may compute something else.
 */
final class Localities {

    private static final String ACTIVATIONS = ActivationSoftmax.class.getPackageName();

    private final CNN2DFormat format;
    private final DataType type;

    Localities(CNN2DFormat format, DataType type) {
        this.format = format;
        this.type = type;
    }

    /**
     * @param in of the node's inputs, which all are maps
     * @param out of its output, which is maps too
     */
    Locality of(Node node, List<MapShape> in, MapShape out) {
        if (node.before() != null && !(node.before() instanceof FeedForwardToCnnPreProcessor)) {
            return new Global("reads it through " + node.before().getClass().getSimpleName());
        }
        if (node.vertex() != null) {
            return ofVertex(node, node.vertex(), in, out);
        }
        return node.layer() == null ? notLocal(node) : ofLayer(node, node.layer(), in.get(0), out);
    }

    private Locality ofVertex(Node node, GraphVertex vertex, List<MapShape> in, MapShape out) {
        Class<?> kind = vertex.getClass();
        if (kind == ScaleVertex.class || kind == ShiftVertex.class) {
            return new Pointwise();
        }
        if (kind == ElementWiseVertex.class && in.stream().allMatch(out::equals)) {
            return new Pointwise();
        }
        // Along the channels, as the size stays.
        if (kind == MergeVertex.class && in.stream().allMatch(out::isSizedAs)) {
            return new Pointwise();
        }
        return notLocal(node);
    }

    private Locality ofLayer(Node node, Layer layer, MapShape in, MapShape out) {
        Class<?> kind = layer.getClass();
        if (kind == ActivationLayer.class) {
            return isPointwise(((ActivationLayer) layer).layerConf().getActivationFn())
                    ? new Pointwise()
                    : notLocal(node);
        }
        if (kind == DropoutLayer.class) {
            return new Pointwise();
        }
        if (kind == BatchNormalization.class) {
            return ofThisFormat(node, ((BatchNormalization) layer).layerConf().getCnn2DFormat(), new Pointwise());
        }
        if (kind == LocalResponseNormalization.class) {
            return ofThisFormat(
                    node, ((LocalResponseNormalization) layer).layerConf().getDataFormat(), new Pointwise());
        }
        if (kind == ZeroPaddingLayer.class) {
            org.deeplearning4j.nn.conf.layers.ZeroPaddingLayer padding =
                    (org.deeplearning4j.nn.conf.layers.ZeroPaddingLayer)
                            layer.conf().getLayer();
            return ofThisFormat(
                    node, padding.getDataFormat(), new Moved(padding.getPadding()[0], padding.getPadding()[2]));
        }
        if (kind == ConvolutionLayer.class
                || kind == DepthwiseConvolution2DLayer.class
                || kind == SeparableConvolution2DLayer.class) {
            return ofConvolution(node, (ConvolutionLayer) layer, in, out);
        }
        return kind == SubsamplingLayer.class ? ofPooling(node, (SubsamplingLayer) layer, in, out) : notLocal(node);
    }

    private Locality ofConvolution(Node node, ConvolutionLayer layer, MapShape in, MapShape out) {
        org.deeplearning4j.nn.conf.layers.ConvolutionLayer description =
                (org.deeplearning4j.nn.conf.layers.ConvolutionLayer)
                        layer.conf().getLayer();
        if (description.getConvolutionMode() == ConvolutionMode.Causal || !isPointwise(description.getActivationFn())) {
            return notLocal(node);
        }
        Slide[] slides = slides(
                description.getKernelSize(),
                description.getStride(),
                description.getDilation(),
                description.getPadding(),
                description.getConvolutionMode(),
                in,
                out);
        Step step = Step.of(WithoutPadding.of(layer, type), null);
        return ofThisFormat(node, description.getCnn2dDataFormat(), new Sliding(slides[0], slides[1], step, 0, false));
    }

    private Locality ofPooling(Node node, SubsamplingLayer layer, MapShape in, MapShape out) {
        org.deeplearning4j.nn.conf.layers.SubsamplingLayer description =
                (org.deeplearning4j.nn.conf.layers.SubsamplingLayer)
                        layer.conf().getLayer();
        if (description.getConvolutionMode() == ConvolutionMode.Causal) {
            return notLocal(node);
        }
        Slide[] slides = slides(
                description.getKernelSize(),
                description.getStride(),
                description.getDilation(),
                description.getPadding(),
                description.getConvolutionMode(),
                in,
                out);
        PoolingType pooling = description.getPoolingType();
        return ofThisFormat(
                node,
                description.getCnn2dDataFormat(),
                new Sliding(
                        slides[0],
                        slides[1],
                        Step.of(WithoutPadding.of(layer, type), null),
                        pooling == PoolingType.MAX ? Double.NEGATIVE_INFINITY : 0,
                        pooling == PoolingType.AVG && !description.isAvgPoolIncludePadInDivisor()));
    }

    private static Slide[] slides(
            int[] kernel,
            int[] stride,
            int[] dilation,
            int[] padding,
            ConvolutionMode mode,
            MapShape in,
            MapShape out) {
        int[] before = mode == ConvolutionMode.Same
                ? ConvolutionUtils.getSameModeTopLeftPadding(
                        new int[] {out.rows(), out.columns()},
                        new int[] {in.rows(), in.columns()},
                        kernel,
                        stride,
                        dilation)
                : padding;
        return new Slide[] {
            Slide.of(kernel[0], stride[0], dilation[0], before[0]),
            Slide.of(kernel[1], stride[1], dilation[1], before[1])
        };
    }

    /** The tool's activations work number by number, but for softmax. */
    private static boolean isPointwise(IActivation activation) {
        return activation.getClass().getPackageName().equals(ACTIVATIONS) && !(activation instanceof ActivationSoftmax);
    }

    private Locality ofThisFormat(Node node, CNN2DFormat own, Locality locality) {
        return own == format
                ? locality
                : new Global("the " + node.kind() + " takes " + own + ", the network's first convolution " + format);
    }

    private static Locality notLocal(Node node) {
        return new Global(node.kind() + " may read its whole input");
    }
}
