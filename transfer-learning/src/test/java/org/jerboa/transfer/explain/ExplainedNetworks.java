package org.jerboa.transfer.explain;

import java.util.Random;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.CNN2DFormat;
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
import org.deeplearning4j.nn.conf.layers.ZeroPaddingLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Small networks of the families that occlusion is held to, with random weights, and random statistics of batch normalisation. */
final class ExplainedNetworks {

    static final int CLASSES = 10;

    private ExplainedNetworks() {}

    /** After LeCun et al. 1998: 28 by 28 pixels, nothing padded, strides of 2 in pooling. */
    static MultiLayerNetwork leNet(DataType type) {
        return init(builder(type)
                .list()
                .layer(convolution(5, 6).activation(Activation.TANH).build())
                .layer(pooling(PoolingType.MAX, 2, 2).build())
                .layer(convolution(5, 16).activation(Activation.TANH).build())
                .layer(pooling(PoolingType.MAX, 2, 2).build())
                .layer(new DenseLayer.Builder()
                        .nOut(32)
                        .activation(Activation.TANH)
                        .build())
                .layer(output())
                .setInputType(InputType.convolutional(28, 28, 1)));
    }

    /** After Simonyan and Zisserman 2015: 32 by 32 pixels in colour, kernels of 3 that keep the size. */
    static MultiLayerNetwork vgg(DataType type) {
        ListBuilder layers = builder(type).convolutionMode(ConvolutionMode.Same).list();
        for (int channels : new int[] {6, 8, 10}) {
            layers.layer(convolution(3, channels).activation(Activation.RELU).build())
                    .layer(convolution(3, channels).activation(Activation.RELU).build())
                    .layer(pooling(PoolingType.MAX, 2, 2).build());
        }
        return init(layers.layer(new DenseLayer.Builder()
                        .nOut(24)
                        .activation(Activation.RELU)
                        .build())
                .layer(output())
                .setInputType(InputType.convolutional(32, 32, 3)));
    }

    /** After He et al. 2016: a padded stem with a stride of 2, three blocks with batch normalisation around which the input skips. */
    static ComputationGraph resNet(DataType type) {
        GraphBuilder graph = builder(type)
                .convolutionMode(ConvolutionMode.Same)
                .graphBuilder()
                .addInputs("image")
                .setInputTypes(InputType.convolutional(32, 32, 3))
                .addLayer("pad", new ZeroPaddingLayer(2, 2), "image")
                .addLayer(
                        "stem",
                        convolution(5, 6)
                                .stride(2, 2)
                                .convolutionMode(ConvolutionMode.Truncate)
                                .build(),
                        "pad")
                .addLayer("stem-norm", new BatchNormalization(), "stem")
                .addLayer("stem-relu", relu(), "stem-norm")
                .addLayer("stem-pool", pooling(PoolingType.MAX, 3, 2).build(), "stem-relu");
        block(graph, "a", "stem-pool", 6, 1);
        block(graph, "b", "a-relu", 8, 2);
        block(graph, "c", "b-relu", 8, 1);
        ComputationGraph network =
                new ComputationGraph(graph.addLayer("pool", new GlobalPoolingLayer(PoolingType.AVG), "c-relu")
                        .addLayer("out", output(), "pool")
                        .setOutputs("out")
                        .build());
        network.init();
        randomise(network.getLayers());
        return network;
    }

    private static void block(GraphBuilder graph, String name, String input, int channels, int stride) {
        graph.addLayer(
                        name + "-conv1",
                        convolution(3, channels)
                                .stride(stride, stride)
                                .hasBias(false)
                                .build(),
                        input)
                .addLayer(name + "-norm1", new BatchNormalization(), name + "-conv1")
                .addLayer(name + "-relu1", relu(), name + "-norm1")
                .addLayer(
                        name + "-conv2", convolution(3, channels).hasBias(false).build(), name + "-relu1")
                .addLayer(name + "-norm2", new BatchNormalization(), name + "-conv2");
        String around = input;
        if (stride > 1) {
            around = name + "-around";
            graph.addLayer(
                    around, convolution(1, channels).stride(stride, stride).build(), input);
        }
        graph.addVertex(name + "-add", new ElementWiseVertex(ElementWiseVertex.Op.Add), name + "-norm2", around)
                .addLayer(name + "-relu", relu(), name + "-add");
    }

    static NeuralNetConfiguration.Builder builder(DataType type) {
        return new NeuralNetConfiguration.Builder()
                .seed(1)
                .dataType(type)
                .weightInit(WeightInit.RELU)
                .activation(Activation.IDENTITY);
    }

    static ConvolutionLayer.Builder convolution(int kernel, int channels) {
        return new ConvolutionLayer.Builder(kernel, kernel).nOut(channels).biasInit(0.1);
    }

    static SubsamplingLayer.Builder pooling(PoolingType pooling, int kernel, int stride) {
        return new SubsamplingLayer.Builder(pooling).kernelSize(kernel, kernel).stride(stride, stride);
    }

    static ActivationLayer relu() {
        return new ActivationLayer(Activation.RELU);
    }

    static OutputLayer output() {
        return new OutputLayer.Builder()
                .nOut(CLASSES)
                .activation(Activation.SOFTMAX)
                .build();
    }

    static MultiLayerNetwork init(ListBuilder layers) {
        MultiLayerNetwork network = new MultiLayerNetwork(layers.build());
        network.init();
        randomise(network.getLayers());
        return network;
    }

    /** Means and variances of batch normalisation that have been learnt, so to speak. */
    static void randomise(Layer[] layers) {
        for (Layer layer : layers) {
            if (layer.conf().getLayer() instanceof BatchNormalization) {
                randomise(layer.getParam("mean"), -0.5);
                randomise(layer.getParam("log10stdev"), -0.5);
                randomise(layer.getParam("gamma"), 0.5);
            }
        }
    }

    private static void randomise(INDArray parameter, double lowest) {
        Random random = new Random(parameter.length());
        double[] numbers =
                random.doubles(parameter.length(), lowest, lowest + 1).toArray();
        parameter.assign(Nd4j.create(numbers, parameter.shape(), DataType.DOUBLE));
    }

    /** An image of uniform noise, {@code [1][channels][rows][columns]}, or with the channels last. */
    static INDArray noise(CNN2DFormat format, int channels, int rows, int columns, long seed) {
        long[] shape = format == CNN2DFormat.NCHW
                ? new long[] {1, channels, rows, columns}
                : new long[] {1, rows, columns, channels};
        Random random = new Random(seed);
        return Nd4j.create(random.doubles((long) channels * rows * columns).toArray(), shape, DataType.DOUBLE);
    }
}
