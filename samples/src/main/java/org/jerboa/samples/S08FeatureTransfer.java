package org.jerboa.samples;

import static org.jerboa.tune.space.Parameter.fixed;
import static org.jerboa.tune.space.Parameter.integer;
import static org.jerboa.tune.space.Parameter.real;

import java.io.IOException;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.jerboa.data.Datasets;
import org.jerboa.dl4j.Dl4j;
import org.jerboa.dl4j.Updaters;
import org.jerboa.mop.MopExecutor;
import org.jerboa.search.RandomSearch;
import org.jerboa.transfer.FeatureTransfer;
import org.jerboa.transfer.Head;
import org.jerboa.transfer.TransferResult;
import org.jerboa.transfer.graph.Pooling;
import org.jerboa.tune.data.Dataset;
import org.jerboa.tune.data.Examples;
import org.jerboa.tune.data.Shard;
import org.jerboa.tune.data.Split;
import org.jerboa.tune.space.Configuration;
import org.jerboa.tune.space.SearchSpace;
import org.jerboa.tune.study.Study;
import org.jerboa.tune.study.StudyResult;
import org.nd4j.linalg.activations.Activation;

/**
 * What a network has learned from some digits helps with others. A convolutional network is trained to tell 0 to 4 apart; small models that
 * learn 5 to 9 from a few images then begin at the outputs of its layers, beside a network that begins anew.
 */
final class S08FeatureTransfer implements Program {

    private static final int OK = 0;
    private static final int SIDE = 8;

    /** Digits of each of the two tasks. */
    private static final int CLASSES = 5;

    private static final int THREADS = 2;
    private static final int TRIALS_EPOCHS = 30;

    private static final SearchSpace PRETRAINING =
            SearchSpace.of(fixed("updater", "adam"), fixed("learningRate", 0.003), fixed("batchSize", 32));

    private static final SearchSpace SCRATCH = SearchSpace.of(
            real("learningRate").log(1e-3, 3e-2), integer("batchSize").log(8, 64));

    @Override
    public String name() {
        return "transfer";
    }

    @Override
    public String summary() {
        return "S08FeatureTransfer: which layer of a network trained on digits 0 to 4 helps most with 5 to 9?";
    }

    @Override
    public String usage(String program) {
        return """
            Usage: %s transfer [options]

            %s

            Options:
              --seed N      decides how the data is cut and how networks begin; default 42
              --epochs N    of training on 0 to 4; default 10
              --examples N  labelled images of 5 to 9 to learn from, 10 to 500; default 50
              --trials N    downstream models for each layer, and networks from scratch; default 8
              --help        this text
            """.formatted(program, summary());
    }

    @Override
    public int run(List<String> arguments, Console console, LocalDateTime now) throws IOException {
        Arguments all = new Arguments(arguments, Set.of(), Set.of("--seed", "--epochs", "--examples", "--trials"));
        if (!all.words().isEmpty()) {
            throw new UsageException("'" + all.words().get(0) + "' is no option");
        }
        long seed = all.number("--seed", Long.MIN_VALUE, Long.MAX_VALUE, 42);
        int epochs = (int) all.number("--epochs", 1, 1000, 10);
        int examples = (int) all.number("--examples", 10, 500, 50);
        int trials = (int) all.number("--trials", 1, 1000, 8);

        Dataset many = digits("digits 0 to 4", 0, 0.8, seed);
        console.out().printf("A convolutional network, %d epochs, on %s%n", epochs, many);
        StudyResult<MultiLayerNetwork> pretrained =
                pretraining(many, epochs, seed).run();
        console.out().printf(Locale.ROOT, "Accuracy on its test split: %.3f%n%n", accuracy(pretrained));

        Dataset few = digits("digits 5 to 9", CLASSES, examples, seed);
        console.out().printf("Its layers as features, for %s%n%n", few);
        TransferResult result =
                transfer(pretrained.best().model(), few, trials, seed).run();
        console.out().println(result.explain());
        console.out().print(result.table());

        StudyResult<MultiLayerNetwork> scratch = scratch(few, trials, seed).run();
        console.out()
                .printf(
                        Locale.ROOT,
                        "  %-28s %-10s %8d %12.4f %12.4f%n",
                        "the same network from scratch",
                        "",
                        SIDE * SIDE,
                        scratch.best().epoch().metrics().get("accuracy"),
                        accuracy(scratch));
        console.out()
                .printf(
                        "%nThe best as one network, from images to digits:%n%s",
                        result.network().summary());
        return OK;
    }

