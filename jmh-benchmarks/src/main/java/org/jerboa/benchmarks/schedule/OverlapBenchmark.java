package org.jerboa.benchmarks.schedule;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.jerboa.benchmarks.Benchmark;
import org.jerboa.benchmarks.Figure;
import org.jerboa.benchmarks.Settings;
import org.jerboa.benchmarks.schedule.Epoch.Costs;
import org.jerboa.mop.schedule.Scheduling;
import org.jerboa.mop.schedule.ShardOrder;
import org.jerboa.mop.simulator.Network;
import org.jerboa.mop.simulator.SimulatedWorker;
import org.jerboa.mop.simulator.Simulation;
import org.jerboa.mop.simulator.TrialLoad;
import org.jerboa.mop.simulator.Workload;

/**
 * What studies save by doing things side by side: simulated studies as they are and with one after the other, and a live one
 * with checkpoints behind the next unit and with workers that wait for them.
 */
public final class OverlapBenchmark implements Benchmark {

    private static final int TRIALS = 16;
    private static final int WORKERS = 8;
    private static final int EPOCHS = 5;
    private static final int SEEDS = 20;
    private static final int FEW_SEEDS = 2;
    private static final double NOISE = 0.03;

    /** An evaluation by a unit, as where a sixth of the data of a unit is kept for validation. */
    private static final double EVALUATION = 1.0 / 6;

    /** Seconds to store a checkpoint; the shortest unit takes one. */
    private static final double TENTH = 0.1;

    private static final double HALF = 0.5;

    @Override
    public String name() {
        return "overlap";
    }

    @Override
    public String about() {
        return "what checkpoints behind the next unit, and epochs and validation side by side, save in simulated"
                + " studies, and checkpoints in a live one";
    }

    @Override
    public List<Figure> run(Settings settings, PrintStream progress) {
        int seeds = settings.quick() ? FEW_SEEDS : SEEDS;
        List<Figure> figures = new ArrayList<>();
        progress.println("Checkpoints that workers store");
        figures.add(saved("checkpoints.tenth", seeds, TENTH, Simulation::commitsOnWorkers));
        figures.add(saved("checkpoints.half", seeds, HALF, Simulation::commitsOnWorkers));
        progress.println("Epochs in step");
        figures.add(saved("epochs", seeds, 0, OverlapBenchmark::inStep));
        progress.println("Neither");
        figures.add(saved("both", seeds, HALF, study -> inStep(study).commitsOnWorkers()));
        progress.println("A live study");
        figures.add(live(settings.quick(), progress).saved("live.checkpoints.half"));
        return figures;
    }

    private static LiveOverlap live(boolean quick, PrintStream progress) {
        return quick ? new LiveOverlap(200, 2, 1, progress) : new LiveOverlap(8000, 5, 10, progress);
    }

    private static Simulation inStep(Simulation study) {
        InStep search = new InStep(TRIALS, EPOCHS);
        return study.search(search.space(), search, (configuration, epochs) -> 1.0 / epochs);
    }

    private static Figure saved(String name, int seeds, double storing, UnaryOperator<Simulation> oneAfterTheOther) {
        double[] ratios = IntStream.range(0, seeds)
                .mapToDouble(seed ->
                        oneAfterTheOther.apply(study(seed, storing)).run().makespanSeconds()
                                / study(seed, storing).run().makespanSeconds())
                .toArray();
        return Figure.median(name, ratios, "x").against("the same, one after the other");
    }

    private static Simulation study(long seed, double storing) {
        List<TrialLoad> loads = Arrays.stream(
                        Epoch.draw(TRIALS, WORKERS, Costs.MIXED, seed).costs())
                .mapToObj(unit -> new TrialLoad(unit / 1e9 * WORKERS, 1e6, 100))
                .toList();
        Workload work = new Workload(
                loads,
                Collections.nCopies(WORKERS, new SimulatedWorker(1, 1)),
                EPOCHS,
                WORKERS,
                1e9,
                1,
                Network.ideal());
        return new Simulation(work)
                .scheduler(() -> Scheduling.PORTFOLIO.scheduler(seed))
                .order(ShardOrder.SCHEDULED)
                .noise(NOISE)
                .validationShare(EVALUATION / WORKERS)
                .commitSeconds(storing)
                .seed(seed);
    }
}
