package org.jerboa.transfer.graph;

import java.util.Random;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.Convolution1DLayer;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.Deconvolution2D;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DepthwiseConvolution2D;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.LocalResponseNormalization;
import org.deeplearning4j.nn.conf.layers.LocallyConnected2D;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PReLULayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.conf.layers.SelfAttentionLayer;
import org.deeplearning4j.nn.conf.layers.SeparableConvolution2D;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.layers.Upsampling2D;
import org.deeplearning4j.nn.conf.layers.ZeroPaddingLayer;
import org.deeplearning4j.nn.conf.layers.convolutional.Cropping2D;
import org.deeplearning4j.nn.conf.layers.recurrent.SimpleRnn;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Small networks with random weights, and what to feed them. */
public final class SampleNetworks {

    /** What {@link #line} and {@link #branches} take: 2 channels, 8 by 8. */
    public static final InputType IMAGE = InputType.convolutional(8, 8, 2);

    /** What {@link #flat} takes: the pixels of an image of 1 channel, 6 by 6, in one row. */
    public static final InputType FLAT = InputType.convolutionalFlat(6, 6, 1);

    /** What {@link #steps} takes: 7 steps of 3 numbers. */
    public static final InputType STEPS = InputType.recurrent(3, 7);

    private SampleNetworks() {}

