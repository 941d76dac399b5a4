package org.jerboa.dl4j;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.LocalResponseNormalization;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/**
 * Prints the tables of the decision record on oneDNN. No test: it runs only when it is named, as in
 *
 * <pre>mvn -pl dl4j-handler -am test -Dtest=OneDnnReport -Dsurefire.failIfNoSpecifiedTests=false</pre>
 */
class OneDnnReport {

    /** Time on the processor says more than time on the clock where others use the machine too. */
    private static final ThreadMXBean CPU = ManagementFactory.getThreadMXBean();

    @BeforeAll
    static void oneThread() {
        NativeRuntime.prepareThread(1);
        print("native library: %s, tool threads: 1%n", NativeRuntime.classifier());
    }

    private static void print(String format, Object... values) {
        System.out.printf(format, values);
    }

    @Test
    void errorsAgainstDoublePrecision() {
        layers().forEach((name, layer) -> {
            print("%-34s ND4J   %s%n", name, errors(layer, PrecisionProbe::plain));
            print("%-34s used   %s%n", "", errors(layer, PrecisionProbe::used));
            print("%-34s others %s%n", "", errors(layer, PrecisionProbe::rejected));
        });
    }

    private static String errors(Layer layer, Consumer<MultiLayerNetwork> speedUp) {
        try {
            return PrecisionProbe.errors(layer, speedUp).toString();
        } catch (RuntimeException e) {
            return "fails: " + e.getMessage();
        }
    }

    private static Map<String, Layer> layers() {
        Map<String, Layer> layers = new LinkedHashMap<>();
        for (ConvolutionMode mode : List.of(ConvolutionMode.Truncate, ConvolutionMode.Same)) {
            boolean pads = mode == ConvolutionMode.Truncate;
            for (int[] k :
                    new int[][] {{1, 1, 0, 1}, {3, 1, 0, 1}, {3, 2, 1, 1}, {5, 1, 2, 1}, {4, 3, 1, 1}, {3, 1, 0, 2}}) {
                k[2] = pads ? k[2] : 0;
                layers.put(
                        String.format("convolution %d, stride %d, pad %d, dil. %d, %s", k[0], k[1], k[2], k[3], mode),
                        new ConvolutionLayer.Builder(k[0], k[0])
                                .stride(k[1], k[1])
                                .padding(k[2], k[2])
                                .dilation(k[3], k[3])
                                .convolutionMode(mode)
                                .nOut(5)
                                .activation(Activation.TANH)
                                .build());
            }
            for (PoolingType type : List.of(PoolingType.MAX, PoolingType.AVG)) {
                layers.put("pooling " + type + " " + mode, pooling(type, mode).build());
                layers.put(
                        "pooling " + type + " dilated " + mode,
                        pooling(type, mode).stride(1, 1).dilation(2, 2).build());
            }
            layers.put(
                    "pooling AVG, padding counts, " + mode,
                    pooling(PoolingType.AVG, mode)
                            .avgPoolIncludePadInDivisor(true)
                            .build());
        }
        layers.put("batch normalisation", new BatchNormalization());
        layers.put(
                "local response normalisation",
                new LocalResponseNormalization.Builder()
                        .k(2)
                        .n(5)
                        .alpha(0.5)
                        .beta(0.75)
                        .build());
        return layers;
    }

    private static SubsamplingLayer.Builder pooling(PoolingType type, ConvolutionMode mode) {
        SubsamplingLayer.Builder builder = new SubsamplingLayer.Builder(type);
        builder.kernelSize(3, 3).stride(2, 2).convolutionMode(mode);
        return mode == ConvolutionMode.Truncate ? builder.padding(1, 1) : builder;
    }

    @Test
    void biasesInFrontOfBatchNormalisationUnderAdam() {
        print("with bias    %s%n", OneDnnTest.BiasDrift.afterSixSteps(true));
        print("without bias %s%n", OneDnnTest.BiasDrift.afterSixSteps(false));
    }

    @Test
    void millisecondsOfProcessorTime() {
        time("LeNet, 64 images 28x28x1", lenet(), 28, 1);
        time("two convolutions with BN, 64 images 32x32x3", withBatchNormalisation(), 32, 3);
    }

    private static void time(String name, MultiLayerConfiguration configuration, int side, int channels) {
        INDArray features = Nd4j.rand(64, channels, side, side);
        INDArray labels = Nd4j.zeros(64, 10);
        for (int i = 0; i < 64; i++) {
            labels.putScalar(i, i % 10, 1);
        }
        for (boolean fast : new boolean[] {false, true}) {
            MultiLayerNetwork network = new MultiLayerNetwork(configuration.clone());
            network.init();
            if (fast) {
                PrecisionProbe.used(network);
            }
            DataSet data = new DataSet(features, labels);
            print(
                    "%s: %s fit %.1f, output %.1f ms%n",
                    name,
                    fast ? "oneDNN" : "ND4J",
                    median(() -> network.fit(data)),
                    median(() -> network.output(features)));
        }
    }

    private static double median(Runnable step) {
        List<Double> times = new ArrayList<>();
        for (int i = 0; i < 25; i++) {
            long start = CPU.getCurrentThreadCpuTime();
            step.run();
            times.add((CPU.getCurrentThreadCpuTime() - start) / 1e6);
        }
        List<Double> warm = times.subList(5, 25).stream().sorted().toList();
        return warm.get(10);
    }

    private static MultiLayerConfiguration lenet() {
        return new NeuralNetConfiguration.Builder()
                .updater(new Nesterovs(0.01, 0.9))
                .list()
                .layer(new ConvolutionLayer.Builder(5, 5)
                        .nOut(20)
                        .activation(Activation.IDENTITY)
                        .build())
                .layer(maximum())
                .layer(new ConvolutionLayer.Builder(5, 5)
                        .nOut(50)
                        .activation(Activation.IDENTITY)
                        .build())
                .layer(maximum())
                .layer(new DenseLayer.Builder()
                        .nOut(500)
                        .activation(Activation.RELU)
                        .build())
                .layer(softmax())
                .setInputType(InputType.convolutional(28, 28, 1))
                .build();
    }

    private static MultiLayerConfiguration withBatchNormalisation() {
        return new NeuralNetConfiguration.Builder()
                .updater(new Nesterovs(0.01, 0.9))
                .convolutionMode(ConvolutionMode.Same)
                .list()
                .layer(new ConvolutionLayer.Builder(3, 3)
                        .nOut(32)
                        .activation(Activation.IDENTITY)
                        .build())
                .layer(new BatchNormalization())
                .layer(new ActivationLayer(Activation.RELU))
                .layer(maximum())
                .layer(new ConvolutionLayer.Builder(3, 3)
                        .nOut(64)
                        .activation(Activation.IDENTITY)
                        .build())
                .layer(new BatchNormalization())
                .layer(new ActivationLayer(Activation.RELU))
                .layer(maximum())
                .layer(softmax())
                .setInputType(InputType.convolutional(32, 32, 3))
                .build();
    }

    private static SubsamplingLayer maximum() {
        return new SubsamplingLayer.Builder(PoolingType.MAX)
                .kernelSize(2, 2)
                .stride(2, 2)
                .build();
    }

    private static OutputLayer softmax() {
        return new OutputLayer.Builder(LossFunction.MCXENT)
                .nOut(10)
                .activation(Activation.SOFTMAX)
                .build();
    }
}
