package org.jerboa.transfer.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.jerboa.dl4j.Dl4j;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class PartialForwardTest {

    /** A network, its inputs, and what the tool itself says each of its layers gives. */
    private record Case(String name, TrainedNetwork network, InputType input, Map<String, INDArray> oracle) {

        static Case of(String name, MultiLayerNetwork network, InputType input) {
            TrainedNetwork trained = TrainedNetwork.of(network, input).oneDnn(false);
            Map<String, INDArray> oracle = new LinkedHashMap<>();
            List<GraphLayer> layers = trained.graph().layers();
            for (int i = 1; i < layers.size(); i++) {
                // one pass a layer, as some layers write over the output of the one before
                INDArray output = network.feedForwardToLayer(i - 1, examples(input), false)
                        .get(i);
                oracle.put(layers.get(i).name(), output);
            }
            return new Case(name, trained, input, oracle);
        }

        /** Every layer by a network of its own that ends in it. */
        static Case of(String name, ComputationGraph network, InputType input, boolean oneDnn) {
            TrainedNetwork trained = TrainedNetwork.of(network, input).oneDnn(oneDnn);
            Map<String, INDArray> oracle = new LinkedHashMap<>();
            for (GraphLayer layer : trained.graph().layers()) {
                if (!layer.isInput()) {
                    ComputationGraph shortened = endingIn(layer.name(), trained, network);
                    Dl4j.ready(shortened, oneDnn);
                    oracle.put(layer.name(), shortened.outputSingle(false, examples(input)));
                }
            }
            return new Case(name, trained, input, oracle);
        }

        private static ComputationGraph endingIn(String layer, TrainedNetwork trained, ComputationGraph network) {
            ComputationGraphConfiguration configuration = trained.configuration();
            List<String> needed =
                    trained.graph().upTo(layer).stream().map(GraphLayer::name).toList();
            configuration.getVertices().keySet().retainAll(needed);
            configuration.getVertexInputs().keySet().retainAll(needed);
            configuration.setNetworkOutputs(List.of(layer));
            ComputationGraph shortened = new ComputationGraph(configuration);
            shortened.init();
            shortened
                    .paramTable()
                    .forEach((key, array) -> array.assign(network.paramTable().get(key)));
            return shortened;
        }

        @Override
        public String toString() {
            return name;
        }
    }

    private static final int EXAMPLES = 5;

    private static INDArray examples(InputType input) {
        return SampleNetworks.examples(input, EXAMPLES, 11);
    }

    static Stream<Case> cases() {
        return Stream.of(
                Case.of("line", SampleNetworks.line(), SampleNetworks.IMAGE),
                Case.of("flat", SampleNetworks.flat(), SampleNetworks.FLAT),
                Case.of("steps", SampleNetworks.steps(), SampleNetworks.STEPS),
                Case.of("kinds of steps", SampleNetworks.kindsOfSteps(), SampleNetworks.STEPS),
                Case.of("kinds of maps", SampleNetworks.kindsOfMaps(), SampleNetworks.IMAGE),
                Case.of("branches", SampleNetworks.branches(), SampleNetworks.IMAGE, false),
                Case.of("branches on oneDNN", SampleNetworks.branches(), SampleNetworks.IMAGE, true));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void everyLayerIsWhatTheToolComputes(Case of) {
        INDArray images = examples(of.input);
        String input = of.network.graph().inputs().get(0);

        Map<String, INDArray> outputs = of.network.forward().compute(Map.of(input, images), of.oracle.keySet());

        assertThat(outputs.keySet()).containsExactlyElementsOf(of.oracle.keySet());
        of.oracle.forEach((name, expected) -> assertSameBits(name, outputs.get(name), expected));
        assertSameBits("the input", images, examples(of.input));
    }

    /** As large networks do: here behind each layer. */
    @ParameterizedTest
    @MethodSource("cases")
    void aPassThatBeginsAnewInTheSameMemoryComputesTheSame(Case of) {
        INDArray images = examples(of.input);
        String input = of.network.graph().inputs().get(0);
        List<String> last = of.network.graph().outputs();
        try (PartialForward forward = new PartialForward(of.network.graph(), of.network.network(), 0)) {
            for (int pass = 0; pass < 3; pass++) {
                Map<String, INDArray> all = forward.compute(Map.of(input, images), of.oracle.keySet());
                of.oracle.forEach((name, expected) -> assertSameBits(name, all.get(name), expected));
                Map<String, INDArray> ends = forward.compute(Map.of(input, images), last);
                last.forEach(name -> assertSameBits(name, ends.get(name), of.oracle.get(name)));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void laterPassesLeaveResultsAsTheyAre(Case of) {
        INDArray images = examples(of.input);
        INDArray others = SampleNetworks.examples(of.input, EXAMPLES + 2, 12);
        String input = of.network.graph().inputs().get(0);
        PartialForward forward = of.network.forward();
        forward.compute(Map.of(input, others), of.oracle.keySet());

        Map<String, INDArray> outputs = forward.compute(Map.of(input, images), of.oracle.keySet());
        forward.compute(Map.of(input, others), of.oracle.keySet());
        forward.close();
        forward.close(); // for which there is nothing left to do
        forward.compute(Map.of(input, others), of.oracle.keySet());
        forward.close();

        outputs.forEach((name, output) -> {
            assertThat(output.isAttached()).as(name).isFalse();
            assertSameBits(name, output, of.oracle.get(name));
        });
        assertThat(Nd4j.getWorkspaceManager().getAllWorkspacesForCurrentThread())
                .noneMatch(workspace -> workspace.getId().startsWith("JERBOA"));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void everyLayerFromEveryPairOfLayersThatCutsItOff(Case of) {
        PartialForward forward = of.network.forward();
        List<String> names = new ArrayList<>(of.oracle.keySet());
        int cuts = 0;
        for (String wanted : names) {
            for (String first : names) {
                for (String second : names) {
                    if (cutsOff(of.network.graph(), List.of(first, second), wanted)) {
                        cuts++;
                        INDArray output = forward.compute(kept(of, first, second), List.of(wanted))
                                .get(wanted);
                        String what = wanted + " from " + first + " and " + second;
                        assertSameBits(what, output, of.oracle.get(wanted));
                    }
                }
            }
        }
        assertThat(cuts).isGreaterThanOrEqualTo(names.size());
    }

    private static Map<String, INDArray> kept(Case of, String first, String second) {
        Map<String, INDArray> kept = new LinkedHashMap<>();
        kept.put(first, of.oracle.get(first));
        kept.put(second, of.oracle.get(second));
        return kept;
    }

    private static boolean cutsOff(LayerGraph graph, List<String> given, String wanted) {
        try {
            graph.between(given, List.of(wanted));
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void shapesAndBytesAreThoseOfTheArrays(Case of) {
        of.oracle.forEach((name, array) -> {
            GraphLayer layer = of.network.graph().layer(name);
            long[] each =
                    IntStream.range(1, array.rank()).mapToLong(array::size).toArray();
            assertThat(layer.shape()).as(name).isEqualTo(each);
            assertThat(layer.elements()).as(name).isEqualTo(array.length() / EXAMPLES);
            assertThat(layer.bytes() * EXAMPLES).as(name).isEqualTo(array.length() * Float.BYTES);
        });
    }

    @Test
    void whatIsKeptStaysAsItIs() {
        // both readers of this layer are computed in place by the tool
        TrainedNetwork network = TrainedNetwork.of(SampleNetworks.branches(), SampleNetworks.IMAGE);
        PartialForward forward = network.forward();
        INDArray stem = forward.compute(Map.of("image", examples(SampleNetworks.IMAGE)), List.of("stem"))
                .get("stem");
        INDArray before = stem.dup();

        forward.compute(Map.of("stem", stem), List.of("stemRelu", "class"));

        assertSameBits("stem", stem, before);
    }

    @Test
    void theNetworkThatItIsMadeOfIsNotTouched() {
        MultiLayerNetwork network = SampleNetworks.line();
        INDArray parameters = network.params().dup();
        TrainedNetwork trained = TrainedNetwork.of(network, SampleNetworks.IMAGE);

        trained.forward().compute(Map.of("input", examples(SampleNetworks.IMAGE)), List.of("layer6"));

        assertSameBits("parameters", network.params(), parameters);
        for (Layer layer : network.getLayers()) {
            assertThat(layer.getHelper()).isNull();
            assertThat(layer.input()).isNull();
        }
    }

    @Test
    void refusesWhatDoesNotCut() {
        TrainedNetwork network = TrainedNetwork.of(SampleNetworks.branches(), SampleNetworks.IMAGE);
        INDArray a = examples(InputType.convolutional(8, 8, 4));

        assertThatThrownBy(() -> network.forward().compute(Map.of("a", a), List.of("sum")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("[sum] cannot be computed from [a]: they need the network's input 'image'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"b2", "input", ""})
    void namesTheLayersThatThereAre(String name) {
        TrainedNetwork network = TrainedNetwork.of(SampleNetworks.branches(), SampleNetworks.IMAGE);

        assertThatThrownBy(() -> network.graph().layer(name))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no layer '" + name + "'")
                .hasMessageContaining("[image, stem, stemRelu, a, b, sum");
    }

    @Test
    void refusesArraysOfAnotherShape() {
        TrainedNetwork network = TrainedNetwork.of(SampleNetworks.line(), SampleNetworks.IMAGE);
        INDArray other = examples(InputType.convolutional(9, 8, 2));

        assertThatThrownBy(() -> network.forward().compute(Map.of("input", other), List.of("layer0")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("output of 'input' is given as [5, 2, 9, 8]; it is [2, 8, 8] for each of 5 examples");
    }

    private static void assertSameBits(String what, INDArray found, INDArray expected) {
        assertThat(found.shape()).as(what).isEqualTo(expected.shape());
        float[] bits = found.dup('c').data().asFloat();
        assertThat(bits).as(what).isEqualTo(expected.dup('c').data().asFloat());
    }
}
