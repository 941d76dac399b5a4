package org.jerboa.transfer.graph;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The tool takes a pooled sequence for a sequence still; {@link PartialForwardTest} has what is behind one. */
class PooledSequencesTest {

    private static final int EXAMPLES = 3;
    private static final int UNITS = 5;
    private static final int STEPS = 7;

    @ParameterizedTest
    @EnumSource(
            value = Pooling.class,
            names = {"AVERAGE", "MAX"})
    void featuresOfARecurrentLayerAreANumberForEachUnit(Pooling pooling) {
        TrainedNetwork network = TrainedNetwork.of(SampleNetworks.steps(), SampleNetworks.STEPS)
                .withFeatures(List.of("layer0"), pooling);
        INDArray examples = SampleNetworks.examples(SampleNetworks.STEPS, EXAMPLES, 3);

        Map<String, INDArray> outputs = network.forward()
                .compute(Map.of(LayerGraph.SEQUENTIAL_INPUT, examples), List.of("layer0", "layer0/features"));

        GraphLayer features = network.graph().layer("layer0/features");
        assertThat(features.output()).isInstanceOf(InputType.InputTypeFeedForward.class);
        assertThat(features.shape()).containsExactly(UNITS);
        assertThat(features.bytes()).isEqualTo(UNITS * Float.BYTES);
        INDArray steps = Objects.requireNonNull(outputs.get("layer0"));
        INDArray pooled = Objects.requireNonNull(outputs.get("layer0/features"));
        assertThat(steps.shape()).containsExactly(EXAMPLES, UNITS, STEPS);
        assertThat(pooled.shape()).containsExactly(EXAMPLES, UNITS);
        INDArray expected = pooling == Pooling.MAX ? steps.max(2) : steps.mean(2);
        assertThat(pooled.equalsWithEps(expected, 1e-6)).isTrue();
    }
}
