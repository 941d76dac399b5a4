package org.jerboa.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.jerboa.dl4j.TestUnits.configuration;

import java.util.List;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.Convolution1DLayer;
import org.deeplearning4j.nn.conf.layers.Convolution3D;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.EmbeddingLayer;
import org.deeplearning4j.nn.conf.layers.EmbeddingSequenceLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.deeplearning4j.nn.conf.preprocessor.CnnToFeedForwardPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.FeedForwardToCnnPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.RnnToFeedForwardPreProcessor;
import org.jerboa.tune.data.ElementType;
import org.jerboa.tune.data.Examples;
import org.jerboa.tune.data.Role;
import org.jerboa.tune.data.Scaling;
import org.jerboa.tune.data.Shape;
import org.jerboa.tune.data.Tensor;
import org.jerboa.tune.data.TensorSpec;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Which layout a layer wants, and that tensors arrive in it. */
class LayoutTest {

    private static final OutputPort THREE_CLASSES = Ports.output(
            "output",
            new OutputLayer.Builder(LossFunction.MCXENT)
                    .nIn(5)
                    .nOut(3)
                    .activation(Activation.SOFTMAX)
                    .build());

    @BeforeAll
    static void oneThread() {
        NativeRuntime.prepareThread(1);
    }

    private static InputPort port(Layer first) {
        return Ports.input("input", (InputPreProcessor) null, first);
    }

    private static InputPort port(InputPreProcessor before) {
        return Ports.input(
                "input", before, new DenseLayer.Builder().nIn(9).nOut(2).build());
    }

    @Test
    void theFirstLayerDecides() {
        LSTM last = new LSTM.Builder().nIn(4).nOut(5).dataFormat(RNNFormat.NWC).build();
        LSTM lstm = new LSTM.Builder().nIn(4).nOut(5).build();

        assertThat(port(new DenseLayer.Builder().nIn(6).nOut(2).build()))
                .isEqualTo(new InputPort("input", Layout.VECTOR, 6));
        assertThat(port(lstm)).isEqualTo(new InputPort("input", Layout.SEQUENCE, 4));
        assertThat(port(last)).isEqualTo(new InputPort("input", Layout.SEQUENCE_FEATURES_LAST, 4));
        assertThat(port(new Bidirectional(lstm)).layout()).isEqualTo(Layout.SEQUENCE);
        assertThat(port(new LastTimeStep(lstm)).layout()).isEqualTo(Layout.SEQUENCE);
        assertThat(port(new FrozenLayer(lstm)).layout()).isEqualTo(Layout.SEQUENCE);
        assertThat(port(new Convolution1DLayer.Builder(3).nIn(4).nOut(2).build()))
                .isEqualTo(new InputPort("input", Layout.SEQUENCE, 4));
        assertThat(port(new ConvolutionLayer.Builder(3, 3).nIn(2).nOut(4).build()))
                .isEqualTo(new InputPort("input", Layout.IMAGE, 2));
        assertThat(port(new ConvolutionLayer.Builder(3, 3)
                        .nIn(2)
                        .nOut(4)
                        .dataFormat(CNN2DFormat.NHWC)
                        .build()))
                .isEqualTo(new InputPort("input", Layout.IMAGE_CHANNELS_LAST, 2));
        assertThat(port(new Convolution3D.Builder(2, 2, 2).nIn(2).nOut(4).build())
                        .layout())
                .isEqualTo(Layout.VOLUME);
        assertThat(port(new EmbeddingLayer.Builder().nIn(7).nOut(2).build()).layout())
                .isEqualTo(Layout.INDEX);
        assertThat(port(new EmbeddingSequenceLayer.Builder().nIn(7).nOut(2).build())
                        .layout())
                .isEqualTo(Layout.INDICES);
        assertThat(port(new BatchNormalization.Builder().nIn(3).nOut(3).build()).layout())
                .isNotNull();
    }

