package org.jerboa.dl4j;

import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.layers.Convolution1DLayer;
import org.deeplearning4j.nn.conf.layers.Convolution3D;
import org.deeplearning4j.nn.conf.layers.Deconvolution2D;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.Subsampling3DLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.layers.LayerHelper;
import org.deeplearning4j.nn.layers.convolution.ConvolutionLayer;
import org.deeplearning4j.nn.layers.mkldnn.MKLDNNBatchNormHelper;
import org.deeplearning4j.nn.layers.mkldnn.MKLDNNConvHelper;
import org.deeplearning4j.nn.layers.normalization.BatchNormalization;
import org.deeplearning4j.nn.layers.wrapper.BaseWrapperLayer;
import org.nd4j.linalg.api.buffer.DataType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The fast path for convolution and batch normalisation: DL4J's own layer helpers, which call oneDNN and which no
 * released DL4J ever uses by itself. The tool asks for a class that none of its jars contains, and reads a system
 * property that belongs to the whole process; both are avoided by handing the helper to the layer, whose field for it
 * has no setter. A network at a time can so be fast or not.
 *
 * <p>Only helpers whose results were found sound are used. Those for pooling (wrong gradients of average pooling that
 * counts padding, no gain in speed) and local response normalisation (wrong results) are not, nor is the one for
 * convolution where the kernel is dilated (it fails). See {@code docs/decisions/0006-onednn-helpers.md} for the measurements.
 */
final class OneDnn {

    /** What runs on oneDNN, for a study's definition. */
    static final String LAYERS = "onednn: convolution, batch normalisation";

    private static final Logger LOG = LoggerFactory.getLogger(OneDnn.class);
    private static final AtomicBoolean SAID = new AtomicBoolean();

    private OneDnn() {}

    /** Whether networks can be sped up at all on this backend. */
    static boolean isAvailable() {
        return NativeRuntime.hasOneDnn();
    }

    /** Gives every layer that gains from it its helper; where there is none, says so once and leaves the layers alone. */
    static void attach(Layer[] layers) {
        List<Layer> eligible = Arrays.stream(layers)
                .map(OneDnn::unwrapped)
                .filter(OneDnn::gains)
                .toList();
        if (eligible.isEmpty()) {
            return;
        }
        if (!isAvailable()) {
            if (SAID.compareAndSet(false, true)) {
                LOG.info(
                        "The native library ({}) is without oneDNN: convolution runs on ND4J's own code, 4 to 5 times"
                                + " slower. A classifier with 'onednn', such as linux-x86_64-onednn-avx2, has it",
                        NativeRuntime.classifier());
            }
            return;
        }
        for (Layer layer : eligible) {
            if (layer instanceof ConvolutionLayer) {
                give(layer, ConvolutionLayer.class, new MKLDNNConvHelper(DataType.FLOAT));
            } else {
                give(layer, BatchNormalization.class, new MKLDNNBatchNormHelper(DataType.FLOAT));
            }
        }
    }

    private static Layer unwrapped(Layer layer) {
        return layer instanceof BaseWrapperLayer wrapper ? unwrapped(wrapper.getUnderlying()) : layer;
    }

    /** Exactly these classes: their subclasses compute something else. */
    private static boolean gains(Layer layer) {
        if (layer.getClass() == ConvolutionLayer.class) {
            return isFloat(layer)
                    && !dilated(((ConvolutionLayer) layer).layerConf().getDilation());
        }
        return layer.getClass() == BatchNormalization.class
                && isFloat(layer)
                && !((BatchNormalization) layer).layerConf().isLockGammaBeta();
    }

    private static boolean isFloat(Layer layer) {
        return layer.params() != null && layer.params().dataType() == DataType.FLOAT;
    }

    private static void give(Layer layer, Class<?> declaring, LayerHelper helper) {
        try {
            Field field = declaring.getDeclaredField("helper");
            field.setAccessible(true);
            field.set(layer, helper);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(
                    "this Deeplearning4j (" + NativeRuntime.version() + ") keeps no helper in " + declaring.getName()
                            + "; switch it off with Dl4jHandler.oneDnn(false)",
                    e);
        }
    }

    /**
     * Refuses layers that a library with oneDNN computes wrongly, whether helpers are used or not: its pooling ignores
     * dilation, and gives numbers all the same.
     *
     * @throws IllegalArgumentException if a layer is one of these
     */
    static void refuseUnsound(Layer[] layers, DataType type) {
        if (type != DataType.FLOAT || !isAvailable()) {
            return;
        }
        List<String> unsound = new ArrayList<>();
        for (Layer layer : layers) {
            org.deeplearning4j.nn.conf.layers.Layer description =
                    unwrapped(layer).conf().getLayer();
            if (dilated(dilation(description))) {
                unsound.add("'" + description.getLayerName() + "' ("
                        + description.getClass().getSimpleName() + ")");
            }
        }
        if (!unsound.isEmpty()) {
            throw new IllegalArgumentException("layers " + unsound + " are dilated, which ND4J's libraries with oneDNN"
                    + " compute wrongly or not at all; use a classifier without it, such as linux-x86_64-avx2"
                    + " (loaded now: " + NativeRuntime.classifier() + ")");
        }
    }

    /** Of the layers that oneDNN does not dilate; two-dimensional convolution runs on ND4J's own code then. */
    private static int[] dilation(org.deeplearning4j.nn.conf.layers.Layer layer) {
        if (layer instanceof SubsamplingLayer pooling) {
            return pooling.getPoolingType() == PoolingType.PNORM ? new int[0] : pooling.getDilation();
        }
        if (layer instanceof Subsampling3DLayer pooling) {
            return pooling.getDilation();
        }
        if (layer instanceof Convolution1DLayer convolution) {
            return new int[] {convolution.getDilation()[0]};
        }
        if (layer instanceof Convolution3D convolution) {
            return convolution.getDilation();
        }
        return layer instanceof Deconvolution2D deconvolution ? deconvolution.getDilation() : new int[0];
    }

    private static boolean dilated(int[] dilation) {
        return Arrays.stream(dilation).anyMatch(d -> d > 1);
    }
}