    private static double accuracy(StudyResult<?> study) {
        return study.best().testMetrics().getOrDefault("accuracy", Double.NaN);
    }

    static FeatureTransfer transfer(MultiLayerNetwork network, Dataset few, int trials, long seed) {
        return FeatureTransfer.of(network)
                .data(few)
                .layers("conv1", "conv2", "pool", "dense")
                .pooling(Pooling.FLATTEN)
                .heads(Head.logistic(), Head.mlp())
                .search(RandomSearch.trials(trials).epochs(TRIALS_EPOCHS))
                .maximize("accuracy")
                .on(MopExecutor.threads(THREADS))
                .seed(seed);
    }

    static Study<MultiLayerNetwork> pretraining(Dataset many, int epochs, long seed) {
        return Study.of(PRETRAINING, Dl4j.network(S08FeatureTransfer::network))
                .data(many)
                .search(RandomSearch.trials(1).epochs(epochs))
                .maximize("accuracy")
                .on(MopExecutor.threads(1))
                .seed(seed);
    }

    private static Study<MultiLayerNetwork> scratch(Dataset few, int trials, long seed) {
        return Study.of(SCRATCH, Dl4j.network(S08FeatureTransfer::network))
                .data(few)
                .search(RandomSearch.trials(trials).epochs(TRIALS_EPOCHS))
                .maximize("accuracy")
                .on(MopExecutor.threads(THREADS))
                .seed(seed);
    }

    static MultiLayerConfiguration network(Configuration c) {
        return new NeuralNetConfiguration.Builder()
                .updater(Updaters.of(c))
                .activation(Activation.RELU)
                .convolutionMode(ConvolutionMode.Same)
                .list()
                .layer(new ConvolutionLayer.Builder(3, 3).name("conv1").nOut(16).build())
                .layer(new ConvolutionLayer.Builder(3, 3).name("conv2").nOut(32).build())
                .layer(new SubsamplingLayer.Builder()
                        .name("pool")
                        .kernelSize(2, 2)
                        .build())
                .layer(new DenseLayer.Builder().name("dense").nOut(64).build())
                .layer(new OutputLayer.Builder()
                        .nOut(CLASSES)
                        .activation(Activation.SOFTMAX)
                        .build())
                .setInputType(InputType.convolutional(SIDE, SIDE, 1))
                .build();
    }

    private static Dataset digits(String name, int first, int training, long seed) throws IOException {
        return digits(name, first, training / (double) count(first), seed);
    }

    private static int count(int first) throws IOException {
        return of(first).labels().size();
    }

    /** Five digits in a row, of which this fraction is for training; the rest is for validation and testing in equal parts. */
    static Dataset digits(String name, int first, double training, long seed) throws IOException {
        Images images = of(first);
        return Datasets.arrays(
                        images.pixels().toArray(float[][]::new),
                        images.labels().stream().mapToInt(label -> label).toArray())
                .classes(CLASSES)
                .image(SIDE, SIDE, 1)
                .name(name)
                .split(training, (1 - training) / 2, (1 - training) / 2)
                .shards(2)
                .seed(seed)
                .load();
    }

    private record Images(List<float[]> pixels, List<Integer> labels) {}

    private static Images of(int first) throws IOException {
        Images images = new Images(new ArrayList<>(), new ArrayList<>());
        Dataset all = S01DigitsStudy.digits(0);
        for (Split split : Split.values()) {
            for (Shard shard : all.shards(split)) {
                Examples examples = shard.open();
                IntStream.range(0, examples.count()).forEach(i -> {
                    int digit = examples.labels().get(0).intAt(i);
                    if (digit >= first && digit < first + CLASSES) {
                        float[] pixels = new float[SIDE * SIDE];
                        examples.features().get(0).copyFloats(i, i + 1, pixels, 0);
                        images.pixels().add(pixels);
                        images.labels().add(digit - first);
                    }
                });
            }
        }
        return images;
    }
}