    @Test
    void aPreprocessorBeforeTheFirstLayerDecidesInstead() {
        assertThat(port(new FeedForwardToCnnPreProcessor(3, 3, 1)).layout()).isEqualTo(Layout.VECTOR);
        assertThat(port(new CnnToFeedForwardPreProcessor(2, 2, 4))).isEqualTo(new InputPort("input", Layout.IMAGE, 4));
        assertThat(port(new RnnToFeedForwardPreProcessor()).layout()).isEqualTo(Layout.SEQUENCE);
    }

    private static INDArray loaded(Tensor tensor, TensorPlan plan) {
        try (Column column = new Column(tensor, plan, tensor.examples())) {
            return column.load(0, tensor.examples()).dup();
        }
    }

    private static Tensor counting(int... shape) {
        Shape dimensions = Shape.of(shape);
        int[] values = new int[2 * dimensions.elements()];
        for (int i = 0; i < values.length; i++) {
            values[i] = i;
        }
        return Tensor.ofInts(
                new TensorSpec("x", Role.FEATURES, ElementType.UINT8, dimensions, 0, List.of(), Scaling.identity()),
                values);
    }

    private static INDArray loaded(Tensor tensor, Layout layout, long channels) {
        return loaded(tensor, TensorPlan.features(tensor.spec(), new InputPort("input", layout, channels)));
    }

    @Test
    void sequencesAreTurned() {
        INDArray turned = loaded(counting(3, 2), Layout.SEQUENCE, 2);

        assertThat(turned.shape()).containsExactly(2, 2, 3);
        assertThat(turned.slice(0).toFloatMatrix()).isDeepEqualTo(new float[][] {{0, 2, 4}, {1, 3, 5}});
        assertThat(turned.slice(1).toFloatMatrix()).isDeepEqualTo(new float[][] {{6, 8, 10}, {7, 9, 11}});
        assertThat(loaded(counting(3, 2), Layout.SEQUENCE_FEATURES_LAST, 2)
                        .slice(0)
                        .toFloatMatrix())
                .isDeepEqualTo(new float[][] {{0, 1}, {2, 3}, {4, 5}});
        assertThat(loaded(counting(3), Layout.SEQUENCE, 1).shape()).containsExactly(2, 1, 3);
    }

    @Test
    void imagesComeChannelsFirstOrLast() {
        INDArray first = loaded(counting(2, 1, 3), Layout.IMAGE, 2);
        assertThat(first.shape()).containsExactly(2, 2, 1, 3);
        assertThat(first.slice(0).reshape(6).toFloatVector()).containsExactly(0, 1, 2, 3, 4, 5);

        INDArray last = loaded(counting(2, 1, 3), Layout.IMAGE_CHANNELS_LAST, 2);
        assertThat(last.shape()).containsExactly(2, 1, 3, 2);
        assertThat(last.slice(0).reshape(6).toFloatVector()).containsExactly(0, 3, 1, 4, 2, 5);

        INDArray stored = loaded(counting(1, 3, 2), Layout.IMAGE, 2);
        assertThat(stored.shape()).as("stored with channels last").containsExactly(2, 2, 1, 3);
        assertThat(stored.slice(0).reshape(6).toFloatVector()).containsExactly(0, 2, 4, 1, 3, 5);
    }

    @Test
    void greyImagesNeedNoChannel() {
        assertThat(loaded(counting(4, 3), Layout.IMAGE, 1).shape()).containsExactly(2, 1, 4, 3);
        assertThat(loaded(counting(9), Layout.IMAGE, 1).shape()).containsExactly(2, 1, 3, 3);
        assertThat(loaded(counting(3, 3, 1), Layout.IMAGE, 1).shape()).containsExactly(2, 1, 3, 3);
        assertThat(loaded(counting(18), Layout.IMAGE, 2).shape()).containsExactly(2, 2, 3, 3);
    }

    @Test
    void anythingIsFlattenedForVectors() {
        assertThat(loaded(counting(2, 3, 4), Layout.VECTOR, 24).shape()).containsExactly(2, 24);
        assertThat(loaded(counting(), Layout.VECTOR, 1).shape()).containsExactly(2, 1);
    }

