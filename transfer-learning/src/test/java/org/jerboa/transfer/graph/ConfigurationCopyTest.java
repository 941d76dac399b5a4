package org.jerboa.transfer.graph;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Objects;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.FrozenVertex;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.junit.jupiter.api.Test;

class ConfigurationCopyTest {

    private static GraphVertex vertex(ComputationGraphConfiguration graph, String name) {
        return Objects.requireNonNull(graph.getVertices().get(name), name);
    }

    @Test
    void theDimensionThatIsJoinedIsKept() {
        MergeVertex last = new MergeVertex();
        last.setMergeAxis(3);
        MergeVertex frozen = new MergeVertex();
        frozen.setMergeAxis(-1);
        ComputationGraphConfiguration graph = new NeuralNetConfiguration.Builder()
                .graphBuilder()
                .addInputs("a", "b")
                .addVertex("last", last, "a", "b")
                .addVertex("frozen", new FrozenVertex(frozen), "a", "b")
                .addVertex("first", new MergeVertex(), "a", "b")
                .setOutputs("last", "frozen", "first")
                .validateOutputLayerConfig(false)
                .build();

        ComputationGraphConfiguration copy = ConfigurationCopy.of(graph);

        assertThat(((MergeVertex) vertex(copy, "last")).getMergeAxis()).isEqualTo(3);
        FrozenVertex inside = (FrozenVertex) vertex(copy, "frozen");
        assertThat(((MergeVertex) inside.getUnderlying()).getMergeAxis()).isEqualTo(-1);
        // JSON has whether the dimension was chosen, too
        assertThat(copy.toJson()).isEqualTo(graph.toJson());
        for (String name : List.of("last", "frozen", "first")) {
            assertThat(vertex(copy, name)).isNotSameAs(vertex(graph, name));
        }
    }
}
