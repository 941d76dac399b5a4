package org.jerboa.dl4j;

import static org.jerboa.dl4j.TestUnits.configuration;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration.ListBuilder;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.jerboa.tune.data.Examples;
import org.jerboa.tune.data.Role;
import org.jerboa.tune.space.Configuration;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/**
 * Trains and evaluates one network in a process of its own, and prints what it was estimated to take and by how much the process
 * grew, in bytes. Its arguments are the kind and the width of the network, and the size of a minibatch.
 */
final class FootprintChild {

    private static final Path STATUS = Path.of("/proc/self/status");
    private static final Path CLEAR = Path.of("/proc/self/clear_refs");

    private FootprintChild() {}

    /** Whether the operating system tells how much a process had at its peak. */
    static boolean canMeasure() {
        return Files.isReadable(STATUS) && Files.isWritable(CLEAR);
    }

    public static void main(String[] arguments) throws Exception {
        String kind = arguments[0];
        int batch = Integer.parseInt(arguments[2]);
        Dl4jHandler<MultiLayerNetwork> handler =
                Dl4j.network(c -> network(kind, c.getInt("width"))).oneDnn(!kind.equals("cnn-patches"));
        handler.prepareWorker(1);
        // what the process takes once for all: code, and the library's own buffers
        use(handler, configuration("width", 4, "batchSize", 4), examples(kind, 8));
        Examples examples = examples(kind, 2 * batch);
        Configuration configuration = configuration("width", Integer.valueOf(arguments[1]), "batchSize", batch);
        long estimate =
                handler.estimate(configuration, examples.schema()).orElseThrow().bytes();

        Files.writeString(CLEAR, "5");
        long before = resident("VmRSS:");
        use(handler, configuration, examples);
        System.out.println(estimate + " " + (resident("VmHWM:") - before));
    }

    private static void use(Dl4jHandler<MultiLayerNetwork> handler, Configuration configuration, Examples examples)
            throws Exception {
        MultiLayerNetwork network = handler.create(configuration, 1);
        handler.train(network, examples, TestUnits.unit(configuration));
        handler.evaluate(network, examples, TestUnits.unit(configuration));
        handler.close(network);
    }

    private static long resident(String name) throws IOException {
        String line = Files.readAllLines(STATUS).stream()
                .filter(one -> one.startsWith(name))
                .findFirst()
                .orElseThrow();
        return Long.parseLong(line.replaceAll("\\D", "")) << 10;
    }

    private static Examples examples(String kind, int count) {
        Random random = new Random(1);
        int[] shape = switch (kind) {
            case "lstm" -> new int[] {100, 32};
            case "cnn", "cnn-patches" -> new int[] {3, 32, 32};
            default -> new int[] {1000};
        };
        int elements = 1;
        for (int side : shape) {
            elements *= side;
        }
        int labels = kind.equals("lstm") ? 100 : 1;
        float[] targets = new float[count * labels];
        int[] targetShape = kind.equals("lstm") ? new int[] {100, 1} : new int[] {1};
        return Examples.of(
                TestData.floats("x", Role.FEATURES, TestData.gaussian(random, count * elements), shape),
                TestData.floats("y", Role.LABELS, targets, targetShape));
    }

    private static MultiLayerConfiguration network(String kind, int width) {
        ListBuilder layers = new NeuralNetConfiguration.Builder()
                .updater(new Adam(1e-3))
                .activation(Activation.TANH)
                .list();
        switch (kind) {
            case "lstm" ->
                layers.layer(new LSTM.Builder().nOut(width).build())
                        .layer(new RnnOutputLayer.Builder(LossFunction.MSE)
                                .nOut(1)
                                .activation(Activation.IDENTITY)
                                .build())
                        .setInputType(InputType.recurrent(32, 100));
            case "cnn", "cnn-patches" ->
                layers.layer(convolution(width))
                        .layer(convolution(2 * width))
                        .layer(new SubsamplingLayer.Builder()
                                .kernelSize(2, 2)
                                .stride(2, 2)
                                .build())
                        .layer(new OutputLayer.Builder(LossFunction.MSE)
                                .nOut(1)
                                .activation(Activation.IDENTITY)
                                .build())
                        .setInputType(InputType.convolutional(32, 32, 3));
            default ->
                layers.layer(dense(kind, width))
                        .layer(dense(kind, width))
                        .layer(new OutputLayer.Builder(LossFunction.MSE)
                                .nOut(1)
                                .activation(Activation.IDENTITY)
                                .build())
                        .setInputType(InputType.feedForward(1000));
        }
        return layers.build();
    }

    private static ConvolutionLayer convolution(int filters) {
        return new ConvolutionLayer.Builder(3, 3)
                .nOut(filters)
                .convolutionMode(ConvolutionMode.Same)
                .build();
    }

    private static DenseLayer dense(String kind, int units) {
        DenseLayer.Builder layer = new DenseLayer.Builder().nOut(units);
        return kind.equals("dropout") ? layer.dropOut(0.5).build() : layer.build();
    }
}