    @Test
    void layersThatTakeAnyRankGetTheNaturalOne() {
        assertThat(loaded(counting(5), Layout.ANY, 0).shape()).containsExactly(2, 5);
        assertThat(loaded(counting(3, 2), Layout.ANY, 0).shape()).containsExactly(2, 2, 3);
        assertThat(loaded(counting(2, 3, 4), Layout.ANY, 0).shape()).containsExactly(2, 2, 3, 4);
    }

    @Test
    void classesBecomeOneHotVectors() {
        Tensor single = TestData.classes("y", 3, 2, 0);
        assertThat(loaded(single, TensorPlan.labels(single.spec(), THREE_CLASSES))
                        .toFloatMatrix())
                .isDeepEqualTo(new float[][] {{0, 0, 1}, {1, 0, 0}});

        Tensor steps = Tensor.ofInts(
                new TensorSpec("y", Role.LABELS, ElementType.INT32, Shape.of(2), 3, List.of(), Scaling.identity()),
                2,
                0,
                1,
                1);
        OutputPort perStep = Ports.output(
                "output",
                new RnnOutputLayer.Builder(LossFunction.MCXENT)
                        .nIn(5)
                        .nOut(3)
                        .activation(Activation.SOFTMAX)
                        .build());
        INDArray turned = loaded(steps, TensorPlan.labels(steps.spec(), perStep));
        assertThat(turned.shape()).containsExactly(2, 3, 2);
        assertThat(turned.slice(0).toFloatMatrix()).isDeepEqualTo(new float[][] {{0, 1}, {0, 0}, {1, 0}});
    }

    @Test
    void masksAreOnesAndZeroes() {
        Tensor mask = Tensor.ofInts(
                new TensorSpec(
                        "x.mask", Role.FEATURES_MASK, ElementType.UINT8, Shape.of(3), 0, List.of(), Scaling.identity()),
                255,
                1,
                0);
        assertThat(loaded(mask, TensorPlan.mask(mask.spec())).toFloatVector()).containsExactly(1, 1, 0);
    }

    @Test
    void namesWhatDoesNotFit() {
        assertThatThrownBy(() -> loaded(counting(5), Layout.VECTOR, 6))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("'x'", "5 elements", "6 units");
        assertThatThrownBy(() -> loaded(counting(3, 2), Layout.SEQUENCE, 3))
                .hasMessageContainingAll("2 features", "3 units");
        assertThatThrownBy(() -> loaded(counting(10), Layout.IMAGE, 1)).hasMessageContaining("no image of 1 channels");
        assertThatThrownBy(() -> loaded(counting(2, 2), Layout.INDEX, 0))
                .hasMessageContaining("EmbeddingSequenceLayer");
        Tensor four = TestData.classes("y", 4, 3, 0);
        assertThatThrownBy(() -> TensorPlan.labels(four.spec(), THREE_CLASSES))
                .hasMessageContainingAll("4 classes", "3 units", "nOut(4)");
        Tensor wrong = TestData.classes("y", 3, 3, 0);
        assertThatThrownBy(() -> loaded(wrong, TensorPlan.labels(wrong.spec(), THREE_CLASSES)))
                .hasMessageContainingAll("class 3", "example 0");
        Tensor number = TestData.floats("y", Role.LABELS, new float[] {1, 2});
        assertThatThrownBy(() -> TensorPlan.labels(number.spec(), THREE_CLASSES))
                .hasMessageContaining("declare its classes");
    }

    @Test
    void namesTheInputsThatFindNoTensor() {
        GraphNetworks networks = new GraphNetworks(TestNetworks::graph);
        var graph = TestNetworks.graph(configuration("batchSize", 8));
        List<InputPort> inputs = graph.getNetworkInputs().stream()
                .map(name -> Ports.input(name, graph))
                .toList();
        Examples one = TestData.vectors(4, 1);

        assertThat(inputs)
                .containsExactly(new InputPort("left", Layout.VECTOR, 6), new InputPort("right", Layout.VECTOR, 4));
        assertThat(networks.kind()).isEqualTo(2);
        assertThatThrownBy(() -> new Minibatches(inputs, List.of(THREE_CLASSES), one, 4))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("[left, right]", "[x]");
    }

