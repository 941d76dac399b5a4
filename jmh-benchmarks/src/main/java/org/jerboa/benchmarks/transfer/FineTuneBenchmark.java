package org.jerboa.benchmarks.transfer;

import static org.jerboa.tune.space.Parameter.categorical;
import static org.jerboa.tune.space.Parameter.fixed;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.jerboa.benchmarks.Benchmark;
import org.jerboa.benchmarks.Figure;
import org.jerboa.benchmarks.Goal;
import org.jerboa.benchmarks.Settings;
import org.jerboa.benchmarks.explain.Networks;
import org.jerboa.mop.MopExecutor;
import org.jerboa.search.GridSearch;
import org.jerboa.transfer.finetune.FineTuning;
import org.jerboa.transfer.finetune.FineTuningResult;
import org.jerboa.transfer.finetune.PlannedFineTuning;
import org.jerboa.transfer.graph.TrainedNetwork;
import org.jerboa.tune.data.Dataset;
import org.jerboa.tune.space.SearchSpace;
import org.jerboa.tune.study.StudyResult;

/**
 * Eight configurations of two depths of freezing and four learning rates on two networks: fine-tuned over stored outputs of frozen layers, and by
 * the same study with the tool's own frozen layers in place in every model, in turn. Wall times, and the largest difference of a loss.
 */
public final class FineTuneBenchmark implements Benchmark {

    private static final double GIGA = 1e9;
    private static final double MEBIBYTE = 1 << 20;
    private static final double MILLION = 1e6;
    private static final int ROUNDS = 3;
    private static final String RIVAL = "frozen layers in place";

    /** Of {@link Networks#vgg}: all convolutions, and all but the output layer. */
    private static final String[] VGG = {"layer7", "layer9"};

    /** Of {@link Networks#resNet}: all but the last convolution and the output layer, and all but the output layer. */
    private static final String[] RES_NET = {"c-relu1", "c-relu"};

    /** Side of the images in pixels, channels of the first convolution, images of each split, epochs. */
    private record Size(int side, int width, int images, int epochs) {}

    @Override
    public String name() {
        return "finetune";
    }

    @Override
    public String about() {
        return "fine-tuning 8 configurations over stored outputs of frozen layers, against frozen layers in place";
    }

    @Override
    public List<Figure> run(Settings settings, PrintStream progress) {
        Size size = settings.quick() ? new Size(16, 4, 24, 1) : new Size(64, 16, 192, 5);
        int rounds = settings.quick() ? 1 : ROUNDS;
        Dataset images = Noise.images(size.side(), size.images());
        List<Figure> figures = new ArrayList<>();
        measure("vgg", Networks.vgg(size.side(), size.width()), VGG, images, size, rounds, figures, progress);
        measure("resNet", Networks.resNet(size.side(), size.width()), RES_NET, images, size, rounds, figures, progress);
        return figures;
    }

    @Override
    public String rangeIs() {
        return "range of rounds";
    }

    private static SearchSpace space(String[] depths) {
        return SearchSpace.of(
                categorical("freezeUpTo", (Object[]) depths),
                categorical("learningRate", 1e-4, 3e-4, 1e-3, 3e-3),
                fixed("batchSize", 16));
    }

    private static void measure(
            String name,
            TrainedNetwork network,
            String[] depths,
            Dataset images,
            Size size,
            int rounds,
            List<Figure> figures,
            PrintStream progress) {
        // the first ones also load and compile
        stored(network, depths, images, 1);
        inPlace(network, depths, images, 1);
        double[] storedSeconds = new double[rounds];
        double[] inPlaceSeconds = new double[rounds];
        double[] speedups = new double[rounds];
        double difference = 0;
        Optional<FineTuningResult> last = Optional.empty();
        for (int round = 0; round < rounds; round++) {
            long start = System.nanoTime();
            FineTuningResult stored = stored(network, depths, images, size.epochs());
            long between = System.nanoTime();
            StudyResult<ComputationGraph> inPlace = inPlace(network, depths, images, size.epochs());
            storedSeconds[round] = (between - start) / GIGA;
            inPlaceSeconds[round] = (System.nanoTime() - between) / GIGA;
            speedups[round] = inPlaceSeconds[round] / storedSeconds[round];
            difference = Math.max(difference, Losses.difference(stored.study(), inPlace));
            last = Optional.of(stored);
            progress.printf(
                    Locale.ROOT,
                    "%s: stored %.1f s, in place %.1f s%n",
                    name,
                    storedSeconds[round],
                    inPlaceSeconds[round]);
        }
        addWork(name, tuning(network, depths, images, size.epochs()).plan(), last.orElseThrow(), figures);
        figures.add(Figure.median(name + ".inPlace", inPlaceSeconds, "s"));
        figures.add(Figure.median(name + ".stored", storedSeconds, "s"));
        figures.add(
                Figure.median(name + ".speedup", speedups, "x").against(RIVAL).aiming(Goal.atLeast(3)));
        figures.add(Figure.of(name + ".difference", difference * MILLION, "ppm")
                .against(RIVAL)
                .aiming(Goal.atMost(100)));
    }

    private static void addWork(String name, PlannedFineTuning planned, FineTuningResult stored, List<Figure> figures) {
        figures.add(Figure.of(name + ".work.inPlace", planned.multiplyAccumulatesInPlace() / GIGA, "G frozen"));
        figures.add(Figure.of(
                name + ".work.stored",
                (double) (stored.cost().multiplyAccumulates() + stored.multiplyAccumulatesRepeated()) / GIGA,
                "G frozen"));
        figures.add(Figure.of(name + ".written", stored.cost().bytesWritten() / MEBIBYTE, "MiB"));
    }

    private static FineTuning tuning(TrainedNetwork network, String[] depths, Dataset images, int epochs) {
        SearchSpace space = space(depths);
        return FineTuning.of(network.network())
                .data(images)
                .space(space)
                .search(GridSearch.sequential().epochs(epochs))
                .expect((int) space.grid(1).size(), epochs)
                .batchSize(16)
                .minimize("loss")
                .on(MopExecutor.threads());
    }

    private static FineTuningResult stored(TrainedNetwork network, String[] depths, Dataset images, int epochs) {
        return tuning(network, depths, images, epochs).run();
    }

    private static StudyResult<ComputationGraph> inPlace(
            TrainedNetwork network, String[] depths, Dataset images, int epochs) {
        return new InPlace(network.network())
                .study(space(depths))
                .data(images)
                .search(GridSearch.sequential().epochs(epochs))
                .minimize("loss")
                .on(MopExecutor.threads())
                .run();
    }
}
