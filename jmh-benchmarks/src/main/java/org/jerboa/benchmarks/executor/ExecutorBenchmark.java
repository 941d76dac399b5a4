package org.jerboa.benchmarks.executor;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.OutputStream;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.jerboa.benchmarks.Benchmark;
import org.jerboa.benchmarks.Figure;
import org.jerboa.benchmarks.Goal;
import org.jerboa.benchmarks.Settings;
import org.jerboa.tune.data.Dataset;

/**
 * Sixteen trials of mixed cost in a study on two workers, against the time inside the tool and against two threads that
 * train whole trials. Every repetition times all ways, every second one backwards, and ratios are within a repetition.
 */
public final class ExecutorBenchmark implements Benchmark {

    private final ExecutorPlan full;
    private final ExecutorPlan quick;

    public ExecutorBenchmark() {
        this(ExecutorPlan.full(), ExecutorPlan.quick());
    }

    ExecutorBenchmark(ExecutorPlan full, ExecutorPlan quick) {
        this.full = full;
        this.quick = quick;
    }

    @Override
    public String name() {
        return "executor";
    }

    @Override
    public String about() {
        return "sixteen trials of mixed cost in a study on 2 workers, against the ideal and against task parallelism";
    }

    @Override
    public Map<String, String> options() {
        return Map.of("repetitions", "times that each way is run; 2 unless set, 1 with --quick");
    }

    @Override
    public List<Figure> run(Settings settings, PrintStream progress) throws Exception {
        ExecutorPlan usual = settings.quick() ? quick : full;
        ExecutorPlan plan = usual.repetitions(settings.number("repetitions", usual.repetitions()));
        ExecutorPlan warmUp = plan.warmUp();
        new Rivals(warmUp, warmUp.data(), new PrintStream(OutputStream.nullOutputStream(), false, UTF_8)).repeat(0);
        Dataset data = plan.data();
        progress.println(Perceptrons.TRIALS + " perceptrons, " + plan.epochs() + " epochs, on " + data);
        Rivals rivals = new Rivals(plan, data, progress);
        List<Comparison> repetitions = new ArrayList<>();
        for (int number = 0; number < plan.repetitions(); number++) {
            repetitions.add(rivals.repeat(number));
        }
        return figures(repetitions);
    }

    private static List<Figure> figures(List<Comparison> all) {
        List<Figure> figures = new ArrayList<>();
        figures.add(median(all, "study", Comparison::seconds, "s"));
        figures.add(median(all, "ideal", one -> one.study().idealSeconds(), "s"));
        figures.add(median(all, "taskParallel", one -> one.taskParallel().seconds(), "s"));
        figures.add(median(all, "loop", Comparison::loopSeconds, "s"));
        figures.add(median(all, "study.overIdeal", Comparison::overIdeal, "x")
                .against("time inside the tool / workers, in the same run")
                .aiming(Goal.atMost(1.05)));
        figures.add(median(all, "study.overHalfLoop", Comparison::overHalfLoop, "x")
                .against("one after the other on 1 thread, halved"));
        figures.add(median(all, "study.overTaskParallel", Comparison::overTaskParallel, "x")
                .against("2 threads that train whole trials")
                .aiming(Goal.atMost(1.03)));
        figures.add(median(all, "firstMetric.study", one -> one.study().course().firstMetricSeconds(), "s"));
        figures.add(median(
                all, "firstMetric.taskParallel", one -> one.taskParallel().firstMetricSeconds(), "s"));
        figures.add(median(all, "firstMetric.ratio", Comparison::firstMetricSooner, "x")
                .against("2 threads that train whole trials")
                .aiming(Goal.atLeast(5)));
        figures.add(share(all, "share.training", one -> one.study().cost().trainingSeconds()));
        figures.add(share(all, "share.evaluation", one -> one.study().cost().evaluationSeconds()));
        figures.add(share(
                all, "share.hopsAndCheckpoints", one -> one.study().watch().overheadSeconds()));
        figures.add(share(all, "share.coordinator", one -> one.study().watch().coordinatorSeconds()));
        figures.add(share(all, "share.hopsAndBookkeeping", ExecutorBenchmark::bookkeeping)
                .aiming(Goal.atMost(1)));
        figures.add(share(all, "share.idle", one -> one.study().idleSeconds()));
        figures.add(median(all, "models.study", one -> megabytes(one, Integer.MAX_VALUE), "MB"));
        figures.add(median(all, "models.taskParallel", one -> megabytes(one, ExecutorPlan.WORKERS), "MB"));
        figures.add(median(
                all, "trials.costliestByCheapest", one -> one.study().watch().spread(), "x"));
        return figures;
    }

    private static double bookkeeping(Comparison one) {
        Watch watch = one.study().watch();
        return watch.overheadSeconds() + watch.coordinatorSeconds();
    }

    /** Memory of the largest models that are alive at once. */
    private static double megabytes(Comparison one, int atOnce) {
        return one.study().watch().modelBytes().stream()
                        .sorted(Comparator.reverseOrder())
                        .limit(atOnce)
                        .mapToLong(Long::longValue)
                        .sum()
                / 1e6;
    }

    private static Figure share(List<Comparison> all, String name, ToDoubleFunction<Comparison> part) {
        return median(all, name, one -> one.share(part.applyAsDouble(one)), "%");
    }

    private static Figure median(List<Comparison> all, String name, ToDoubleFunction<Comparison> value, String unit) {
        return Figure.median(name, all.stream().mapToDouble(value).toArray(), unit);
    }
}