    /** The layouts above, in networks that would fail or learn nothing with others. */
    @Test
    void networksOfEveryKindTrainOnTheirTensors() throws Exception {
        Tensor tokens = Tensor.ofInts(
                new TensorSpec(
                        "tokens", Role.FEATURES, ElementType.INT32, Shape.of(5), 11, List.of(), Scaling.identity()),
                1,
                2,
                3,
                4,
                5,
                10,
                9,
                8,
                7,
                6,
                0,
                0,
                0,
                0,
                0);
        train(
                Examples.of(tokens, TestData.classes("y", 3, 0, 1, 2)),
                new EmbeddingSequenceLayer.Builder()
                        .nIn(11)
                        .nOut(4)
                        .inputLength(5)
                        .build(),
                new LastTimeStep(new LSTM.Builder().nIn(4).nOut(5).build()));
        Tensor token = Tensor.ofInts(
                new TensorSpec(
                        "token", Role.FEATURES, ElementType.UINT8, Shape.scalar(), 11, List.of(), Scaling.identity()),
                1,
                10,
                0);
        train(
                Examples.of(token, TestData.classes("y", 3, 0, 1, 2)),
                new EmbeddingLayer.Builder().nIn(11).nOut(5).build());
        train(
                Examples.of(token, TestData.classes("y", 3, 0, 1, 2)),
                new DenseLayer.Builder().nIn(11).nOut(5).build());
        train(
                Examples.of(tokens, TestData.classes("y", 3, 0, 1, 2)),
                new LastTimeStep(new LSTM.Builder().nIn(11).nOut(5).build()));
    }

    private static void train(Examples examples, Layer... layers) throws Exception {
        var configuration = configuration("batchSize", 2);
        Dl4jHandler<org.deeplearning4j.nn.multilayer.MultiLayerNetwork> handler = Dl4j.network(c -> {
            NeuralNetConfiguration.ListBuilder list =
                    new NeuralNetConfiguration.Builder().updater(Updaters.of(c)).list();
            for (Layer layer : layers) {
                list.layer(layer);
            }
            return list.layer(new OutputLayer.Builder(LossFunction.MCXENT)
                            .nIn(5)
                            .nOut(3)
                            .activation(Activation.SOFTMAX)
                            .build())
                    .build();
        });
        var network = handler.create(configuration, 1);
        assertThat(handler.train(network, examples, TestUnits.unit(configuration))
                        .loss())
                .isFinite();
        assertThat(handler.evaluate(network, examples, TestUnits.unit(configuration))
                        .examples())
                .isEqualTo(3);
        handler.close(network);
    }

    @Test
    void flatImagesSuitConvolutionWithEitherInputType() throws Exception {
        for (InputType type : List.of(InputType.convolutional(4, 4, 1), InputType.convolutionalFlat(4, 4, 1))) {
            MultiLayerConfiguration convolution = new NeuralNetConfiguration.Builder()
                    .list()
                    .layer(new ConvolutionLayer.Builder(3, 3).nOut(2).build())
                    .layer(new OutputLayer.Builder(LossFunction.MCXENT)
                            .nOut(3)
                            .activation(Activation.SOFTMAX)
                            .build())
                    .setInputType(type)
                    .build();
            Holder.convolution = convolution;
            var configuration = configuration("batchSize", 2);
            var handler = Dl4j.network(c -> Holder.convolution);
            var network = handler.create(configuration, 1);
            Examples flat = Examples.of(counting(16), TestData.classes("y", 3, 0, 2));
            Examples square = Examples.of(counting(4, 4), TestData.classes("y", 3, 0, 2));

            var onFlat = handler.evaluate(network, flat, TestUnits.unit(configuration))
                    .values();
            var onSquare = handler.evaluate(network, square, TestUnits.unit(configuration))
                    .values();

            assertThat(onFlat).isEqualTo(onSquare);
        }
    }

    private static final class Holder {
        private static MultiLayerConfiguration convolution;
    }
}
