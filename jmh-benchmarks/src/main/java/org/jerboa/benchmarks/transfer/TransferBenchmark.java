package org.jerboa.benchmarks.transfer;

import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.IntStream;
import org.jerboa.benchmarks.Benchmark;
import org.jerboa.benchmarks.Figure;
import org.jerboa.benchmarks.Goal;
import org.jerboa.benchmarks.Settings;
import org.jerboa.benchmarks.explain.Networks;
import org.jerboa.mop.MopExecutor;
import org.jerboa.search.RandomSearch;
import org.jerboa.transfer.FeatureTransfer;
import org.jerboa.transfer.TransferCost;
import org.jerboa.transfer.TransferResult;
import org.jerboa.transfer.graph.Pooling;
import org.jerboa.transfer.graph.TrainedNetwork;
import org.jerboa.transfer.plan.TransferPlan;
import org.jerboa.transfer.plan.TransferPlan.Kind;
import org.jerboa.transfer.plan.Workload;
import org.jerboa.tune.data.Dataset;
import org.jerboa.tune.data.ElementType;
import org.jerboa.tune.data.Examples;
import org.jerboa.tune.data.Shard;
import org.jerboa.tune.data.Split;
import org.jerboa.tune.data.Tensor;
import org.jerboa.tune.data.TensorSpec;

/**
 * Outputs of seven layers of two networks, computed by the lazy, the eager and the staged plan: multiply-accumulates, bytes and time,
 * without the training on them. Nothing is pooled, so that what is stored is as large as the layers are. And what becomes of the eager and of
 * the planner's plan in a JVM whose heap is smaller than what the eager one holds.
 */
public final class TransferBenchmark implements Benchmark {

    private static final double GIGA = 1e9;
    private static final double MEBIBYTE = 1 << 20;
    private static final int CLASSES = 2;
    private static final int ROUNDS = 3;

    static final String[] VGG = {"layer0", "layer1", "layer3", "layer4", "layer6", "layer7", "layer9"};
    private static final String[] RES_NET = {"stem-relu", "a-relu1", "a-relu", "b-relu1", "b-relu", "c-relu1", "c-relu"
    };

    /** Side of the images in pixels, channels of the first convolution, and images. */
    record Size(int side, int width, int images) {}

    @Override
    public String name() {
        return "transfer";
    }

    @Override
    public String about() {
        return "outputs of seven layers by lazy, eager and staged plans: work, bytes, time";
    }

    @Override
    public List<Figure> run(Settings settings, PrintStream progress) throws Exception {
        Size size = settings.quick() ? new Size(16, 4, 24) : new Size(64, 16, 512);
        Dataset images = images(size);
        List<Figure> figures = new ArrayList<>();
        int rounds = settings.quick() ? 1 : ROUNDS;
        measure("vgg", Networks.vgg(size.side(), size.width()), VGG, images, rounds, figures, progress);
        measure("resNet", Networks.resNet(size.side(), size.width()), RES_NET, images, rounds, figures, progress);
        // images whose outputs take a fifth more than that
        int heap = settings.quick() ? 64 : 256;
        limit(heap, settings.quick() ? new Size(16, 4, 5000) : new Size(64, 16, 340), figures, progress);
        return figures;
    }

    @Override
    public String rangeIs() {
        return "range of rounds";
    }

    private static void limit(int heap, Size size, List<Figure> figures, PrintStream progress)
            throws IOException, InterruptedException {
        long needed = TransferPlan.eager(work(size)).peakBytes(work(size));
        TransferInChild unlimited = TransferInChild.run(heap, size, Kind.EAGER.name(), false);
        progress.println("eager plan in a heap of " + heap + " MiB: status " + unlimited.status());
        TransferInChild chosen = TransferInChild.run(heap, size, "CHOSEN", true);
        progress.print(chosen.output());
        figures.add(Figure.of("memory.heap", heap, "MiB"));
        figures.add(Figure.of("memory.eager.held", needed / MEBIBYTE, "MiB"));
        figures.add(Figure.of(
                        "memory.eager.outOfMemory",
                        unlimited.status() == TransferInChild.OUT_OF_MEMORY ? 1 : 0,
                        "of 1 runs")
                .aiming(Goal.atLeast(1)));
        figures.add(Figure.of("memory.budget", number(chosen, "budget") / MEBIBYTE, "MiB"));
        figures.add(Figure.of("memory.chosen.held", number(chosen, "held") / MEBIBYTE, "MiB"));
        figures.add(Figure.of("memory.chosen.heap", number(chosen, "heap") / MEBIBYTE, "MiB"));
        figures.add(Figure.of("memory.chosen.finished", chosen.status() == 0 ? 1 : 0, "of 1 runs")
                .aiming(Goal.atLeast(1)));
    }

