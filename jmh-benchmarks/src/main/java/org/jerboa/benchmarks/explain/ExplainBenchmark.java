package org.jerboa.benchmarks.explain;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jerboa.benchmarks.Benchmark;
import org.jerboa.benchmarks.Figure;
import org.jerboa.benchmarks.Goal;
import org.jerboa.benchmarks.Settings;
import org.jerboa.transfer.explain.Explainer;
import org.jerboa.transfer.explain.HeatMap;
import org.jerboa.transfer.explain.Occlusion;
import org.jerboa.transfer.graph.TrainedNetwork;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Heat maps of occlusion by windows against a full forward pass for each position of the patch, by turns. */
public final class ExplainBenchmark implements Benchmark {

    private static final int PATCH = 8;
    private static final double MILLION = 1e6;
    private static final String RIVAL = "a full forward pass for each position";

    @Override
    public String name() {
        return "explain";
    }

    @Override
    public String about() {
        return "heat maps of occlusion by windows against full forward passes: work, time, difference";
    }

    @Override
    public List<Figure> run(Settings settings, PrintStream progress) {
        ExplainPlan plan = settings.quick() ? ExplainPlan.quick() : ExplainPlan.full();
        Occlusion colours = Occlusion.patch(PATCH).stride(plan.stride());
        Occlusion digits = Occlusion.patch(PATCH / 2).stride(plan.stride() / 2);
        List<Figure> figures = new ArrayList<>();
        measure("leNet", Networks.leNet(), digits, plan, figures, progress);
        measure("vgg", Networks.vgg(plan.side(), plan.width()), colours, plan, figures, progress);
        measure("resNet", Networks.resNet(plan.side(), plan.width()), colours, plan, figures, progress);
        return figures;
    }

    private static void measure(
            String name,
            TrainedNetwork network,
            Occlusion occlusion,
            ExplainPlan plan,
            List<Figure> figures,
            PrintStream progress) {
        Explainer explainer = Explainer.of(network);
        INDArray image = noise(network);
        progress.println(name + "\n" + explainer.plan(occlusion, image));
        figures.add(
                Figure.of(name + ".work", 100 * explainer.plan(occlusion, image).share(), "%")
                        .against(RIVAL));
        HeatMap map = explainer.explain(occlusion, image);
        progress.println(map + "\n");
        double difference = difference(map, explainer.explainNaively(occlusion, image));
        double[] windows = new double[plan.repetitions()];
        double[] full = new double[plan.repetitions()];
        double[] ratios = new double[plan.repetitions()];
        for (int i = 0; i < plan.repetitions(); i++) {
            windows[i] = milliseconds(() -> explainer.explain(occlusion, image));
            full[i] = milliseconds(() -> explainer.explainNaively(occlusion, image));
            ratios[i] = full[i] / windows[i];
        }
        figures.add(Figure.median(name + ".windows", windows, "ms"));
        figures.add(Figure.median(name + ".full", full, "ms"));
        figures.add(Figure.median(name + ".speedup", ratios, "x").against(RIVAL).aiming(Goal.above(1)));
        figures.add(Figure.of(name + ".difference", difference * MILLION, "ppm").against(RIVAL));
    }

    private static INDArray noise(TrainedNetwork network) {
        long[] shape = network.graph().layers().get(0).shape();
        double[] pixels = new Random(1).doubles(shape[0] * shape[1] * shape[2]).toArray();
        return Nd4j.create(pixels, shape, DataType.DOUBLE);
    }

    private static double milliseconds(Runnable work) {
        long start = System.nanoTime();
        work.run();
        return (System.nanoTime() - start) / 1e6;
    }

    /** The largest difference of a probability between the two ways. */
    private static double difference(HeatMap one, HeatMap other) {
        double largest = 0;
        for (int row = 0; row < one.rows(); row++) {
            for (int column = 0; column < one.columns(); column++) {
                largest = Math.max(largest, Math.abs(one.probability(row, column) - other.probability(row, column)));
            }
        }
        return largest;
    }
}
