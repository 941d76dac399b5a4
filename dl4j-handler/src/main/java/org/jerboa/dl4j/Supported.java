package org.jerboa.dl4j;

import org.deeplearning4j.nn.api.OptimizationAlgorithm;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.SeparableConvolution2D;
import org.nd4j.linalg.learning.config.AdaBelief;

/** What Deeplearning4j lets one describe but cannot train, or cannot train in parts. */
final class Supported {

    private Supported() {}

    /**
     * @throws IllegalArgumentException if a layer would crash in training, or keeps training state where no checkpoint
     *     reaches it
     */
    static void check(NeuralNetConfiguration configuration) {
        if (configuration.getOptimizationAlgo() != OptimizationAlgorithm.STOCHASTIC_GRADIENT_DESCENT) {
            throw new IllegalArgumentException("optimisation algorithm " + configuration.getOptimizationAlgo()
                    + " keeps state that a checkpoint cannot hold; use STOCHASTIC_GRADIENT_DESCENT, with any updater");
        }
        if (configuration.getLayer() instanceof BaseLayer layer
                && (layer.getIUpdater() instanceof AdaBelief || layer.getBiasUpdater() instanceof AdaBelief)) {
            throw Updaters.adaBelief();
        }
        if (configuration.getLayer() instanceof SeparableConvolution2D layer) {
            throw new IllegalArgumentException("layer '" + layer.getLayerName()
                    + "': SeparableConvolution2D fails in training with this Deeplearning4j; use a"
                    + " DepthwiseConvolution2D followed by a ConvolutionLayer of kernel 1");
        }
    }
}
