package org.jerboa.samples;

import static org.jerboa.tune.space.Parameter.categorical;
import static org.jerboa.tune.space.Parameter.integer;
import static org.jerboa.tune.space.Parameter.real;

import java.io.IOException;
import java.net.URL;
import java.util.Objects;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration.ListBuilder;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.jerboa.data.Datasets;
import org.jerboa.dl4j.Dl4j;
import org.jerboa.dl4j.Updaters;
import org.jerboa.mop.MopExecutor;
import org.jerboa.search.RandomSearch;
import org.jerboa.tune.data.Dataset;
import org.jerboa.tune.space.Configuration;
import org.jerboa.tune.space.SearchSpace;
import org.jerboa.tune.study.Study;
import org.nd4j.linalg.activations.Activation;

/**
 * A whole study on real data: which of two families of networks reads handwritten digits best, and with which
 * hyperparameters. The data is on the class path; its origin is told in {@code digits.ATTRIBUTION.md} beside it.
 */
final class S01DigitsStudy extends DigitsSample {

    S01DigitsStudy() {
        super(
                "digits",
                "S01DigitsStudy: which network reads handwritten digits best, MLP or CNN, by random search",
                new SampleOptions.Defaults(42, 24, 15));
    }

    // tag::example[]
    static final SearchSpace SPACE = SearchSpace.of(
            categorical("model", "mlp", "cnn"),
            integer("units").log(64, 256).when("model", "mlp"),
            integer("filters").log(12, 48).when("model", "cnn"),
            categorical("activation", Activation.RELU, Activation.ELU, Activation.TANH),
            categorical("updater", "adam", "nesterovs"),
            real("momentum", 0.8, 0.98).when("updater", "nesterovs"),
            real("learningRate").log(1e-3, 3e-2),
            real("dropout", 0, 0.5),
            integer("batchSize").log(16, 128));

    static MultiLayerConfiguration network(Configuration c) {
        ListBuilder layers = new NeuralNetConfiguration.Builder()
                .updater(Updaters.of(c))
                .activation(c.get("activation", Activation.class))
                .list();
        if (c.getString("model").equals("cnn")) {
            int filters = c.getInt("filters");
            layers.layer(new ConvolutionLayer.Builder(3, 3).nOut(filters).build())
                    .layer(new ConvolutionLayer.Builder(3, 3).nOut(2 * filters).build())
                    .layer(new SubsamplingLayer.Builder().kernelSize(2, 2).build());
        } else {
            layers.layer(new DenseLayer.Builder().nOut(c.getInt("units")).build());
        }
        return layers.layer(new DenseLayer.Builder().nOut(64).build())
                .layer(new DropoutLayer(1 - c.getDouble("dropout")))
                .layer(new OutputLayer.Builder()
                        .nOut(10)
                        .activation(Activation.SOFTMAX)
                        .build())
                .setInputType(InputType.convolutionalFlat(8, 8, 1))
                .build();
    }

    static Study<MultiLayerNetwork> study(Dataset digits, int trials, int epochs, int workers) {
        return Study.of(SPACE, Dl4j.network(S01DigitsStudy::network))
                .data(digits)
                .search(RandomSearch.trials(trials).epochs(epochs))
                .maximize("accuracy")
                .on(MopExecutor.threads(workers));
    }
    // end::example[]

    /** 1797 images of 8 by 8 pixels: 1079 to train on, in 4 shards, 359 to compare trials by, and 359 for the test. */
    static Dataset digits(long seed) throws IOException {
        URL resource = Objects.requireNonNull(S01DigitsStudy.class.getResource("digits.csv.gz"));
        return Datasets.csv(resource)
                .name("digits")
                .label(64)
                .scale(0, 16)
                .split(0.6, 0.2, 0.2)
                .stratified()
                .shards(4)
                .seed(seed)
                .load();
    }

    @Override
    Study<MultiLayerNetwork> study(Dataset digits, SampleOptions options) {
        return study(
                        digits,
                        options.trials(),
                        options.epochs(),
                        options.workers().count())
                .on(options.workers().executor());
    }

    @Override
    String announcement(SampleOptions options) {
        return String.format("%d configurations, %d epochs each", options.trials(), options.epochs());
    }
}
