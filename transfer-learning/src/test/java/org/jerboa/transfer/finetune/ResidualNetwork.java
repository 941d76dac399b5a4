package org.jerboa.transfer.finetune;

import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.jerboa.transfer.graph.SampleNetworks;
import org.nd4j.linalg.activations.Activation;

/**
 * Skip connections and a branch around them, with batch normalisation. As in the literature, nothing but its activation reads a sum: the
 * tool's frozen activation layers write over what they read, in training, too, where another layer may read it later.
 */
final class ResidualNetwork {

    private ResidualNetwork() {}

    /** Of images of 2 channels, 8 by 8, in 3 classes. The statistics of batch normalisation are those of some training. */
    static ComputationGraph make() {
        GraphBuilder graph = new NeuralNetConfiguration.Builder()
                .seed(9)
                .convolutionMode(ConvolutionMode.Same)
                .graphBuilder()
                .addInputs("image")
                .setInputTypes(SampleNetworks.IMAGE);
        convolution(graph, "stem", "image", 4);
        block(graph, "a", "stem-relu");
        block(graph, "b", "a-relu");
        convolution(graph, "side", "stem-relu", 3);
        ComputationGraph network =
                new ComputationGraph(graph.addVertex("both", new MergeVertex(), "b-relu", "side-relu")
                        .addLayer("pool", new GlobalPoolingLayer(PoolingType.AVG), "both")
                        .addLayer(
                                "out",
                                new OutputLayer.Builder()
                                        .nOut(3)
                                        .activation(Activation.SOFTMAX)
                                        .build(),
                                "pool")
                        .setOutputs("out")
                        .build());
        network.init();
        network.paramTable().forEach((name, values) -> {
            if (name.endsWith("_mean")) {
                values.addi(0.1);
            } else if (name.endsWith("_var")) {
                values.muli(1.3);
            }
        });
        return network;
    }

    private static void block(GraphBuilder graph, String name, String input) {
        convolution(graph, name + "1", input, 4);
        graph.addLayer(name + "2", kernel(4), name + "1-relu")
                .addLayer(name + "2-norm", new BatchNormalization(), name + "2")
                .addVertex(name + "-sum", new ElementWiseVertex(ElementWiseVertex.Op.Add), name + "2-norm", input)
                .addLayer(name + "-relu", new ActivationLayer(Activation.RELU), name + "-sum");
    }

    private static void convolution(GraphBuilder graph, String name, String input, int filters) {
        graph.addLayer(name, kernel(filters), input)
                .addLayer(name + "-norm", new BatchNormalization(), name)
                .addLayer(name + "-relu", new ActivationLayer(Activation.RELU), name + "-norm");
    }

    private static ConvolutionLayer kernel(int filters) {
        return new ConvolutionLayer.Builder(3, 3)
                .nOut(filters)
                .activation(Activation.IDENTITY)
                .build();
    }
}
