package org.jerboa.dl4j;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.jerboa.tune.space.Configuration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/**
 * Prints what a hop through a file costs, beside the tool's own serialiser. No test: it runs only when it is named, as in
 *
 * <pre>mvn -pl dl4j-handler -am test -Dtest=CheckpointReport -Dsurefire.failIfNoSpecifiedTests=false</pre>
 */
class CheckpointReport {

    /** Time on the processor says more than time on the clock where others use the machine too. */
    private static final ThreadMXBean CPU = ManagementFactory.getThreadMXBean();

    @BeforeAll
    static void oneThread() {
        NativeRuntime.prepareThread(1);
    }

    /** A perceptron with Adam: parameters and two moments. */
    static MultiLayerConfiguration perceptron(Configuration configuration) {
        int units = configuration.getInt("units");
        return new NeuralNetConfiguration.Builder()
                .updater(new Adam(1e-3))
                .list()
                .layer(new DenseLayer.Builder()
                        .nIn(784)
                        .nOut(units)
                        .activation(Activation.RELU)
                        .build())
                .layer(new DenseLayer.Builder()
                        .nIn(units)
                        .nOut(units)
                        .activation(Activation.RELU)
                        .build())
                .layer(new OutputLayer.Builder(LossFunction.MCXENT)
                        .nIn(units)
                        .nOut(10)
                        .activation(Activation.SOFTMAX)
                        .build())
                .build();
    }

    @ParameterizedTest
    @ValueSource(ints = {104, 1870, 4090})
    void millisecondsOfProcessorTime(int units, @TempDir Path folder) throws Exception {
        Configuration configuration = TestUnits.configuration("units", units);
        Dl4jHandler<MultiLayerNetwork> handler = Dl4j.network(CheckpointReport::perceptron);
        MultiLayerNetwork network = handler.create(configuration, 1);
        MultiLayerNetwork reusable = handler.create(configuration, 2);
        Path raw = folder.resolve("raw");
        Path zip = folder.resolve("zip");
        double write = median(() -> {
            try (FileChannel out = FileChannel.open(raw, CREATE, WRITE, TRUNCATE_EXISTING)) {
                handler.write(network, out);
            }
        });
        double reused = median(() -> {
            try (FileChannel in = FileChannel.open(raw, READ)) {
                handler.restore(configuration, in, reusable);
            }
        });
        double fresh = median(() -> {
            try (FileChannel in = FileChannel.open(raw, READ)) {
                handler.close(handler.restore(configuration, in, null));
            }
        });
        double zipWrite = median(() -> ModelSerializer.writeModel(network, zip.toFile(), true));
        double zipRead = median(() -> ModelSerializer.restoreMultiLayerNetwork(zip.toFile(), true));
        System.out.printf(
                "%.1f MB: write %.2f, read into a network at hand %.2f, into a new one %.2f;"
                        + " ModelSerializer write %.0f, read %.0f ms%n",
                raw.toFile().length() / 1e6, write, reused, fresh, zipWrite, zipRead);
        handler.close(network);
        handler.close(reusable);
    }

    private interface Step {
        void run() throws IOException;
    }

    private static double median(Step step) throws IOException {
        List<Double> times = new ArrayList<>();
        long limit = System.nanoTime() + 8_000_000_000L;
        while (times.size() < 3 || (times.size() < 21 && System.nanoTime() < limit)) {
            long start = CPU.getCurrentThreadCpuTime();
            step.run();
            times.add((CPU.getCurrentThreadCpuTime() - start) / 1e6);
        }
        return times.stream().sorted().toList().get(times.size() / 2);
    }
}