    private static long number(TransferInChild child, String name) {
        return child.number(name)
                .orElseThrow(() ->
                        new IllegalStateException("the child process did not say its " + name + ": " + child.output()));
    }

    private static Workload work(Size size) {
        return transfer(Networks.vgg(size.side(), size.width()), VGG, images(size))
                .plan()
                .work();
    }

    private static FeatureTransfer transfer(TrainedNetwork network, String[] layers, Dataset images) {
        return FeatureTransfer.of(network.network())
                .data(images)
                .layers(layers)
                .pooling(Pooling.FLATTEN)
                .search(RandomSearch.trials(1).epochs(1))
                .maximize("accuracy")
                .on(MopExecutor.threads(1));
    }

    private static void measure(
            String name,
            TrainedNetwork network,
            String[] layers,
            Dataset images,
            int rounds,
            List<Figure> figures,
            PrintStream progress) {
        // the first one also loads and compiles
        cost(network, layers, images, Kind.EAGER, progress);
        List<TransferCost> lazily = new ArrayList<>();
        List<TransferCost> eagerly = new ArrayList<>();
        List<TransferCost> inStages = new ArrayList<>();
        for (int round = 0; round < rounds; round++) {
            lazily.add(cost(network, layers, images, Kind.LAZY, progress));
            eagerly.add(cost(network, layers, images, Kind.EAGER, progress));
            inStages.add(cost(network, layers, images, Kind.STAGED, progress));
        }
        add(figures, name + ".lazy", lazily);
        add(figures, name + ".eager", eagerly);
        add(figures, name + ".staged", inStages);
        TransferCost lazy = lazily.get(0);
        TransferCost staged = inStages.get(0);
        figures.add(Figure.of(
                        name + ".saved",
                        (double) lazy.multiplyAccumulates() / staged.multiplyAccumulates(),
                        "times the work")
                .against("the lazy plan"));
        double[] speedups = IntStream.range(0, rounds)
                .mapToDouble(round -> seconds(lazily.get(round)) / seconds(inStages.get(round)))
                .toArray();
        figures.add(Figure.median(name + ".speedup", speedups, "x")
                .against("the lazy plan")
                .aiming(Goal.atLeast(2)));
    }

    /** Work and bytes are the same in all rounds. */
    private static void add(List<Figure> figures, String name, List<TransferCost> rounds) {
        TransferCost cost = rounds.get(0);
        figures.add(Figure.of(name + ".work", cost.multiplyAccumulates() / GIGA, "G multiply-accumulates"));
        figures.add(Figure.of(name + ".written", cost.bytesWritten() / MEBIBYTE, "MiB"));
        figures.add(Figure.of(name + ".held", cost.peakBytes() / MEBIBYTE, "MiB"));
        figures.add(Figure.median(
                name + ".time",
                rounds.stream().mapToDouble(TransferBenchmark::seconds).toArray(),
                "s"));
    }

    private static double seconds(TransferCost cost) {
        return cost.time().toNanos() / GIGA;
    }

    private static TransferCost cost(
            TrainedNetwork network, String[] layers, Dataset images, Kind kind, PrintStream progress) {
        TransferResult result = transfer(network, layers, images).plan(kind).run();
        progress.printf(Locale.ROOT, "%s: %.1f s%n", kind, seconds(result.cost()));
        return result.cost();
    }

    /** Noise: what is computed does not depend on what the images show. */
    static Dataset images(Size size) {
        List<Shard> shards = new ArrayList<>();
        Random random = new Random(1);
        TensorSpec pixels = TensorSpec.features("image", ElementType.UINT8, 3, size.side(), size.side());
        int each = size.images() / 2;
        for (Split split : List.of(Split.TRAINING, Split.VALIDATION)) {
            int[] values = random.ints((long) each * pixels.elements(), 0, 256).toArray();
            int[] classes = random.ints(each, 0, CLASSES).toArray();
            shards.add(Shard.of(
                    split,
                    0,
                    Examples.of(
                            Tensor.ofInts(pixels, values),
                            Tensor.ofInts(TensorSpec.classes("class", CLASSES), classes))));
        }
        return Dataset.of("noise", 1, shards);
    }
}
