package org.jerboa.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.jerboa.transfer.graph.SampleNetworks;
import org.jerboa.transfer.graph.TrainedNetwork;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;

class DeploymentTest {

    /** Reads 4 channels, puts them and what a convolution makes of them one below the other, and averages. */
    private static ComputationGraph joinsRows() {
        MergeVertex rows = new MergeVertex();
        rows.setMergeAxis(2);
        ComputationGraph head = new ComputationGraph(new NeuralNetConfiguration.Builder()
                .seed(8)
                .graphBuilder()
                .addInputs("features")
                .addLayer(
                        "mixed",
                        new ConvolutionLayer.Builder(1, 1)
                                .nIn(4)
                                .nOut(4)
                                .activation(Activation.TANH)
                                .build(),
                        "features")
                .addVertex("joined", rows, "features", "mixed")
                .addLayer("pooled", new GlobalPoolingLayer(PoolingType.AVG), "joined")
                .addLayer(
                        "class",
                        new OutputLayer.Builder()
                                .nIn(4)
                                .nOut(3)
                                .activation(Activation.SOFTMAX)
                                .build(),
                        "pooled")
                .setOutputs("class")
                .build());
        head.init();
        return head;
    }

    @Test
    void theHeadJoinsAlongTheDimensionThatItWasTrainedWith() {
        TrainedNetwork network = TrainedNetwork.of(SampleNetworks.branches(), SampleNetworks.IMAGE);
        ComputationGraph head = joinsRows();
        INDArray images = SampleNetworks.examples(SampleNetworks.IMAGE, 5, 1);
        INDArray features = Objects.requireNonNull(
                network.forward().compute(Map.of("image", images), List.of("a")).get("a"));

        ComputationGraph whole = new Deployment(network, "a").with(head, List.of());

        assertThat(whole.output(images)[0].data().asFloat())
                .isEqualTo(head.output(features)[0].data().asFloat());
    }
}
