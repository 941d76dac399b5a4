package org.jerboa.benchmarks.transfer;

import static org.jerboa.tune.space.Parameter.categorical;
import static org.jerboa.tune.space.Parameter.fixed;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
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
 * the same study with the tool's own frozen layers in place in every model. Wall times, and the largest difference of a loss.
 */
public final class FineTuneBenchmark implements Benchmark {

    private static final double GIGA = 1e9;
    private static final double MEBIBYTE = 1 << 20;
    private static final double MILLION = 1e6;
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
        Dataset images = Noise.images(size.side(), size.images());
        List<Figure> figures = new ArrayList<>();
        measure("vgg", Networks.vgg(size.side(), size.width()), VGG, images, size, figures, progress);
        measure("resNet", Networks.resNet(size.side(), size.width()), RES_NET, images, size, figures, progress);
        return figures;
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
            List<Figure> figures,
            PrintStream progress) {
        // the first ones also load and compile
        stored(network, depths, images, 1);
        inPlace(network, depths, images, 1);
        long start = System.nanoTime();
        FineTuningResult stored = stored(network, depths, images, size.epochs());
        long between = System.nanoTime();
        StudyResult<ComputationGraph> inPlace = inPlace(network, depths, images, size.epochs());
        double storedSeconds = (between - start) / GIGA;
        double inPlaceSeconds = (System.nanoTime() - between) / GIGA;
        progress.printf(Locale.ROOT, "%s: stored %.1f s, in place %.1f s%n", name, storedSeconds, inPlaceSeconds);
        PlannedFineTuning planned =
                tuning(network, depths, images, size.epochs()).plan();
        figures.add(Figure.of(name + ".work.inPlace", planned.multiplyAccumulatesInPlace() / GIGA, "G frozen"));
        figures.add(Figure.of(
                name + ".work.stored",
                (double) (stored.cost().multiplyAccumulates() + stored.multiplyAccumulatesRepeated()) / GIGA,
                "G frozen"));
        figures.add(Figure.of(name + ".written", stored.cost().bytesWritten() / MEBIBYTE, "MiB"));
        figures.add(Figure.of(name + ".inPlace", inPlaceSeconds, "s"));
        figures.add(Figure.of(name + ".stored", storedSeconds, "s"));
        figures.add(Figure.of(name + ".speedup", inPlaceSeconds / storedSeconds, "x")
                .against(RIVAL)
                .aiming(Goal.atLeast(3)));
        figures.add(Figure.of(name + ".difference", Losses.difference(stored.study(), inPlace) * MILLION, "ppm")
                .against(RIVAL)
                .aiming(Goal.atMost(100)));
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
