package org.jerboa.benchmarks.schedule;

import java.io.PrintStream;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jerboa.benchmarks.Benchmark;
import org.jerboa.benchmarks.Figure;
import org.jerboa.benchmarks.Goal;
import org.jerboa.benchmarks.Settings;
import org.jerboa.mop.simulator.SimulationResult;

/** How long the coordinator thinks about each report of a large study, and what a very large epoch takes. */
public final class ScheduleScaleBenchmark implements Benchmark {

    private static final double MILLION = 1e6;
    private static final double MIB = 1 << 20;

    private final ScalePlan full;
    private final ScalePlan quick;
    private final LargeEpoch.Runner epochs;

    public ScheduleScaleBenchmark() {
        this(ScalePlan.full(), ScalePlan.quick(), LargeEpochInChild::run);
    }

    ScheduleScaleBenchmark(ScalePlan full, ScalePlan quick, LargeEpoch.Runner epochs) {
        this.full = full;
        this.quick = quick;
        this.epochs = epochs;
    }

    @Override
    public String name() {
        return "schedule-scale";
    }

    @Override
    public String about() {
        return "time of the coordinator's decisions with many trials, and to plan and simulate ten million units";
    }

    @Override
    public List<Figure> run(Settings settings, PrintStream progress) throws Exception {
        ScalePlan plan = settings.quick() ? quick : full;
        return Stream.concat(decisions(plan, progress).stream(), epoch(plan, progress).stream())
                .toList();
    }

    private static List<Figure> decisions(ScalePlan plan, PrintStream progress) {
        String size = plan.decidedTrials() + "x" + plan.decidedWorkers();
        progress.println("Decisions of " + size + ", after a warm-up");
        run(plan, 1);
        SimulationResult result = run(plan, 0);
        double thought = Arrays.stream(result.decisionNanos()).sum();
        return List.of(
                Figure.of("decision." + size + ".median", result.decisionNanos(0.5) / MILLION, "ms")
                        .aiming(Goal.atMost(1)),
                Figure.of("decision." + size + ".p99", result.decisionNanos(0.99) / MILLION, "ms"),
                Figure.of("decision." + size + ".longest", result.decisionNanos(1) / MILLION, "ms"),
                Figure.of("decision." + size + ".share", thought / result.makespanSeconds() / 1e7, "%"),
                aboveBound("decision." + size, result.ratio()));
    }

    private static SimulationResult run(ScalePlan plan, long seed) {
        return new LargeStudy(plan.decidedTrials(), plan.decidedWorkers(), seed)
                .simulation()
                .timeDecisions()
                .run();
    }

    private List<Figure> epoch(ScalePlan plan, PrintStream progress) throws Exception {
        String size = plan.trials() + "x" + plan.workers();
        progress.println("An epoch of " + size + ", in a process of its own");
        LargeEpoch epoch = epochs.run(plan.trials(), plan.workers());
        return List.of(
                Figure.of("epoch." + size + ".wall", epoch.seconds(), "s").aiming(Goal.atMost(60)),
                Figure.of("epoch." + size + ".processor", epoch.processorSeconds(), "s"),
                Figure.of("epoch." + size + ".byUnit", epoch.processorSeconds() / epoch.units() * MILLION, "us"),
                Figure.of("epoch." + size + ".heap", epoch.heapBytes() / MIB, "MiB")
                        .aiming(Goal.atMost(2048)),
                aboveBound("epoch." + size, epoch.ratio()));
    }

    private static Figure aboveBound(String name, double ratio) {
        return Figure.of(name + ".aboveBound", (ratio - 1) * 100, "%");
    }
}
