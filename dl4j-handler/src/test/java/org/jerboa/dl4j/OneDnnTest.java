package org.jerboa.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.jerboa.dl4j.TestUnits.configuration;
import static org.jerboa.dl4j.TestUnits.unit;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.Arrays;
import java.util.Map;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DepthwiseConvolution2D;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.LocalResponseNormalization;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.jerboa.tune.space.Configuration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** What oneDNN computes, measured against double precision; see the decision record on oneDNN. */
class OneDnnTest {

    @BeforeAll
    static void oneThread() {
        NativeRuntime.prepareThread(1);
    }

    private static void assumeOneDnn() {
        assumeTrue(OneDnn.isAvailable(), "the native library has no oneDNN");
    }

    @ParameterizedTest
    @CsvSource({
        "1, 1, 1, 1, 0, 0, Truncate", "3, 3, 1, 1, 0, 0, Truncate", "3, 3, 1, 1, 1, 1, Truncate",
        "3, 3, 2, 2, 0, 0, Truncate", "3, 3, 2, 2, 1, 1, Truncate", "5, 5, 1, 1, 2, 2, Truncate",
        "3, 5, 1, 2, 1, 2, Truncate", "2, 3, 2, 1, 1, 0, Truncate", "4, 4, 3, 3, 1, 1, Truncate",
        "1, 1, 1, 1, 0, 0, Same", "3, 3, 1, 1, 0, 0, Same", "3, 3, 2, 2, 0, 0, Same",
        "2, 2, 1, 1, 0, 0, Same", "3, 5, 1, 2, 0, 0, Same", "4, 4, 3, 3, 0, 0, Same"
    })
    void convolutionIsSound(int kh, int kw, int sh, int sw, int ph, int pw, ConvolutionMode mode) {
        assumeOneDnn();
        ConvolutionLayer layer = new ConvolutionLayer.Builder(kh, kw)
                .stride(sh, sw)
                .padding(ph, pw)
                .convolutionMode(mode)
                .nOut(5)
                .activation(Activation.TANH)
                .build();
        assertThat(PrecisionProbe.errors(layer, PrecisionProbe::used).worst()).isLessThan(2e-6);
    }

