package org.jerboa.transfer.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.jerboa.transfer.explain.ExplainedNetworks.convolution;
import static org.jerboa.transfer.explain.ExplainedNetworks.noise;
import static org.jerboa.transfer.explain.ExplainedNetworks.output;
import static org.jerboa.transfer.explain.ExplainedNetworks.pooling;
import static org.jerboa.transfer.explain.ExplainedNetworks.relu;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration.ListBuilder;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.graph.PoolHelperVertex;
import org.deeplearning4j.nn.conf.graph.ScaleVertex;
import org.deeplearning4j.nn.conf.graph.ShiftVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DepthwiseConvolution2D;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.LocalResponseNormalization;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SeparableConvolution2D;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.layers.Upsampling2D;
import org.deeplearning4j.nn.conf.layers.ZeroPaddingLayer;
import org.deeplearning4j.nn.conf.layers.convolutional.Cropping2D;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * Each kind of layer alone in a small network: its windows give what full passes give, and it is computed by windows if and only if it
 * is known to be local.
 */
class LocalitiesTest {

    private static final double TOLERANCE = 1e-13;

    /** Odd sizes and several alignments of patch and stride: rows and columns differ, some patches touch the borders. */
    private static final Occlusion OCCLUSION =
            Occlusion.patch(2, 3).stride(3, 2).fill(-1).target(1);

    private static Arguments of(String name, Layer... layers) {
        return Arguments.of(name, List.of(layers));
    }