    /** Convolution, normalisation, activation, pooling, dense, dropout, softmax; no layer has a name. */
    public static MultiLayerNetwork line() {
        MultiLayerNetwork network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                .seed(3)
                .list()
                .layer(convolution(4, Activation.IDENTITY))
                .layer(new BatchNormalization())
                .layer(new ActivationLayer(Activation.RELU))
                .layer(new SubsamplingLayer.Builder(PoolingType.MAX)
                        .kernelSize(2, 2)
                        .build())
                .layer(new DenseLayer.Builder()
                        .nOut(7)
                        .activation(Activation.TANH)
                        .build())
                .layer(new DropoutLayer(0.5))
                .layer(output(3))
                .setInputType(IMAGE)
                .build());
        network.init();
        return network;
    }

    /** As {@link #line}, but takes pixels in a row, so that preprocessors stand before the first layer and the dense one. */
    public static MultiLayerNetwork flat() {
        MultiLayerNetwork network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                .seed(4)
                .list()
                .layer(new ConvolutionLayer.Builder(3, 3)
                        .name("conv")
                        .nOut(5)
                        .activation(Activation.RELU)
                        .build())
                .layer(new DenseLayer.Builder()
                        .name("dense")
                        .nOut(6)
                        .activation(Activation.SIGMOID)
                        .build())
                .layer(output(3))
                .setInputType(FLAT)
                .build());
        network.init();
        return network;
    }

    /**
     * A skip connection, two branches that merge, and two layers that the tool computes in place and that read what others read.
     */
    public static ComputationGraph branches() {
        ComputationGraphConfiguration described = new NeuralNetConfiguration.Builder()
                .seed(5)
                .graphBuilder()
                .addInputs("image")
                .addLayer("stem", convolution(4, Activation.IDENTITY), "image")
                .addLayer("stemRelu", new ActivationLayer(Activation.RELU), "stem")
                .addLayer("a", convolution(4, Activation.RELU), "stemRelu")
                .addLayer("b", convolution(4, Activation.IDENTITY), "a")
                .addVertex("sum", new ElementWiseVertex(ElementWiseVertex.Op.Add), "b", "stem")
                .addLayer("sumRelu", new ActivationLayer(Activation.RELU), "sum")
                .addLayer("wide", convolution(3, Activation.TANH), "sum")
                .addVertex("merged", new MergeVertex(), "sumRelu", "wide", "stemRelu")
                .addLayer("pooled", new GlobalPoolingLayer(PoolingType.AVG), "merged")
                .addLayer("class", output(3), "pooled")
                .setOutputs("class")
                .setInputTypes(IMAGE)
                .build();
        ComputationGraph network = new ComputationGraph(described);
        network.init();
        return network;
    }

    /** Of sequences. */
    public static MultiLayerNetwork steps() {
        MultiLayerNetwork network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                .seed(6)
                .list()
                .layer(new LSTM.Builder().nOut(5).build())
                .layer(new RnnOutputLayer.Builder()
                        .nOut(2)
                        .activation(Activation.SOFTMAX)
                        .build())
                .setInputType(STEPS)
                .build());
        network.init();
        return network;
    }

    /** Layers of steps of many kinds, attention among them, which the tool computes in a graph of operations of its own. */
    public static MultiLayerNetwork kindsOfSteps() {
        MultiLayerNetwork network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                .seed(7)
                .list()
                .layer(new SimpleRnn.Builder().nOut(4).build())
                .layer(new Convolution1DLayer.Builder(3)
                        .nOut(6)
                        .convolutionMode(ConvolutionMode.Same)
                        .build())
                .layer(new ActivationLayer(Activation.ELU))
                .layer(new SelfAttentionLayer.Builder()
                        .nOut(6)
                        .nHeads(2)
                        .projectInput(true)
                        .build())
                .layer(new LSTM.Builder().nOut(5).build())
                .layer(new GlobalPoolingLayer(PoolingType.MAX))
                .layer(new ActivationLayer(Activation.TANH))
                .layer(new DenseLayer.Builder().nOut(4).build())
                .layer(output(2))
                .setInputType(STEPS)
                .build());
        network.init();
        return network;
    }

    /** Layers of images of many kinds. */
    public static MultiLayerNetwork kindsOfMaps() {
        MultiLayerNetwork network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                .seed(8)
                .list()
                .layer(new ZeroPaddingLayer(1, 1))
                .layer(new SeparableConvolution2D.Builder(3, 3).nOut(4).build())
                .layer(new PReLULayer.Builder()
                        .inputShape(4, 8, 8)
                        .sharedAxes(2, 3)
                        .build())
                .layer(new DepthwiseConvolution2D.Builder(3, 3)
                        .depthMultiplier(2)
                        .convolutionMode(ConvolutionMode.Same)
                        .build())
                .layer(new LocalResponseNormalization.Builder().build())
                .layer(new ActivationLayer(Activation.SWISH))
                .layer(new Upsampling2D.Builder(2).build())
                .layer(new Cropping2D(1, 1, 1, 1))
                .layer(new LocallyConnected2D.Builder()
                        .kernelSize(3, 3)
                        .stride(2, 2)
                        .nIn(8)
                        .nOut(3)
                        .setInputSize(14, 14)
                        .build())
                .layer(new Deconvolution2D.Builder(2, 2).nOut(3).build())
                .layer(new SubsamplingLayer.Builder(
                                SubsamplingLayer.PoolingType.AVG, new int[] {2, 2}, new int[] {1, 1})
                        .build())
                .layer(new DropoutLayer(0.5))
                .layer(output(3))
                .setInputType(IMAGE)
                .build());
        network.init();
        return network;
    }

    private static ConvolutionLayer convolution(int filters, Activation activation) {
        return new ConvolutionLayer.Builder(3, 3)
                .nOut(filters)
                .convolutionMode(ConvolutionMode.Same)
                .activation(activation)
                .build();
    }

    private static OutputLayer output(int classes) {
        return new OutputLayer.Builder()
                .nOut(classes)
                .activation(Activation.SOFTMAX)
                .build();
    }

    /** Random numbers, positive and negative, {@code [examples][shape of the input]}. */
    public static INDArray examples(InputType input, int examples, long seed) {
        long[] each = input.getShape(false);
        long[] shape = new long[each.length + 1];
        shape[0] = examples;
        System.arraycopy(each, 0, shape, 1, each.length);
        INDArray array = Nd4j.create(DataType.FLOAT, shape);
        Random random = new Random(seed);
        for (long i = 0; i < array.length(); i++) {
            array.putScalar(i, (float) random.nextGaussian());
        }
        return array;
    }
}
