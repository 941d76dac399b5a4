package org.jerboa.benchmarks.explain;

import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration.ListBuilder;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.WeightInit;
import org.jerboa.transfer.graph.TrainedNetwork;
import org.nd4j.linalg.activations.Activation;

/** Networks to be computed with. Their weights are random: what is computed does not depend on them. */
public final class Networks {

    private static final int CLASSES = 10;
    private static final int UNITS = 128;
    private static final int DIGITS = 28;

    private Networks() {}

    /** LeNet as it is usually rebuilt: 20 and 50 filters of 5 by 5, nothing padded. */
    static TrainedNetwork leNet() {
        InputType input = InputType.convolutional(DIGITS, DIGITS, 1);
        return sequential(
                builder()
                        .list()
                        .layer(convolution(5, 20).build())
                        .layer(pooling(2).build())
                        .layer(convolution(5, 50).build())
                        .layer(pooling(2).build()),
                input);
    }

    /** Three pairs of convolutions of 3 by 3, each followed by pooling, after Simonyan and Zisserman 2015. */
    public static TrainedNetwork vgg(int side, int width) {
        ListBuilder layers = builder().convolutionMode(ConvolutionMode.Same).list();
        for (int channels : new int[] {width, 2 * width, 4 * width}) {
            layers.layer(convolution(3, channels).build())
                    .layer(convolution(3, channels).build())
                    .layer(pooling(2).build());
        }
        return sequential(layers, InputType.convolutional(side, side, 3));
    }

    private static TrainedNetwork sequential(ListBuilder layers, InputType input) {
        MultiLayerNetwork network = new MultiLayerNetwork(
                layers.layer(new DenseLayer.Builder().nOut(UNITS).build())
                        .layer(output())
                        .setInputType(input)
                        .build());
        network.init();
        return TrainedNetwork.of(network, input);
    }

    /** A stem of 7 by 7 with stride 2 and three blocks of two convolutions with skip connections, after He et al. 2016. */
    public static TrainedNetwork resNet(int side, int width) {
        InputType input = InputType.convolutional(side, side, 3);
        GraphBuilder graph = builder()
                .convolutionMode(ConvolutionMode.Same)
                .graphBuilder()
                .addInputs("image")
                .setInputTypes(input)
                .addLayer("stem", normalised(7, width, 2).build(), "image")
                .addLayer("stem-norm", new BatchNormalization(), "stem")
                .addLayer("stem-relu", relu(), "stem-norm");
        block(graph, "a", "stem-relu", width, 1);
        block(graph, "b", "a-relu", 2 * width, 2);
        block(graph, "c", "b-relu", 4 * width, 2);
        ComputationGraph network =
                new ComputationGraph(graph.addLayer("pool", new GlobalPoolingLayer(PoolingType.AVG), "c-relu")
                        .addLayer("out", output(), "pool")
                        .setOutputs("out")
                        .build());
        network.init();
        return TrainedNetwork.of(network, input);
    }

    private static void block(GraphBuilder graph, String name, String input, int channels, int stride) {
        graph.addLayer(name + "-conv1", normalised(3, channels, stride).build(), input)
                .addLayer(name + "-norm1", new BatchNormalization(), name + "-conv1")
                .addLayer(name + "-relu1", relu(), name + "-norm1")
                .addLayer(name + "-conv2", normalised(3, channels, 1).build(), name + "-relu1")
                .addLayer(name + "-norm2", new BatchNormalization(), name + "-conv2");
        String around = input;
        if (stride > 1) {
            around = name + "-around";
            graph.addLayer(around, normalised(1, channels, stride).build(), input);
        }
        graph.addVertex(name + "-add", new ElementWiseVertex(ElementWiseVertex.Op.Add), name + "-norm2", around)
                .addLayer(name + "-relu", relu(), name + "-add");
    }

    private static NeuralNetConfiguration.Builder builder() {
        return new NeuralNetConfiguration.Builder()
                .seed(1)
                .weightInit(WeightInit.RELU)
                .activation(Activation.RELU);
    }

    private static ConvolutionLayer.Builder convolution(int kernel, int channels) {
        return new ConvolutionLayer.Builder(kernel, kernel).nOut(channels);
    }

    /** One in front of batch normalisation, which brings its own bias and is followed by the activation. */
    private static ConvolutionLayer.Builder normalised(int kernel, int channels, int stride) {
        return convolution(kernel, channels)
                .stride(stride, stride)
                .hasBias(false)
                .activation(Activation.IDENTITY);
    }

    private static SubsamplingLayer.Builder pooling(int side) {
        return new SubsamplingLayer.Builder(PoolingType.MAX)
                .kernelSize(side, side)
                .stride(side, side);
    }

    private static ActivationLayer relu() {
        return new ActivationLayer(Activation.RELU);
    }

    private static OutputLayer output() {
        return new OutputLayer.Builder()
                .nOut(CLASSES)
                .activation(Activation.SOFTMAX)
                .build();
    }
}
