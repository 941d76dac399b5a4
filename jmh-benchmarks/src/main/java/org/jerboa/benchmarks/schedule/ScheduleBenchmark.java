package org.jerboa.benchmarks.schedule;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jerboa.benchmarks.Benchmark;
import org.jerboa.benchmarks.Figure;
import org.jerboa.benchmarks.Goal;
import org.jerboa.benchmarks.Settings;
import org.jerboa.benchmarks.schedule.Epoch.Costs;
import org.jerboa.mop.plan.Planner;
import org.jerboa.mop.plan.Rule;
import org.jerboa.mop.plan.Shop;

/** How far plans end above the lower bound, whether they are optimal where that can be told, and how long planning takes. */
public final class ScheduleBenchmark implements Benchmark {

    private static final int[][] EQUAL = {{8, 4}, {8, 8}, {16, 16}};
    private static final int[][] UNEQUAL = {{8, 4}, {16, 8}, {16, 16}, {32, 16}};
    private static final int TINY_WORKERS = 3;
    private static final int TINY_COST = 4;

    private final SchedulePlan full;
    private final SchedulePlan quick;

    public ScheduleBenchmark() {
        this(SchedulePlan.full(), SchedulePlan.quick());
    }

    ScheduleBenchmark(SchedulePlan full, SchedulePlan quick) {
        this.full = full;
        this.quick = quick;
    }

    @Override
    public String name() {
        return "schedule";
    }

    @Override
    public String about() {
        return "how near plans of an epoch come to the lower bound, against simple rules and a ring with barriers";
    }

    @Override
    public List<Figure> run(Settings settings, PrintStream progress) {
        SchedulePlan plan = settings.quick() ? quick : full;
        progress.println("Makespan by lower bound, mean and (most) of " + plan.seeds() + " seeds: "
                + String.join(", ", Row.WAYS));
        List<Figure> figures = new ArrayList<>();
        for (Row row : rows(plan)) {
            progress.println(row.line());
            figures.addAll(row.figures());
        }
        progress.println("The same of whole studies, of " + plan.studies() + " seeds: "
                + StudyRow.WAYS.stream().map(String::valueOf).collect(Collectors.joining(", ")));
        for (int[] size : EQUAL) {
            figures.addAll(study(Costs.EQUAL, size, plan, progress));
        }
        for (int[] size : UNEQUAL) {
            figures.addAll(study(Costs.MIXED, size, plan, progress));
        }
        progress.println(
                "Every schedule of epochs of at most " + plan.tinyTrials() + " trials on " + TINY_WORKERS + " workers");
        figures.addAll(tiny(plan.tinyTrials()));
        progress.println("Time to plan");
        figures.addAll(planning(8, 4, plan.timings()));
        figures.addAll(planning(32, 16, plan.timings()));
        figures.addAll(planning(1000, 64, plan.timings()));
        return figures;
    }

    private static List<Figure> study(Costs costs, int[] size, SchedulePlan plan, PrintStream progress) {
        StudyRow row = StudyRow.measure(costs, size[0], size[1], plan.studies());
        progress.println(row.line());
        return row.figures();
    }

    private static List<Row> rows(SchedulePlan plan) {
        List<Row> rows = new ArrayList<>();
        rows.add(Row.figure5(plan.seeds()));
        for (int[] size : EQUAL) {
            rows.add(Row.measure(Costs.EQUAL, size[0], size[1], plan.seeds()));
        }
        for (Costs costs : List.of(Costs.MIXED, Costs.UNIFORM)) {
            for (int[] size : UNEQUAL) {
                rows.add(Row.measure(costs, size[0], size[1], plan.seeds()));
            }
        }
        return rows;
    }

    /** All epochs of few trials with costs of 1 to 4 that differ in more than the order of trials. */
    private static List<Figure> tiny(int trials) {
        int[] tried = {0, 0};
        for (int workers = 1; workers <= TINY_WORKERS; workers++) {
            for (int count = 1; count <= trials; count++) {
                tiny(new int[count], 0, workers, tried);
            }
        }
        return List.of(
                Figure.of("tiny.epochs", tried[0], "epochs"),
                Figure.of("tiny.longerThanOptimal", tried[1], "epochs")
                        .against("every schedule")
                        .aiming(Goal.atMost(0)));
    }

    private static void tiny(int[] costs, int drawn, int workers, int[] tried) {
        if (drawn == costs.length) {
            Epoch epoch = new Epoch(Arrays.stream(costs).asDoubleStream().toArray(), workers);
            tried[0]++;
            if (new Planner().plan(epoch.shop(), 0).makespan() > EverySchedule.makespan(costs, workers)) {
                tried[1]++;
            }
            return;
        }
        for (int cost = drawn == 0 ? 1 : costs[drawn - 1]; cost <= TINY_COST; cost++) {
            costs[drawn] = cost;
            tiny(costs, drawn + 1, workers, tried);
        }
    }

    private static List<Figure> planning(int trials, int workers, int timings) {
        double[] portfolio = new double[timings];
        double[] rule = new double[timings];
        Planner planner = new Planner();
        for (int timing = -timings; timing < timings; timing++) {
            Shop shop = Epoch.draw(trials, workers, Costs.MIXED, timing).shop();
            long start = System.nanoTime();
            planner.plan(shop, Rule.LONGEST_REMAINING, timing);
            long between = System.nanoTime();
            planner.plan(shop, timing);
            long end = System.nanoTime();
            if (timing >= 0) {
                rule[timing] = (between - start) / (double) shop.units();
                portfolio[timing] = (end - between) / 1e6;
            }
        }
        String size = trials + "x" + workers;
        return List.of(
                Figure.median("planning." + size, portfolio, "ms").aiming(Goal.atMost(50)),
                Figure.median("planning." + size + ".oneSimulationByUnit", rule, "ns")
                        .aiming(Goal.atMost(1000)));
    }
}
