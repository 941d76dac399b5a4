package org.jerboa.benchmarks.hop;

import java.util.Map;
import java.util.Set;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.jerboa.dl4j.Dl4j;
import org.jerboa.dl4j.Dl4jHandler;
import org.jerboa.tune.data.ElementType;
import org.jerboa.tune.data.Examples;
import org.jerboa.tune.data.Tensor;
import org.jerboa.tune.data.TensorSpec;
import org.jerboa.tune.random.RandomStreams;
import org.jerboa.tune.space.Configuration;
import org.jerboa.tune.spi.UnitContext;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/**
 * A network whose training state (parameters and Adam's two moments) has a given size. How the parameters are spread
 * over layers does not matter to a hop.
 */
final class SizedNetwork {

    static final Dl4jHandler<MultiLayerNetwork> HANDLER = Dl4j.network(SizedNetwork::describe);

    private static final int INPUTS = 784;
    private static final int CLASSES = 10;
    private static final double BYTES_PER_PARAMETER = 3 * Float.BYTES;
    private static final int EXAMPLES = 32;
    private static final long SEED = 1;

    private SizedNetwork() {}

    static Configuration configuration(int megabytes) {
        return Configuration.of(Map.of("megabytes", megabytes));
    }

    /** Solves {@code width^2 + (inputs + 1 + 1 + classes) width + classes = parameters}. */
    private static int width(int megabytes) {
        double parameters = megabytes * 1e6 / BYTES_PER_PARAMETER;
        double linear = INPUTS + 2.0 + CLASSES;
        return (int) Math.round((Math.sqrt(linear * linear + 4 * (parameters - CLASSES)) - linear) / 2);
    }

    private static MultiLayerConfiguration describe(Configuration configuration) {
        int width = width(configuration.getInt("megabytes"));
        return new NeuralNetConfiguration.Builder()
                .activation(Activation.TANH)
                .updater(new Adam(1e-3))
                .list(
                        new DenseLayer.Builder().nIn(INPUTS).nOut(width).build(),
                        new DenseLayer.Builder().nIn(width).nOut(width).build(),
                        new OutputLayer.Builder(LossFunction.MCXENT)
                                .nIn(width)
                                .nOut(CLASSES)
                                .activation(Activation.SOFTMAX)
                                .build())
                .build();
    }

    /** A network after one step, so that the moments are numbers like any others: zeros would compress to nothing. */
    static MultiLayerNetwork trained(int megabytes) throws Exception {
        Configuration configuration = configuration(megabytes);
        HANDLER.prepareWorker(1);
        MultiLayerNetwork network = HANDLER.create(configuration, SEED);
        HANDLER.train(network, examples(), new UnitContext(0, configuration, 0, 0, 1, SEED, Set.of(), () -> false));
        return network;
    }

    static Examples examples() {
        var random = RandomStreams.stream(SEED, "examples");
        float[] features = new float[EXAMPLES * INPUTS];
        for (int i = 0; i < features.length; i++) {
            features[i] = (float) random.nextGaussian();
        }
        int[] classes = new int[EXAMPLES];
        for (int i = 0; i < classes.length; i++) {
            classes[i] = random.nextInt(CLASSES);
        }
        return Examples.of(
                Tensor.ofFloats(TensorSpec.features("x", ElementType.FLOAT32, INPUTS), features),
                Tensor.ofInts(TensorSpec.classes("y", CLASSES), classes));
    }
}
