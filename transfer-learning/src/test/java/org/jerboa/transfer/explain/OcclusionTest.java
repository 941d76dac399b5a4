package org.jerboa.transfer.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.jerboa.transfer.explain.ExplainedNetworks.convolution;
import static org.jerboa.transfer.explain.ExplainedNetworks.noise;
import static org.jerboa.transfer.explain.ExplainedNetworks.output;

import java.util.OptionalInt;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.CnnLossLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** What is asked for, what is planned for it, and what is refused. */
class OcclusionTest {

    private static Explainer leNet;
    private static INDArray image;

    @BeforeAll
    static void makeNetwork() {
        leNet = Explainer.of(ExplainedNetworks.leNet(DataType.FLOAT));
        image = noise(CNN2DFormat.NCHW, 1, 28, 28, 1);
    }

    /** Counted by hand, for a patch of 2 by 2 pixels. */
    @Test
    void plansWindowsAndCountsMultiplyAccumulates() {
        MultiLayerNetwork network = ExplainedNetworks.init(ExplainedNetworks.builder(DataType.FLOAT)
                .list()
                .layer(convolution(3, 4).name("a").build())
                .layer(convolution(3, 5).name("b").build())
                .layer(output())
                .setInputType(InputType.convolutional(12, 14, 2)));

        OcclusionPlan plan =
                Explainer.of(network).plan(Occlusion.patch(2).stride(5), noise(CNN2DFormat.NCHW, 2, 12, 14, 1));

        assertThat(plan.positions()).as("0, 5, 10 by 0, 5, 10").isEqualTo(9);
        LayerWork a = plan.layers().get(0);
        assertThat(a.full()).isEqualTo(10 * 12 * 4 * 2 * 3 * 3);
        assertThat(a.incremental()).as("2 + 3 - 1 rows and columns").isEqualTo(4 * 4 * 4 * 2 * 3 * 3);
        LayerWork b = plan.layers().get(1);
        assertThat(b.full()).isEqualTo(8 * 10 * 5 * 4 * 3 * 3);
        assertThat(b.incremental()).as("4 + 3 - 1 rows and columns").isEqualTo(6 * 6 * 5 * 4 * 3 * 3);
        LayerWork out = plan.layers().get(2);
        assertThat(out.incremental()).isEqualTo(out.full()).isEqualTo(8 * 10 * 5 * 10);
        assertThat(plan.naive()).isEqualTo(10 * (a.full() + b.full() + out.full()));
        assertThat(plan.incremental())
                .isEqualTo(a.full() + b.full() + out.full() + 9 * (a.incremental() + b.incremental() + out.full()));
        assertThat(plan.toString())
                .contains("a                        ConvolutionLayer             10 x 12       4 x 4     13.3%")
                .contains("whole: OutputLayer puts out no maps")
                .contains("9 positions: ");
    }

    @Test
    void methodsChangeOneThingEach() {
        Occlusion occlusion =
                Occlusion.patch(3, 4).stride(2).fill(0.5).target(7).batch(9);

        assertThat(occlusion.patchRows()).isEqualTo(3);
        assertThat(occlusion.patchColumns()).isEqualTo(4);
        assertThat(occlusion.stride(1, 5).strideColumns()).isEqualTo(5);
        assertThat(occlusion.fillMean().fill()).isEmpty();
        assertThat(occlusion.fillMean().target()).isEqualTo(OptionalInt.of(7));
        assertThat(occlusion.targetPredicted().target()).isEmpty();
        assertThat(occlusion.targetPredicted().fill()).hasValue(0.5);
        assertThat(occlusion.batch()).isEqualTo(9);
    }

    @Test
    void refusesSizesThatAreNone() {
        assertRefused(() -> Occlusion.patch(0), "rows of the patch (0) must be at least 1");
        assertRefused(() -> Occlusion.patch(1).stride(1, -2), "stride between columns (-2)");
        assertRefused(() -> Occlusion.patch(1).batch(0), "batch (0)");
        assertRefused(() -> Occlusion.patch(1).target(-1), "class (-1)");
        assertRefused(() -> Occlusion.patch(1).fill(Double.NaN), "fill (NaN)");
    }

    @Test
    void refusesAPatchLargerThanTheImage() {
        assertRefused(
                () -> leNet.explain(Occlusion.patch(3, 29), image),
                "patch (3 by 29 pixels) is larger than the image (28 by 28)");
    }

    @Test
    void refusesAClassThatTheNetworkDoesNotHave() {
        assertRefused(
                () -> leNet.explain(Occlusion.patch(3).target(10), image),
                "class (10) must be one of the network's 10 outputs, 0 to 9");
    }

    @Test
    void refusesAPredictionThatIsNoNumber() {
        MultiLayerNetwork broken = ExplainedNetworks.leNet(DataType.FLOAT);
        broken.getOutputLayer().getParam("b").assign(Double.NaN);

        assertRefused(
                () -> Explainer.of(broken).explain(Occlusion.patch(3).target(4), image), "predicts NaN for class 4");
    }

    @Test
    void refusesAnImageOfAnotherShape() {
        assertRefused(
                () -> leNet.explain(Occlusion.patch(3), noise(CNN2DFormat.NCHW, 3, 28, 28, 1)),
                "shape [1, 3, 28, 28] does not fit layer 'layer0' (ConvolutionLayer)");
        assertRefused(
                () -> leNet.explain(Occlusion.patch(3), noise(CNN2DFormat.NCHW, 1, 32, 28, 1)),
                "shape [1, 1, 32, 28] does not fit layer 'layer4' (DenseLayer)");
        assertRefused(() -> leNet.explain(Occlusion.patch(3), Nd4j.zeros(2, 1, 28, 28)), "[2, 1, 28, 28] is no image");
    }

    @Test
    void refusesNetworksThatItCannotExplain() {
        MultiLayerNetwork dense = ExplainedNetworks.init(ExplainedNetworks.builder(DataType.FLOAT)
                .list()
                .layer(new DenseLayer.Builder().nOut(4).build())
                .layer(output())
                .setInputType(InputType.feedForward(9)));
        ComputationGraph twoInputs = new ComputationGraph(ExplainedNetworks.builder(DataType.FLOAT)
                .graphBuilder()
                .addInputs("image", "more")
                .setInputTypes(InputType.feedForward(3), InputType.feedForward(2))
                .addLayer("out", output(), "image", "more")
                .setOutputs("out")
                .build());
        twoInputs.init();
        MultiLayerNetwork pixels = ExplainedNetworks.init(ExplainedNetworks.builder(DataType.FLOAT)
                .list()
                .layer(convolution(3, 4).build())
                .layer(new CnnLossLayer.Builder().activation(Activation.SOFTMAX).build())
                .setInputType(InputType.convolutional(9, 9, 1)));

        assertRefused(() -> Explainer.of(dense), "without a convolution", "[DenseLayer, OutputLayer]");
        assertRefused(() -> Explainer.of(twoInputs), "the inputs [image, more]");
        assertRefused(
                () -> Explainer.of(pixels).explain(Occlusion.patch(2), noise(CNN2DFormat.NCHW, 1, 9, 9, 1)),
                "shape [1, 4, 7, 7]");
    }

    private static void assertRefused(ThrowingCallable call, String... parts) {
        assertThatThrownBy(call).isInstanceOf(IllegalArgumentException.class).hasMessageContainingAll(parts);
    }
}
