package org.jerboa.transfer.graph;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.jerboa.transfer.Elsewhere;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

class LayerKeysTest {

    private static List<String> keys(TrainedNetwork network) {
        return network.graph().layers().stream()
                .map(layer -> layer.name() + " " + network.key(layer.name()))
                .toList();
    }

    private static TrainedNetwork branches() {
        return TrainedNetwork.of(SampleNetworks.branches(), SampleNetworks.IMAGE);
    }

    @Test
    void areThoseOfTheSameNetworkFromAFile(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("network.zip");
        ComputationGraph graph = SampleNetworks.branches();
        ModelSerializer.writeModel(graph, file.toFile(), false);
        ComputationGraph graphAgain = ModelSerializer.restoreComputationGraph(file.toFile(), false);
        MultiLayerNetwork line = SampleNetworks.line();
        ModelSerializer.writeModel(line, file.toFile(), false);
        MultiLayerNetwork lineAgain = ModelSerializer.restoreMultiLayerNetwork(file.toFile(), false);

        assertThat(keys(TrainedNetwork.of(graphAgain, SampleNetworks.IMAGE)))
                .isEqualTo(keys(TrainedNetwork.of(graph, SampleNetworks.IMAGE)))
                .isEqualTo(keys(branches()))
                .doesNotHaveDuplicates();
        assertThat(keys(TrainedNetwork.of(lineAgain, SampleNetworks.IMAGE)))
                .isEqualTo(keys(TrainedNetwork.of(line, SampleNetworks.IMAGE)));
    }

    @Test
    void dependOnWhatTheLayerIsComputedBy() {
        TrainedNetwork before = branches();
        ComputationGraph changed = SampleNetworks.branches();
        INDArray weights = changed.getParam("wide_W");
        weights.putScalar(0, weights.getFloat(0) + 1);
        TrainedNetwork after = TrainedNetwork.of(changed, SampleNetworks.IMAGE);

        for (GraphLayer layer : before.graph().layers()) {
            boolean reads = before.graph().upTo(layer.name()).stream()
                    .anyMatch(read -> read.name().equals("wide"));
            assertThat(after.key(layer.name()).equals(before.key(layer.name())))
                    .as(layer.name())
                    .isEqualTo(!reads);
        }
        assertThat(before.oneDnn(false).key("stem")).isNotEqualTo(before.key("stem"));
        TrainedNetwork longer = before.withFeatures(List.of("stem"), Pooling.MAX);
        assertThat(longer.key("stem")).isEqualTo(before.key("stem"));
        assertThat(longer.key("stem/features"))
                .isNotEqualTo(
                        before.withFeatures(List.of("stem"), Pooling.AVERAGE).key("stem/features"));
    }

    @Test
    void tellWeightsApartThatDifferInTheLastBitOfTheirType() {
        ComputationGraph doubles = SampleNetworks.branches().convertDataType(DataType.DOUBLE);
        INDArray weights = doubles.getParam("wide_W");
        weights.putScalar(0, 0.1);
        String before = key(doubles);
        weights.putScalar(0, Math.nextUp(0.1));
        assertThat(key(doubles)).isNotEqualTo(before);
        weights.putScalar(0, 0.1);
        assertThat(key(doubles)).isEqualTo(before);

        ComputationGraph floats = SampleNetworks.branches();
        floats.getParam("wide_W").putScalar(0, 0.1f);
        before = key(floats);
        floats.getParam("wide_W").putScalar(0, Math.nextUp(0.1f));
        assertThat(key(floats)).isNotEqualTo(before);
    }

    private static String key(ComputationGraph network) {
        return TrainedNetwork.of(network, SampleNetworks.IMAGE).key("wide");
    }

    @Test
    void travelWithTheNetwork() {
        for (TrainedNetwork network :
                List.of(branches().oneDnn(false), TrainedNetwork.of(SampleNetworks.line(), SampleNetworks.IMAGE))) {
            TrainedNetwork there = Elsewhere.copy(network);

            assertThat(keys(there)).isEqualTo(keys(network));
            assertThat(there.usesOneDnn()).isEqualTo(network.usesOneDnn());
            assertThat(there.parameters()).isEqualTo(network.parameters()).isNotSameAs(network.parameters());
        }
    }
}