    static Stream<Arguments> local() {
        return Stream.of(
                of("kernel of 1", convolution(1, 4).build()),
                of(
                        "stride, padding",
                        convolution(3, 4).stride(2, 1).padding(1, 2).build()),
                of(
                        "strict",
                        convolution(3, 4)
                                .padding(1, 1)
                                .convolutionMode(ConvolutionMode.Strict)
                                .build()),
                of("stride beyond the kernel", convolution(2, 4).stride(3, 3).build()),
                of("same, even kernel", same(new ConvolutionLayer.Builder(4, 2)).build()),
                of("same, stride", same(convolution(5, 4)).stride(2, 1).build()),
                of("same, dilated", same(convolution(3, 4)).dilation(2, 3).build()),
                of(
                        "dilated, padding",
                        convolution(3, 4).dilation(2, 1).padding(2, 1).build()),
                of(
                        "depthwise",
                        new DepthwiseConvolution2D.Builder(3, 3)
                                .depthMultiplier(2)
                                .build()),
                of(
                        "separable",
                        new SeparableConvolution2D.Builder(3, 3)
                                .nOut(4)
                                .padding(1, 1)
                                .build()),
                of("maximum", padded(PoolingType.MAX, false).build()),
                of(
                        "maximum of negative numbers",
                        convolution(1, 4).biasInit(-9).build(),
                        padded(PoolingType.MAX, false).build()),
                of("mean of padding too", padded(PoolingType.AVG, true).build()),
                of("mean without padding", padded(PoolingType.AVG, false).build()),
                of(
                        "same mean",
                        pooling(PoolingType.AVG, 3, 2)
                                .convolutionMode(ConvolutionMode.Same)
                                .build()),
                of("p-norm", padded(PoolingType.PNORM, false).pnorm(2).build()),
                of("batch normalisation", new BatchNormalization()),
                of("local response", convolution(1, 8).build(), new LocalResponseNormalization()),
                of("activation", new ActivationLayer(Activation.TANH)),
                of("dropout", new DropoutLayer(0.5)),
                of("zero padding", new ZeroPaddingLayer(1, 2, 3, 0)),
                of("frozen", new FrozenLayer(convolution(3, 4).padding(1, 1).build())));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("local")
    void localLayersAreComputedByWindows(String name, List<Layer> layers) {
        Explainer explainer = explainer(layers, CNN2DFormat.NCHW);

        ExplainerTest.assertEqualsFullPasses(explainer, OCCLUSION, noise(CNN2DFormat.NCHW, 3, 11, 12, 1), TOLERANCE);
        assertThat(wholeLayers(explainer, CNN2DFormat.NCHW)).containsExactly("dense", "out");
    }

    static Stream<Arguments> channelsLast() {
        return Stream.of(
                of("convolution", last(same(convolution(3, 4)).stride(2, 1)).build()),
                of(
                        "maximum",
                        padded(PoolingType.MAX, false)
                                .dataFormat(CNN2DFormat.NHWC)
                                .build()),
                of(
                        "mean",
                        padded(PoolingType.AVG, false)
                                .dataFormat(CNN2DFormat.NHWC)
                                .build()),
                of(
                        "normalised",
                        new BatchNormalization.Builder()
                                .dataFormat(CNN2DFormat.NHWC)
                                .build()),
                of(
                        "padded",
                        new ZeroPaddingLayer.Builder(1, 2)
                                .dataFormat(CNN2DFormat.NHWC)
                                .build()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("channelsLast")
    void channelsMayComeLast(String name, List<Layer> layers) {
        Explainer explainer = explainer(layers, CNN2DFormat.NHWC);

        ExplainerTest.assertEqualsFullPasses(explainer, OCCLUSION, noise(CNN2DFormat.NHWC, 3, 11, 12, 1), TOLERANCE);
        assertThat(wholeLayers(explainer, CNN2DFormat.NHWC)).containsExactly("dense", "out");
    }

    static Stream<Arguments> global() {
        return Stream.of(
                of("upsampling", new Upsampling2D.Builder(2).name("it").build()),
                of("cropping", new Cropping2D.Builder(1, 1).name("it").build()),
                of(
                        "softmax",
                        new ActivationLayer.Builder()
                                .activation(Activation.SOFTMAX)
                                .name("it")
                                .build()),
                of(
                        "softmax of a convolution",
                        convolution(1, 4)
                                .activation(Activation.SOFTMAX)
                                .name("it")
                                .build()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("global")
    void otherLayersAreComputedWholeAndNamed(String name, List<Layer> layers) {
        Explainer explainer = explainer(layers, CNN2DFormat.NCHW);

        ExplainerTest.assertEqualsFullPasses(explainer, OCCLUSION, noise(CNN2DFormat.NCHW, 3, 11, 12, 1), TOLERANCE);
        assertThat(wholeLayers(explainer, CNN2DFormat.NCHW)).containsExactly("it", "last", "dense", "out");
        assertThat(plan(explainer, CNN2DFormat.NCHW).toString()).contains("whole: its input 'it' is whole");
    }

    /** Branches that reach differently far, as in Inception (Szegedy et al. 2015), and a convolution that two layers read. */
    @Test
    void branchesAreJoinedByTheirBoundingBoxes() {
        GraphBuilder graph = graph().addLayer(
                        "stem", same(convolution(3, 4)).stride(2, 2).build(), "image")
                .addLayer("relu", relu(), "stem")
                .addLayer("one", convolution(1, 3).build(), "stem")
                .addLayer("three", same(convolution(3, 3)).build(), "relu")
                .addLayer("even", same(convolution(4, 3)).build(), "relu")
                .addLayer(
                        "mean",
                        pooling(PoolingType.AVG, 3, 1)
                                .convolutionMode(ConvolutionMode.Same)
                                .build(),
                        "stem")
                .addVertex("merge", new MergeVertex(), "one", "three", "even", "mean")
                .addVertex("product", new ElementWiseVertex(ElementWiseVertex.Op.Product), "one", "even")
                .addVertex("less", new ElementWiseVertex(ElementWiseVertex.Op.Subtract), "product", "three")
                .addVertex("most", new ElementWiseVertex(ElementWiseVertex.Op.Max), "less", "one", "even")
                .addVertex("half", new ElementWiseVertex(ElementWiseVertex.Op.Average), "most", "three")
                .addVertex("scaled", new ScaleVertex(-2), "half")
                .addVertex("shifted", new ShiftVertex(0.5), "scaled")
                .addVertex("all", new MergeVertex(), "merge", "shifted");

        Explainer explainer = explainer(graph, "all");

        ExplainerTest.assertEqualsFullPasses(explainer, OCCLUSION, noise(CNN2DFormat.NCHW, 3, 24, 25, 1), TOLERANCE);
        OcclusionPlan plan = explainer.plan(OCCLUSION, noise(CNN2DFormat.NCHW, 3, 24, 25, 1));
        assertThat(plan.layers())
                .filteredOn(layer -> !layer.whole().isEmpty())
                .extracting(LayerWork::name)
                .containsExactly("dense", "out");
    }

    @Test
    void aVertexThatMayMixPixelsIsComputedWhole() {
        Explainer explainer = explainer(
                graph().addLayer("stem", convolution(3, 4).build(), "image")
                        .addVertex("cut", new PoolHelperVertex(), "stem")
                        .addLayer("mean", new GlobalPoolingLayer(PoolingType.AVG), "cut"),
                "mean");

        ExplainerTest.assertEqualsFullPasses(explainer, OCCLUSION, noise(CNN2DFormat.NCHW, 3, 24, 25, 1), TOLERANCE);
        assertThat(explainer
                        .plan(OCCLUSION, noise(CNN2DFormat.NCHW, 3, 24, 25, 1))
                        .toString())
                .contains("whole: PoolHelperVertex may read its whole input");
    }

    private static GraphBuilder graph() {
        return ExplainedNetworks.builder(DataType.DOUBLE)
                .graphBuilder()
                .addInputs("image")
                .setInputTypes(InputType.convolutional(24, 25, 3));
    }

    private static Explainer explainer(GraphBuilder graph, String last) {
        ComputationGraph network = new ComputationGraph(graph.addLayer("dense", dense(), last)
                .addLayer("out", output(), "dense")
                .setOutputs("out")
                .build());
        network.init();
        return Explainer.of(network);
    }

    /** The layers, a convolution so that the network is one of images, and the classes. */
    private static Explainer explainer(List<Layer> layers, CNN2DFormat format) {
        ListBuilder list = ExplainedNetworks.builder(DataType.DOUBLE).list();
        layers.forEach(list::layer);
        ConvolutionLayer.Builder last = convolution(2, 3).name("last").dataFormat(format);
        return Explainer.of(ExplainedNetworks.init(list.layer(last.build())
                .layer(dense())
                .layer(named(output(), "out"))
                .setInputType(InputType.convolutional(11, 12, 3, format))));
    }

    private static List<String> wholeLayers(Explainer explainer, CNN2DFormat format) {
        List<String> whole = new ArrayList<>();
        for (LayerWork layer : plan(explainer, format).layers()) {
            if (!layer.whole().isEmpty()) {
                whole.add(layer.name());
            }
        }
        return whole;
    }

    private static OcclusionPlan plan(Explainer explainer, CNN2DFormat format) {
        return explainer.plan(OCCLUSION, noise(format, 3, 11, 12, 1));
    }

    private static DenseLayer dense() {
        return new DenseLayer.Builder()
                .name("dense")
                .nOut(8)
                .activation(Activation.TANH)
                .build();
    }

    private static <L extends Layer> L named(L layer, String name) {
        layer.setLayerName(name);
        return layer;
    }

    private static ConvolutionLayer.Builder same(ConvolutionLayer.Builder builder) {
        return builder.nOut(3).convolutionMode(ConvolutionMode.Same);
    }

    private static ConvolutionLayer.Builder last(ConvolutionLayer.Builder builder) {
        return builder.dataFormat(CNN2DFormat.NHWC);
    }

    private static SubsamplingLayer.Builder padded(PoolingType pooling, boolean counted) {
        return pooling(pooling, 3, 2).padding(1, 1).avgPoolIncludePadInDivisor(counted);
    }
}
