package org.jerboa.benchmarks.grid;

import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jerboa.benchmarks.Benchmark;
import org.jerboa.benchmarks.Figure;
import org.jerboa.benchmarks.Goal;
import org.jerboa.benchmarks.Settings;
import org.jerboa.hazelcast.HazelcastGrid;
import org.jerboa.mop.MopExecutor;

/**
 * Hops between two worker processes against plain TCP on loopback, small messages beside them, and studies on grids against
 * those on threads. What a ratio compares is timed in turn, in the same run.
 */
public final class GridBenchmark implements Benchmark {

    private static final int MIB = 1 << 20;
    private static final int WORKERS = 2;

    private final GridPlan full;
    private final GridPlan quick;

    public GridBenchmark() {
        this(GridPlan.full(), GridPlan.quick());
    }

    GridBenchmark(GridPlan full, GridPlan quick) {
        this.full = full;
        this.quick = quick;
    }

    @Override
    public String name() {
        return "grid";
    }

    @Override
    public String about() {
        return "hops between worker processes against plain TCP, and studies on grids against threads";
    }

    @Override
    public List<Figure> run(Settings settings, PrintStream progress) throws IOException {
        GridPlan plan = settings.quick() ? quick : full;
        List<Figure> figures = new ArrayList<>();
        for (int megabytes : plan.megabytes()) {
            progress.println("measuring hops of " + megabytes + " MB between two processes ...");
            figures.addAll(hops(megabytes, plan));
        }
        for (GridStudy<?> study : plan.studies()) {
            progress.println("measuring " + study.name() + " on threads, on an embedded grid and on processes ...");
            figures.addAll(studies(study, plan));
        }
        return figures;
    }

    private static List<Figure> hops(int megabytes, GridPlan plan) throws IOException {
        double[] before = tcp(megabytes, plan);
        Hopping hops = Hopping.of(megabytes, plan);
        double[] after = tcp(megabytes, plan);
        double[] tcp = Arrays.copyOf(before, before.length + after.length);
        System.arraycopy(after, 0, tcp, before.length, after.length);
        String name = "hop." + megabytes + "MB";
        Figure hop = Figure.median(name, hops.millis(), "ms");
        Figure plain = Figure.median(name + ".tcp", tcp, "ms");
        return List.of(
                hop,
                plain,
                Figure.of(name + ".throughput", plain.value() / hop.value(), "x")
                        .against("plain TCP on loopback")
                        .aiming(Goal.atLeast(0.5)),
                Figure.of(name + ".message.p50", quantile(hops.messageMillis(), 0.5), "ms"),
                Figure.of(name + ".message.p99", quantile(hops.messageMillis(), 0.99), "ms")
                        .aiming(Goal.atMost(50)));
    }

    /** The smallest value that this share of all is not above. */
    private static double quantile(double[] values, double share) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted.length == 0 ? Double.NaN : sorted[(int) Math.ceil(share * sorted.length) - 1];
    }

    private static double[] tcp(int megabytes, GridPlan plan) throws IOException {
        double[] millis = new double[plan.epochs()];
        try (PlainTcp connection = new PlainTcp()) {
            for (int warmUp = 0; warmUp < plan.epochs(); warmUp++) {
                connection.millis(megabytes * MIB);
            }
            for (int time = 0; time < millis.length; time++) {
                millis[time] = connection.millis(megabytes * MIB);
            }
        }
        return millis;
    }

    private static List<Figure> studies(GridStudy<?> study, GridPlan plan) {
        study.seconds(MopExecutor.threads(WORKERS)); // warms up
        double[] threads = new double[plan.repetitions()];
        double[] embedded = new double[plan.repetitions()];
        double[] processes = new double[plan.repetitions()];
        for (int time = 0; time < plan.repetitions(); time++) {
            threads[time] = study.seconds(MopExecutor.threads(WORKERS));
            embedded[time] = study.seconds(HazelcastGrid.embedded(WORKERS)) / threads[time];
            processes[time] = study.seconds(HazelcastGrid.local(WORKERS, plan.heap())) / threads[time];
        }
        String name = "study." + study.name();
        return List.of(
                Figure.median(name + ".threads", threads, "s"),
                Figure.median(name + ".embedded.overThreads", embedded, "x").against("threads of one JVM"),
                Figure.median(name + ".processes.overThreads", processes, "x").against("threads of one JVM"));
    }
}
