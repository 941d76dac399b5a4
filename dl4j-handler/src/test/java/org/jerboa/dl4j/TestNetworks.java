package org.jerboa.dl4j;

import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.jerboa.tune.space.Configuration;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Small networks of each kind that handlers meet, with the updater as a hyperparameter. */
final class TestNetworks {

    private TestNetworks() {}

    private static int units(Configuration configuration, int otherwise) {
        return configuration.has("units") ? configuration.getInt("units") : otherwise;
    }

    /** Of vectors of 6 numbers, in 3 classes. */
    static MultiLayerConfiguration mlp(Configuration configuration) {
        return new NeuralNetConfiguration.Builder()
                .updater(Updaters.of(configuration))
                .l2(1e-3)
                .list()
                .layer(new DenseLayer.Builder()
                        .nIn(6)
                        .nOut(units(configuration, 9))
                        .activation(Activation.TANH)
                        .build())
                .layer(new OutputLayer.Builder(LossFunction.MCXENT)
                        .nIn(units(configuration, 9))
                        .nOut(3)
                        .activation(Activation.SOFTMAX)
                        .build())
                .build();
    }

    /** Of images of 2 channels, 8 by 8, in 3 classes, with dropout and batch normalisation. */
    static MultiLayerConfiguration cnn(Configuration configuration) {
        return new NeuralNetConfiguration.Builder()
                .updater(Updaters.of(configuration))
                .list()
                .layer(new ConvolutionLayer.Builder(3, 3)
                        .nOut(4)
                        .convolutionMode(ConvolutionMode.Same)
                        .activation(Activation.IDENTITY)
                        .build())
                .layer(new BatchNormalization())
                .layer(new ActivationLayer(Activation.RELU))
                .layer(new SubsamplingLayer.Builder(PoolingType.MAX)
                        .kernelSize(2, 2)
                        .stride(2, 2)
                        .build())
                .layer(new DenseLayer.Builder()
                        .nOut(units(configuration, 7))
                        .dropOut(0.7)
                        .activation(Activation.RELU)
                        .build())
                .layer(new OutputLayer.Builder(LossFunction.MCXENT)
                        .nOut(3)
                        .activation(Activation.SOFTMAX)
                        .build())
                .setInputType(InputType.convolutional(8, 8, 2))
                .build();
    }

    /** Of sequences of 7 steps of 4 numbers, with a class of 3 for each step. */
    static MultiLayerConfiguration lstm(Configuration configuration) {
        return new NeuralNetConfiguration.Builder()
                .updater(Updaters.of(configuration))
                .list()
                .layer(new LSTM.Builder()
                        .nIn(4)
                        .nOut(units(configuration, 5))
                        .dropOut(0.8)
                        .build())
                .layer(new RnnOutputLayer.Builder(LossFunction.MCXENT)
                        .nIn(units(configuration, 5))
                        .nOut(3)
                        .activation(Activation.SOFTMAX)
                        .build())
                .build();
    }

    /** Of vectors {@code left} of 6 numbers and {@code right} of 4, in 3 classes, and with a target of 2 numbers. */
    static ComputationGraphConfiguration graph(Configuration configuration) {
        return new NeuralNetConfiguration.Builder()
                .updater(Updaters.of(configuration))
                .graphBuilder()
                .addInputs("left", "right")
                .addLayer(
                        "a",
                        new DenseLayer.Builder()
                                .nIn(6)
                                .nOut(units(configuration, 5))
                                .activation(Activation.TANH)
                                .build(),
                        "left")
                .addLayer(
                        "b",
                        new DenseLayer.Builder()
                                .nIn(4)
                                .nOut(units(configuration, 5))
                                .activation(Activation.RELU)
                                .build(),
                        "right")
                .addVertex("merged", new MergeVertex(), "a", "b")
                .addLayer(
                        "class",
                        new OutputLayer.Builder(LossFunction.MCXENT)
                                .nIn(2 * units(configuration, 5))
                                .nOut(3)
                                .activation(Activation.SOFTMAX)
                                .build(),
                        "merged")
                .addLayer(
                        "target",
                        new OutputLayer.Builder(LossFunction.MSE)
                                .nIn(2 * units(configuration, 5))
                                .nOut(2)
                                .activation(Activation.IDENTITY)
                                .build(),
                        "merged")
                .setOutputs("class", "target")
                .build();
    }
}