    @Test
    void convolutionWithoutBiasIsSound() {
        assumeOneDnn();
        ConvolutionLayer layer = new ConvolutionLayer.Builder(3, 3)
                .hasBias(false)
                .nOut(17)
                .activation(Activation.RELU)
                .build();
        assertThat(PrecisionProbe.errors(layer, PrecisionProbe::used).worst()).isLessThan(2e-6);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void batchNormalisationIsSound(boolean logarithmic) {
        assumeOneDnn();
        BatchNormalization layer =
                new BatchNormalization.Builder().useLogStd(logarithmic).build();
        assertThat(PrecisionProbe.errors(layer, PrecisionProbe::used).worst()).isLessThan(5e-6);
    }

    @ParameterizedTest
    @EnumSource(
            value = ConvolutionMode.class,
            names = {"Truncate", "Same"})
    void dilatedConvolutionIsLeftToTheTool(ConvolutionMode mode) throws Exception {
        ConvolutionLayer layer = new ConvolutionLayer.Builder(3, 3)
                .dilation(2, 2)
                .convolutionMode(mode)
                .nOut(5)
                .activation(Activation.TANH)
                .build();
        assertThat(PrecisionProbe.errors(layer, PrecisionProbe::used).worst()).isLessThan(2e-6);
        Configuration configuration = configuration("updater", "sgd", "batchSize", 8);
        assertThat(helped(Dl4j.network(c -> ending(layer)).create(configuration, 1)))
                .doesNotContain(true);
    }

    /** Why the handler uses neither; if one of these fails, the tool was mended and can be used. */
    @Test
    void theHelpersThatAreNotUsedAreWrong() {
        assumeOneDnn();
        SubsamplingLayer pooling = new SubsamplingLayer.Builder(PoolingType.AVG)
                .kernelSize(3, 3)
                .stride(2, 2)
                .padding(1, 1)
                .avgPoolIncludePadInDivisor(true)
                .build();
        LocalResponseNormalization normalisation = new LocalResponseNormalization.Builder()
                .k(2)
                .n(5)
                .alpha(0.5)
                .beta(0.75)
                .build();

        assertThat(PrecisionProbe.errors(pooling, PrecisionProbe::plain).gradient())
                .isLessThan(2e-6);
        assertThat(PrecisionProbe.errors(pooling, PrecisionProbe::rejected).gradient())
                .isGreaterThan(0.01);
        assertThat(PrecisionProbe.errors(normalisation, PrecisionProbe::plain).gradient())
                .isLessThan(2e-6);
        assertThat(PrecisionProbe.errors(normalisation, PrecisionProbe::rejected)
                        .gradient())
                .isGreaterThan(0.01);
    }

    @Test
    void onlyLayersThatGainAreGivenAHelper() throws Exception {
        assumeOneDnn();
        Configuration configuration = configuration("updater", "sgd", "batchSize", 8);
        Dl4jHandler<MultiLayerNetwork> handler = Dl4j.network(TestNetworks::cnn);

        assertThat(helped(handler.create(configuration, 1))).containsExactly(true, true, false, false, false, false);
        assertThat(helped(handler.oneDnn(false).create(configuration, 1))).doesNotContain(true);
        DepthwiseConvolution2D depthwise = new DepthwiseConvolution2D.Builder(3, 3)
                .nIn(2)
                .depthMultiplier(2)
                .nOut(4)
                .build();
        assertThat(helped(Dl4j.network(c -> ending(depthwise)).create(configuration, 1)))
                .doesNotContain(true);
    }

    private static Boolean[] helped(MultiLayerNetwork network) {
        return Arrays.stream(network.getLayers())
                .map(layer -> layer.getHelper() != null)
                .toArray(Boolean[]::new);
    }

    private static MultiLayerConfiguration ending(Layer first) {
        return new NeuralNetConfiguration.Builder()
                .list()
                .layer(first)
                .layer(new OutputLayer.Builder(LossFunction.MCXENT)
                        .nOut(3)
                        .activation(Activation.SOFTMAX)
                        .build())
                .setInputType(InputType.convolutional(8, 8, 2))
                .build();
    }

    @Test
    void restoredNetworksAreFastToo() throws Exception {
        assumeOneDnn();
        Configuration configuration = configuration("updater", "sgd", "batchSize", 8);
        Dl4jHandler<MultiLayerNetwork> handler = Dl4j.network(TestNetworks::cnn);
        byte[] checkpoint = TestUnits.checkpoint(handler, handler.create(configuration, 1));

        assertThat(helped(TestUnits.restore(handler, configuration, checkpoint)))
                .contains(true);
    }

    /** Pooling of a library with oneDNN ignores dilation, helpers or not: its numbers are those of another network. */
    @ParameterizedTest
    @EnumSource(
            value = PoolingType.class,
            names = {"MAX", "AVG"})
    void dilatedPoolingIsRefusedWhereItIsWrong(PoolingType type) {
        SubsamplingLayer pooling = new SubsamplingLayer.Builder(type)
                .kernelSize(2, 2)
                .stride(1, 1)
                .dilation(2, 2)
                .build();
        Dl4jHandler<MultiLayerNetwork> handler =
                Dl4j.network(c -> ending(pooling)).oneDnn(false);
        Configuration configuration = configuration("batchSize", 8);
        if (OneDnn.isAvailable()) {
            assertThat(PrecisionProbe.errors(pooling, PrecisionProbe::plain).output())
                    .isGreaterThan(0.01);
            assertThatThrownBy(() -> handler.create(configuration, 1))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContainingAll("SubsamplingLayer", "dilated", "avx2");
        } else {
            assertThat(PrecisionProbe.errors(pooling, PrecisionProbe::plain).worst())
                    .isLessThan(2e-6);
            assertThatCode(() -> handler.create(configuration, 1)).doesNotThrowAnyException();
        }
    }

    @Test
    void bothPathsLearnTheSame() throws Exception {
        assumeOneDnn();
        Configuration configuration = configuration("updater", "nesterovs", "learningRate", 0.01, "batchSize", 16);
        Dl4jHandler<MultiLayerNetwork> fast = Dl4j.network(TestNetworks::cnn);
        double[] accuracies = new double[2];
        for (int path = 0; path < 2; path++) {
            Dl4jHandler<MultiLayerNetwork> handler = fast.oneDnn(path == 0);
            MultiLayerNetwork network = handler.create(configuration, 1);
            for (int epoch = 0; epoch < 6; epoch++) {
                handler.train(network, TestData.images(160, 4), unit(configuration, epoch, 0, 1));
            }
            Map<String, Double> values = handler.evaluate(network, TestData.images(100, 5), unit(configuration))
                    .values();
            accuracies[path] = values.get("accuracy");
        }
        assertThat(accuracies[0]).isGreaterThan(0.9);
        assertThat(Math.abs(accuracies[0] - accuracies[1])).isLessThan(0.05);
    }

    /**
     * The gradient of a bias in front of batch normalisation is zero, as the normalisation takes the bias away again. What
     * single precision computes instead is rounding noise, and Adam, which divides by the gradient's own size, makes steps
     * of the learning rate from it, in a direction that depends on the last bits.
     */
    @Test
    void adamAmplifiesTheNoiseOfBiasesInFrontOfBatchNormalisation() {
        assumeOneDnn();
        BiasDrift with = BiasDrift.afterSixSteps(true);
        BiasDrift without = BiasDrift.afterSixSteps(false);

        assertThat(with.exactBiasGradient()).isLessThan(1e-9);
        assertThat(with.biasGradient()).isLessThan(1e-4 * with.weightGradient());
        assertThat(with.toolFromExact()).as("the tool's own code").isGreaterThan(1e-4);
        assertThat(with.oneDnnFromExact()).as("oneDNN").isGreaterThan(1e-4);
        assertThat(without.toolFromExact()).isLessThan(1e-5);
        assertThat(without.oneDnnFromExact()).isLessThan(1e-5);
    }

    /** Gradients of the first step, and the largest difference of a parameter from double precision after six. */
    record BiasDrift(
            double exactBiasGradient,
            double biasGradient,
            double weightGradient,
            double toolFromExact,
            double oneDnnFromExact) {

        static BiasDrift afterSixSteps(boolean bias) {
            MultiLayerNetwork exact = network(DataType.DOUBLE, bias);
            MultiLayerNetwork tool = network(DataType.FLOAT, bias);
            MultiLayerNetwork oneDnn = network(DataType.FLOAT, bias);
            exact.params().assign(tool.params().castTo(DataType.DOUBLE));
            PrecisionProbe.used(oneDnn);
            Nd4j.getRandom().setSeed(9);
            double[] gradients = new double[3];
            for (int step = 0; step < 6; step++) {
                DataSet data = new DataSet(Nd4j.rand(64, 1, 16, 16), labels(step));
                tool.fit(data);
                oneDnn.fit(data);
                exact.fit(new DataSet(
                        data.getFeatures().castTo(DataType.DOUBLE),
                        data.getLabels().castTo(DataType.DOUBLE)));
                if (step == 0) {
                    gradients[0] = bias ? largestGradient(exact, data, "0_b") : 0;
                    gradients[1] = bias ? largestGradient(tool, data, "0_b") : 0;
                    gradients[2] = largestGradient(tool, data, "0_W");
                }
            }
            return new BiasDrift(
                    gradients[0],
                    gradients[1],
                    gradients[2],
                    largestDifference(tool, exact),
                    largestDifference(oneDnn, exact));
        }

        private static MultiLayerNetwork network(DataType type, boolean bias) {
            MultiLayerNetwork network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                    .seed(1)
                    .dataType(type)
                    .updater(new Adam(1e-3))
                    .list()
                    .layer(new ConvolutionLayer.Builder(5, 5)
                            .nOut(8)
                            .hasBias(bias)
                            .activation(Activation.IDENTITY)
                            .build())
                    .layer(new BatchNormalization())
                    .layer(new ActivationLayer(Activation.RELU))
                    .layer(new OutputLayer.Builder(LossFunction.MCXENT)
                            .nOut(10)
                            .activation(Activation.SOFTMAX)
                            .build())
                    .setInputType(InputType.convolutional(16, 16, 1))
                    .build());
            network.init();
            return network;
        }

        private static INDArray labels(int step) {
            INDArray labels = Nd4j.zeros(64, 10);
            for (int i = 0; i < 64; i++) {
                labels.putScalar(i, (step + i * 7) % 10, 1);
            }
            return labels;
        }

        private static double largestGradient(MultiLayerNetwork network, DataSet data, String parameter) {
            DataType type = network.getLayerWiseConfigurations().getDataType();
            network.setInput(data.getFeatures().castTo(type));
            network.setLabels(data.getLabels().castTo(type));
            network.computeGradientAndScore();
            return network.gradient().getGradientFor(parameter).amaxNumber().doubleValue();
        }

        private static double largestDifference(MultiLayerNetwork network, MultiLayerNetwork exact) {
            return network.params()
                    .castTo(DataType.DOUBLE)
                    .sub(exact.params())
                    .amaxNumber()
                    .doubleValue();
        }
    }
}
