package org.jerboa.transfer.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.jerboa.transfer.explain.ExplainedNetworks.noise;

import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.jerboa.transfer.graph.TrainedNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** Heat maps by windows against those by a full forward pass for each position, on networks of three families. */
class ExplainerTest {

    /** Of probabilities, where the order of sums differs. */
    private static final double SINGLE_PRECISION = 2e-6;

    private static final double DOUBLE_PRECISION = 1e-13;

    private static Stream<Occlusion> occlusions() {
        return Stream.of(
                Occlusion.patch(4).stride(4).fill(2),
                Occlusion.patch(5, 2).stride(3, 5).batch(7),
                Occlusion.patch(1).stride(9).fill(-3).target(2).batch(5),
                Occlusion.patch(9, 13).stride(11, 4).fill(0).batch(1000));
    }

    @ParameterizedTest
    @MethodSource("occlusions")
    void equalsFullPassesOnASequentialNetwork(Occlusion occlusion) {
        MultiLayerNetwork network = ExplainedNetworks.leNet(DataType.DOUBLE);

        assertEqualsFullPasses(
                Explainer.of(network), occlusion, noise(CNN2DFormat.NCHW, 1, 28, 28, 1), DOUBLE_PRECISION);
    }

    @ParameterizedTest
    @MethodSource("occlusions")
    void equalsFullPassesOnAPaddedNetwork(Occlusion occlusion) {
        MultiLayerNetwork network = ExplainedNetworks.vgg(DataType.DOUBLE);

        assertEqualsFullPasses(
                Explainer.of(network), occlusion, noise(CNN2DFormat.NCHW, 3, 32, 32, 2), DOUBLE_PRECISION);
    }

    @ParameterizedTest
    @MethodSource("occlusions")
    void equalsFullPassesOnAGraph(Occlusion occlusion) {
        ComputationGraph network = ExplainedNetworks.resNet(DataType.DOUBLE);

        assertEqualsFullPasses(
                Explainer.of(network), occlusion, noise(CNN2DFormat.NCHW, 3, 32, 32, 3), DOUBLE_PRECISION);
    }

    @Test
    void equalsFullPassesInSinglePrecisionWithAndWithoutOneDnn() {
        Occlusion occlusion = Occlusion.patch(4).stride(4).fill(2);
        INDArray image = noise(CNN2DFormat.NCHW, 3, 32, 32, 4);
        MultiLayerNetwork vgg = ExplainedNetworks.vgg(DataType.FLOAT);
        ComputationGraph resNet = ExplainedNetworks.resNet(DataType.FLOAT);
        InputType input = InputType.convolutional(32, 32, 3);

        HeatMap own = assertEqualsFullPasses(Explainer.of(vgg), occlusion, image, SINGLE_PRECISION);
        assertEqualsFullPasses(Explainer.of(resNet), occlusion, image, SINGLE_PRECISION);
        HeatMap fast =
                assertEqualsFullPasses(Explainer.of(TrainedNetwork.of(vgg, input)), occlusion, image, SINGLE_PRECISION);
        assertEqualsFullPasses(Explainer.of(TrainedNetwork.of(resNet, input)), occlusion, image, SINGLE_PRECISION);

        assertThat(fast.drop(2, 2)).isCloseTo(own.drop(2, 2), within(SINGLE_PRECISION));
    }

    /** The full pass shares the patch with the windows; this one lays it by itself. */
    @Test
    void hidesThePixelsUnderThePatchAndNoOthers() {
        MultiLayerNetwork network = ExplainedNetworks.vgg(DataType.DOUBLE);
        INDArray image = noise(CNN2DFormat.NCHW, 3, 32, 32, 5);
        HeatMap map = Explainer.of(network).explain(Occlusion.patch(6, 4).stride(5, 7), image);

        assertThat(map.rows()).as("0, 5, ... 25; the last ends at 31").isEqualTo(6);
        assertThat(map.columns()).as("0, 7, 14, 21, 28; the last ends at 32").isEqualTo(5);
        INDArray mean = image.mean(0, 2, 3);
        for (int row = 0; row < map.rows(); row++) {
            for (int column = 0; column < map.columns(); column++) {
                INDArray hidden = image.dup();
                for (int channel = 0; channel < 3; channel++) {
                    hidden.get(
                                    NDArrayIndex.point(0),
                                    NDArrayIndex.point(channel),
                                    NDArrayIndex.interval(5 * row, 5 * row + 6),
                                    NDArrayIndex.interval(7 * column, 7 * column + 4))
                            .assign(mean.getDouble(channel));
                }
                assertThat(map.probability(row, column))
                        .isCloseTo(network.output(hidden).getDouble(0, map.target()), within(DOUBLE_PRECISION));
            }
        }
        INDArray clean = network.output(image);
        assertThat(map.target()).isEqualTo(clean.argMax(1).getInt(0));
        assertThat(map.cleanProbability()).isCloseTo(clean.getDouble(0, map.target()), within(DOUBLE_PRECISION));
    }

    @Test
    void leavesNetworkAndImageAsTheyWere() {
        ComputationGraph network = ExplainedNetworks.resNet(DataType.FLOAT);
        INDArray image = noise(CNN2DFormat.NCHW, 3, 32, 32, 6).castTo(DataType.FLOAT);
        INDArray parameters = network.params().dup();
        INDArray pixels = image.dup();
        INDArray output = network.outputSingle(image).dup();

        Explainer.of(network).explain(Occlusion.patch(8).stride(8), image);

        assertThat(network.params()).isEqualTo(parameters);
        assertThat(image).isEqualTo(pixels);
        assertThat(network.outputSingle(image)).isEqualTo(output);
    }

    @Test
    void anImageNeedsNoDimensionOfExamples() {
        Explainer explainer = Explainer.of(ExplainedNetworks.leNet(DataType.DOUBLE));
        Occlusion occlusion = Occlusion.patch(7).stride(7);
        INDArray image = noise(CNN2DFormat.NCHW, 1, 28, 28, 7);

        assertThat(explainer.explain(occlusion, image.reshape(1, 28, 28)).drops())
                .isDeepEqualTo(explainer.explain(occlusion, image).drops());
    }

    static HeatMap assertEqualsFullPasses(Explainer explainer, Occlusion occlusion, INDArray image, double tolerance) {
        HeatMap windows = explainer.explain(occlusion, image);
        HeatMap full = explainer.explainNaively(occlusion, image);
        assertThat(windows.target()).isEqualTo(full.target());
        assertThat(windows.cleanProbability()).isCloseTo(full.cleanProbability(), within(tolerance));
        double largest = 0;
        for (int row = 0; row < full.rows(); row++) {
            for (int column = 0; column < full.columns(); column++) {
                assertThat(windows.probability(row, column))
                        .as("position %d, %d", row, column)
                        .isCloseTo(full.probability(row, column), within(tolerance));
                largest = Math.max(largest, Math.abs(full.drop(row, column)));
            }
        }
        assertThat(largest)
                .as("the patch makes a difference that could be missed")
                .isGreaterThan(100 * tolerance);
        return windows;
    }
}
