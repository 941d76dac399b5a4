package org.jerboa.benchmarks.training;

import static org.jerboa.tune.space.Parameter.ordinal;
import static org.jerboa.tune.space.Parameter.real;

import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.jerboa.dl4j.Dl4j;
import org.jerboa.dl4j.Dl4jHandler;
import org.jerboa.dl4j.Updaters;
import org.jerboa.tune.space.Configuration;
import org.jerboa.tune.space.Grid;
import org.jerboa.tune.space.SearchSpace;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/**
 * The networks that are compared: LeNet-5 as it is usually rebuilt (20 and 50 filters of 5 by 5, 500 units; 431 080
 * parameters), four learning rates by two batch sizes.
 */
public final class LeNet {

    static final int SIDE = 28;
    static final int CLASSES = 10;
    static final int LEARNING_RATES = 4;
    public static final SearchSpace SPACE =
            SearchSpace.of(real("learningRate").log(3e-4, 3e-3), ordinal("batchSize", 32, 64));

    private LeNet() {}

    public static Dl4jHandler<MultiLayerNetwork> handler(boolean oneDnn) {
        return Dl4j.network(LeNet::describe).oneDnn(oneDnn);
    }

    /** All configurations, in the order in which a sequential grid search starts them. */
    static Grid grid() {
        return SPACE.grid(LEARNING_RATES);
    }

    private static MultiLayerConfiguration describe(Configuration configuration) {
        return new NeuralNetConfiguration.Builder()
                .activation(Activation.RELU)
                .updater(Updaters.of(configuration))
                .list(
                        new ConvolutionLayer.Builder(5, 5).nOut(20).build(),
                        pooling(),
                        new ConvolutionLayer.Builder(5, 5).nOut(50).build(),
                        pooling(),
                        new DenseLayer.Builder().nOut(500).build(),
                        new OutputLayer.Builder(LossFunction.MCXENT)
                                .activation(Activation.SOFTMAX)
                                .nOut(CLASSES)
                                .build())
                .setInputType(InputType.convolutional(SIDE, SIDE, 1))
                .build();
    }

    private static SubsamplingLayer pooling() {
        return new SubsamplingLayer.Builder(PoolingType.MAX)
                .kernelSize(2, 2)
                .stride(2, 2)
                .build();
    }
}
