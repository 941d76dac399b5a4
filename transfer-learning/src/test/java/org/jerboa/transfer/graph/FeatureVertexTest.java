package org.jerboa.transfer.graph;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.transferlearning.TransferLearning;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;

class FeatureVertexTest {

    private static TrainedNetwork branches() {
        return TrainedNetwork.of(SampleNetworks.branches(), SampleNetworks.IMAGE);
    }

    private static List<String> names(TrainedNetwork network) {
        return network.graph().layers().stream().map(GraphLayer::name).toList();
    }

    private static float[] output(TrainedNetwork network, INDArray images, String layer) {
        Map<String, INDArray> outputs = network.forward().compute(Map.of("image", images), List.of(layer));
        return Objects.requireNonNull(outputs.get(layer)).dup('c').data().asFloat();
    }

    @Test
    void eachPoolingOfALayerHasAVertexOfItsOwn() {
        TrainedNetwork all = branches();
        for (Pooling pooling : List.of(Pooling.AVERAGE, Pooling.MAX, Pooling.FLATTEN)) {
            all = all.withFeatures(List.of("sum"), pooling);
        }

        assertThat(names(all))
                .hasSize(names(branches()).size() + 3)
                .contains("sum/features", "sum/features2", "sum/features3");
        INDArray images = SampleNetworks.examples(SampleNetworks.IMAGE, 3, 2);
        for (Pooling pooling : Pooling.values()) {
            TrainedNetwork alone = branches().withFeatures(List.of("sum"), pooling);
            assertThat(alone.features("sum", pooling)).isEqualTo("sum/features");
            assertThat(output(all, images, all.features("sum", pooling)))
                    .as("%s", pooling)
                    .isEqualTo(output(alone, images, "sum/features"));
        }
    }

    @Test
    void whatIsThereAlreadyIsNotAddedAgain() {
        for (Pooling pooling : Pooling.values()) {
            TrainedNetwork once = branches().withFeaturesApart(List.of("sum", "pooled"), pooling);
            TrainedNetwork twice = once.withFeaturesApart(List.of("sum", "pooled"), pooling);

            assertThat(names(twice)).isEqualTo(names(once)).contains("sum/features", "pooled/features");
        }
    }

    @Test
    void aLayerThatIsCalledAsFeaturesStays() {
        ComputationGraph network = SampleNetworks.branches();
        TrainedNetwork before = TrainedNetwork.of(
                new TransferLearning.GraphBuilder(network)
                        .addVertex("sum/features", new ElementWiseVertex(ElementWiseVertex.Op.Add), "sum", "a")
                        .setOutputs("class", "sum/features")
                        .build(),
                SampleNetworks.IMAGE);

        assertThat(before.features("sum", Pooling.AVERAGE)).isEqualTo("sum/features2");
        TrainedNetwork after = before.withFeatures(List.of("sum"), Pooling.AVERAGE);
        assertThat(after.key("sum/features")).isEqualTo(before.key("sum/features"));
        assertThat(after.graph().layer("sum/features2").inputs()).containsExactly("sum");
    }
}
