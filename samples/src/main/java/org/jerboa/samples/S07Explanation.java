package org.jerboa.samples;

import static org.jerboa.tune.space.Parameter.fixed;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.jerboa.dl4j.Dl4j;
import org.jerboa.dl4j.Updaters;
import org.jerboa.mop.MopExecutor;
import org.jerboa.search.RandomSearch;
import org.jerboa.transfer.explain.Explainer;
import org.jerboa.transfer.explain.HeatMap;
import org.jerboa.transfer.explain.Occlusion;
import org.jerboa.transfer.explain.Overlay;
import org.jerboa.tune.data.Dataset;
import org.jerboa.tune.data.Examples;
import org.jerboa.tune.data.Shard;
import org.jerboa.tune.data.Split;
import org.jerboa.tune.space.Configuration;
import org.jerboa.tune.space.SearchSpace;
import org.jerboa.tune.study.Study;
import org.jerboa.tune.study.StudyResult;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Which strokes make a digit what it is. A small convolutional network is trained; then a patch of background is laid over one test image
 * of each digit, pixel by pixel, and where the digit's probability falls is where the network looked.
 */
final class S07Explanation implements Program {

    static final int SIDE = 8;

    private static final int OK = 0;
    private static final int FAILED = 1;
    private static final int PIXELS = 32;
    private static final int MOST_EPOCHS = 1000;
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss");

    private static final SearchSpace SPACE =
            SearchSpace.of(fixed("updater", "adam"), fixed("learningRate", 0.003), fixed("batchSize", 32));

    @Override
    public String name() {
        return "explain";
    }

    @Override
    public String summary() {
        return "S07Explanation: which strokes make a digit what it is, as heat maps of occlusion";
    }

    @Override
    public String usage(String program) {
        return """
            Usage: %s explain [options]

            %s

            Options:
              --out DIR    where pictures and tables go; default explanations/digits-TIME
              --seed N     decides how the data is cut and how the network begins; default 42
              --epochs N   of training; default 10
              --patch N    width and height of the patch in pixels, 1 to 8; default 2
              --help       this text
            """.formatted(program, summary());
    }

    @Override
    public int run(List<String> arguments, Console console, LocalDateTime now)
            throws IOException, InterruptedException {
        Arguments all = new Arguments(arguments, Set.of(), Set.of("--out", "--seed", "--epochs", "--patch"));
        if (!all.words().isEmpty()) {
            throw new UsageException("'" + all.words().get(0) + "' is no option");
        }
        long seed = all.number("--seed", Long.MIN_VALUE, Long.MAX_VALUE, 42);
        int epochs = (int) all.number("--epochs", 1, MOST_EPOCHS, 10);
        Occlusion occlusion =
                Occlusion.patch((int) all.number("--patch", 1, SIDE, 2)).fill(0);
        Path out = Path.of(all.value("--out").orElse("explanations/digits-" + TIME.format(now)));
        try {
            Files.createDirectories(out);
        } catch (IOException e) {
            console.err().println("folder " + out + " cannot be made (" + e + "); name another with --out");
            return FAILED;
        }
        Dataset digits = S01DigitsStudy.digits(seed);
        console.out().printf("A convolutional network, %d epochs, on %s%n", epochs, digits);
        StudyResult<MultiLayerNetwork> trained = study(digits, epochs, seed).run();
        MultiLayerNetwork network = trained.best().model();
        console.out()
                .printf(
                        Locale.ROOT,
                        "Accuracy on the test split: %.3f%n%n",
                        trained.best().testMetrics().get("accuracy"));
        explain(network, oneOfEach(digits), occlusion, out, console);
        network.close();
        return OK;
    }

    static MultiLayerConfiguration network(Configuration c) {
        return new NeuralNetConfiguration.Builder()
                .updater(Updaters.of(c))
                .activation(Activation.RELU)
                .convolutionMode(ConvolutionMode.Same)
                .list()
                .layer(new ConvolutionLayer.Builder(3, 3).nOut(16).build())
                .layer(new ConvolutionLayer.Builder(3, 3).nOut(32).build())
                .layer(new SubsamplingLayer.Builder().kernelSize(2, 2).build())
                .layer(new DenseLayer.Builder().nOut(64).build())
                .layer(new OutputLayer.Builder()
                        .nOut(10)
                        .activation(Activation.SOFTMAX)
                        .build())
                .setInputType(InputType.convolutionalFlat(SIDE, SIDE, 1))
                .build();
    }

    /** One network, as it is. */
    static Study<MultiLayerNetwork> study(Dataset digits, int epochs, long seed) {
        return Study.of(SPACE, Dl4j.network(S07Explanation::network))
                .data(digits)
                .search(RandomSearch.trials(1).epochs(epochs))
                .maximize("accuracy")
                .on(MopExecutor.threads(1))
                .seed(seed);
    }

    /** The first test image of each digit, {@code [1][8][8]}, by digit. */
    static Map<Integer, INDArray> oneOfEach(Dataset digits) throws IOException {
        Map<Integer, INDArray> images = new TreeMap<>();
        for (Shard shard : digits.shards(Split.TEST)) {
            Examples examples = shard.open();
            for (int i = 0; i < examples.count(); i++) {
                float[] pixels = new float[SIDE * SIDE];
                examples.features().get(0).copyFloats(i, i + 1, pixels, 0);
                images.putIfAbsent(
                        examples.labels().get(0).intAt(i),
                        Nd4j.createFromArray(pixels).reshape(1, SIDE, SIDE));
            }
        }
        return images;
    }

    private static void explain(
            MultiLayerNetwork network, Map<Integer, INDArray> images, Occlusion occlusion, Path out, Console console)
            throws IOException {
        Explainer explainer = Explainer.of(network);
        console.out().println("digit  read as  probability  least with a patch  at row, column");
        for (Map.Entry<Integer, INDArray> image : images.entrySet()) {
            HeatMap map = explainer.explain(occlusion, image.getValue());
            Overlay.of(map, image.getValue()).scale(PIXELS).writePng(out.resolve("digit-" + image.getKey() + ".png"));
            map.writeCsv(out.resolve("digit-" + image.getKey() + ".csv"));
            console.out().print(row(image.getKey(), map));
        }
        console.out()
                .printf(
                        "%nWhat of each layer was computed for a position of the patch:%n%s%n",
                        explainer.plan(occlusion, images.values().iterator().next()));
        console.out().printf("Files in %s: digit-*.png, red where the digit needs its strokes; digit-*.csv%n", out);
    }

    private static String row(int digit, HeatMap map) {
        int least = 0;
        for (int i = 1; i < map.rows() * map.columns(); i++) {
            least = probability(map, i) < probability(map, least) ? i : least;
        }
        return String.format(
                Locale.ROOT,
                "%5d  %7d  %11.3f  %18.3f  %6d, %d%n",
                digit,
                map.target(),
                map.cleanProbability(),
                probability(map, least),
                map.top(least / map.columns()),
                map.left(least % map.columns()));
    }

    private static double probability(HeatMap map, int position) {
        return map.probability(position / map.columns(), position % map.columns());
    }
}
