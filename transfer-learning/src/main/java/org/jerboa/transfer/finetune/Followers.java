package org.jerboa.transfer.finetune;

import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.graph.FrozenVertex;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.graph.PreprocessorVertex;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayer;
import org.nd4j.linalg.activations.impl.ActivationRReLU;

/** Layers that compute the same in training and in inference and have nothing to learn. */
final class Followers {

    private Followers() {}

    static boolean learnsNothing(ComputationGraphConfiguration network, String name) {
        GraphVertex vertex = network.getVertices().get(name);
        if (vertex instanceof LayerVertex layer) {
            return learnsNothing(layer.getLayerConf().getLayer());
        }
        return vertex instanceof MergeVertex
                || vertex instanceof ElementWiseVertex
                || vertex instanceof PreprocessorVertex
                || vertex instanceof FrozenVertex;
    }

    /** Exactly the kinds that are known: others may draw random numbers in training. */
    private static boolean learnsNothing(Layer layer) {
        if (layer.getClass() == FrozenLayer.class) {
            return true;
        }
        boolean fixed = layer.getClass() == SubsamplingLayer.class
                || layer.getClass() == GlobalPoolingLayer.class
                || (layer instanceof ActivationLayer activation
                        && !(activation.getActivationFn() instanceof ActivationRReLU));
        return fixed && layer.getIDropout() == null;
    }
}
