package org.jerboa.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.jerboa.testkit.watch.WatchedExecutor.watched;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.jerboa.dl4j.GraphInputs;
import org.jerboa.mop.MopExecutor;
import org.jerboa.search.RandomSearch;
import org.jerboa.transfer.graph.GraphLayer;
import org.jerboa.transfer.graph.TrainedNetwork;
import org.jerboa.tune.data.Dataset;
import org.jerboa.tune.data.ElementType;
import org.jerboa.tune.data.Examples;
import org.jerboa.tune.data.Shard;
import org.jerboa.tune.data.Split;
import org.jerboa.tune.data.Tensor;
import org.jerboa.tune.data.TensorSpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Networks that Keras itself wrote. The import's library does not exist for macOS on ARM64. */
@DisabledOnOs(value = OS.MAC, architectures = "aarch64")
class KerasGoldenTest {

    /** Of the greatest number that a layer gives: it may sum some hundred products in single precision. */
    private static final double ROUNDING = 1e-6;

    private static final List<Split> SPLITS = List.of(Split.values());

    @ParameterizedTest
    @CsvSource({
        "sequential, false",
        "sequential, true",
        "residual, false",
        "residual, true",
        "separable, false",
        "separable, true"
    })
    void everyLayerComputesWhatKerasDoes(String name, boolean oneDnn) throws IOException {
        KerasGolden golden = KerasGolden.read(name);
        Tensor images = images(golden);
        TrainedNetwork network = TrainedNetwork.of(ModelFile.read(golden.file()), List.of(images.spec()))
                .oneDnn(oneDnn);
        List<String> layers = network.graph().layers().stream()
                .filter(layer -> !layer.isInput())
                .map(GraphLayer::name)
                .toList();

        // a row of numbers is a way to read them to the tool, and no layer
        assertThat(layers).containsExactlyElementsOf(without("row", golden.outputs()));
        int examples = golden.images().examples();
        try (GraphInputs inputs = GraphInputs.of(network.configuration(), List.of(images), examples)) {
            Map<String, INDArray> outputs = network.forward().compute(inputs.load(0, examples), layers);
            outputs.forEach((layer, output) -> assertSame(layer, output, golden.output(layer)));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"sequential", "residual", "separable"})
    void theToolPredictsWhatKerasDoes(String name) throws IOException {
        KerasGolden golden = KerasGolden.read(name);
        Model model = ModelFile.read(golden.file());
        INDArray images = array(golden.images());

        INDArray output = model instanceof ComputationGraph graph
                ? graph.outputSingle(images)
                : ((MultiLayerNetwork) model).output(images);

        assertSame("prediction", output, golden.prediction());
    }

    /** The features of a study are the means of what Keras computed, and the deployed network predicts from images as the head from them. */
    @Test
    void aTransferLearnsFromWhatKerasComputes() throws IOException {
        KerasGolden golden = KerasGolden.read("residual");
        Tensor images = images(golden);
        Tensor classes = Tensor.ofInts(TensorSpec.classes("class", 2), new int[] {0, 1});
        Dataset data = Dataset.of(
                "golden",
                1,
                SPLITS.stream()
                        .map(split -> Shard.of(split, 0, Examples.of(images, classes)))
                        .toList());

        TransferResult result = FeatureTransfer.load(golden.file())
                .data(data)
                .layers("add", "concatenate")
                .batchSize(2)
                .search(RandomSearch.trials(1).epochs(2))
                .maximize("accuracy")
                .on(watched(MopExecutor.threads(1)))
                .run();

        assertThat(result.results()).extracting(LayerResult::name).containsExactly("add", "concatenate");
        for (LayerResult layer : result.results()) {
            ComputationGraph head = layer.study().best().model();
            INDArray means = array(golden.output(layer.name())).mean(1, 2);
            ComputationGraph whole = result.network(layer);
            try (GraphInputs inputs = GraphInputs.of(whole.getConfiguration(), List.of(images), 2)) {
                INDArray predicted =
                        whole.outputSingle(inputs.load(0, 2).values().iterator().next());
                assertThat(flat(predicted))
                        .containsExactly(
                                flat(head.outputSingle(means.castTo(DataType.FLOAT))), within((float) ROUNDING));
            }
        }
    }

    private static Tensor images(KerasGolden golden) {
        long[] shape = golden.images().shape();
        return Tensor.ofFloats(
                TensorSpec.features("image", ElementType.FLOAT32, (int) shape[3], (int) shape[1], (int) shape[2]),
                golden.images().channelsFirst());
    }

    private static INDArray array(KerasGolden.Values values) {
        return Nd4j.create(values.numbers(), values.shape(), 'c');
    }

    private static List<String> without(String name, Map<String, KerasGolden.Values> outputs) {
        return outputs.keySet().stream().filter(other -> !other.equals(name)).toList();
    }

    private static float[] flat(INDArray array) {
        return array.dup('c').reshape(array.length()).toFloatVector();
    }

    private static void assertSame(String layer, INDArray output, KerasGolden.Values expected) {
        assertThat(output.shape()).as(layer).containsExactly(expected.shape());
        float greatest = 0;
        for (float number : expected.numbers()) {
            greatest = Math.max(greatest, Math.abs(number));
        }
        assertThat(flat(output)).as(layer).containsExactly(expected.numbers(), within((float) ROUNDING * greatest));
    }
}
