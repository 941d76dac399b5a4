package org.jerboa.benchmarks.executor;

import static org.jerboa.tune.space.Parameter.fixed;
import static org.jerboa.tune.space.Parameter.ordinal;

import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.jerboa.benchmarks.SyntheticImages;
import org.jerboa.dl4j.Dl4j;
import org.jerboa.dl4j.Dl4jHandler;
import org.jerboa.dl4j.Updaters;
import org.jerboa.search.GridSearch;
import org.jerboa.tune.space.Configuration;
import org.jerboa.tune.space.SearchSpace;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/**
 * Sixteen networks: perceptrons of eight widths, of which the most costly takes about eight times as long as the cheapest,
 * each with two learning rates.
 *
 * <p>The grid has them in order of cost, two of equal cost next to each other. No order is kinder to two workers that train
 * whole trials: they end together, and the trials that are last to begin are those with the shortest wait before them.
 */
final class Perceptrons {

    static final SearchSpace SPACE = SearchSpace.of(
            ordinal("learningRate", 3e-4, 1e-3),
            ordinal("units", 8, 16, 32, 64, 96, 128, 256, 448),
            fixed("batchSize", 256));

    static final int TRIALS = 16;

    static final Dl4jHandler<MultiLayerNetwork> HANDLER = Dl4j.network(Perceptrons::describe);

    private Perceptrons() {}

    /** All of them. */
    static GridSearch search(int epochs) {
        return GridSearch.sequential().epochs(epochs);
    }

    private static MultiLayerConfiguration describe(Configuration configuration) {
        return new NeuralNetConfiguration.Builder()
                .activation(Activation.RELU)
                .updater(Updaters.of(configuration))
                .list(
                        new DenseLayer.Builder()
                                .nOut(configuration.getInt("units"))
                                .build(),
                        new OutputLayer.Builder(LossFunction.MCXENT)
                                .activation(Activation.SOFTMAX)
                                .nOut(SyntheticImages.CLASSES)
                                .build())
                .setInputType(InputType.convolutional(SyntheticImages.SIDE, SyntheticImages.SIDE, 1))
                .build();
    }
}
