package org.jerboa.benchmarks.hop;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jerboa.benchmarks.Benchmark;
import org.jerboa.benchmarks.Figure;
import org.jerboa.benchmarks.Goal;
import org.jerboa.benchmarks.Settings;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * What it costs to move a model: complete training state written and read, against the tool's own serialiser, and a
 * model handed over live.
 */
public final class HopBenchmark implements Benchmark {

    private static final String RIVAL = "ModelSerializer, zip with updater";
    private static final Goal FASTER = Goal.above(1);

    private final HopPlan full;
    private final HopPlan quick;

    public HopBenchmark() {
        this(HopPlan.full(), HopPlan.quick());
    }

    HopBenchmark(HopPlan full, HopPlan quick) {
        this.full = full;
        this.quick = quick;
    }

    @Override
    public String name() {
        return "hop";
    }

    @Override
    public String about() {
        return "checkpoints written and read against DL4J's ModelSerializer, and live models handed over";
    }

    @Override
    public List<Figure> run(Settings settings, PrintStream progress) throws RunnerException {
        HopPlan plan = settings.quick() ? quick : full;
        List<Figure> figures = new ArrayList<>();
        for (int megabytes : plan.megabytes()) {
            progress.println("measuring hops of " + megabytes + " MB of training state ...");
            figures.addAll(figures(megabytes, measure(plan, megabytes)));
        }
        return figures;
    }

    private static Map<String, RunResult> measure(HopPlan plan, int megabytes) throws RunnerException {
        Options options = new OptionsBuilder()
                .include(Transfers.class.getName() + "\\.")
                .include(LiveHandOver.class.getName() + "\\.")
                .param("megabytes", String.valueOf(megabytes))
                .forks(plan.forks())
                .warmupIterations(plan.warmUps())
                .measurementIterations(plan.iterations())
                .warmupTime(TimeValue.milliseconds(plan.iteration().toMillis()))
                .measurementTime(TimeValue.milliseconds(plan.iteration().toMillis()))
                .verbosity(VerboseMode.SILENT)
                .shouldFailOnError(true)
                .build();
        Collection<RunResult> results = new Runner(options).run();
        Map<String, RunResult> byName = new LinkedHashMap<>();
        for (RunResult result : results) {
            String name = result.getParams().getBenchmark();
            byName.put(name.substring(name.lastIndexOf('.') + 1), result);
        }
        return byName;
    }

    private static List<Figure> figures(int megabytes, Map<String, RunResult> results) {
        String size = megabytes + "MB";
        Result<?> hop = primary(results, "hop");
        double worker = secondary(results, "workerNanos") / secondary(results, "hops");
        double zipWrite = primary(results, "zipWrite").getScore();
        double zipRead = primary(results, "zipRead").getScore();
        List<Figure> figures = new ArrayList<>();
        figures.addAll(transfer("write", size, results));
        figures.addAll(transfer("read", size, results));
        figures.add(mean("live." + size, hop, "ns"));
        figures.add(Figure.of("live." + size + ".workerOnly", worker, "ns"));
        figures.add(Figure.of("live." + size + ".ratio", (zipWrite + zipRead) * 1e6 / hop.getScore(), "x")
                .against(RIVAL + ", write and read")
                .aiming(FASTER));
        return figures;
    }

    /** Writing or reading: through the store, without it, and the rival. */
    private static List<Figure> transfer(String direction, String size, Map<String, RunResult> results) {
        String suffix = direction.equals("write") ? "Write" : "Read";
        Result<?> store = primary(results, "store" + suffix);
        Result<?> rival = primary(results, "zip" + suffix);
        String name = direction + "." + size;
        return List.of(
                mean(name, store, "ms"),
                mean(name + ".memory", primary(results, "memory" + suffix), "ms"),
                mean(name + ".modelSerializer", rival, "ms"),
                Figure.of(name + ".ratio", rival.getScore() / store.getScore(), "x")
                        .against(RIVAL)
                        .aiming(FASTER));
    }

    private static Figure mean(String name, Result<?> result, String unit) {
        return Figure.of(name, result.getScore(), unit)
                .within(result.getStatistics().getMin(), result.getStatistics().getMax());
    }

    private static Result<?> primary(Map<String, RunResult> results, String benchmark) {
        return result(results, benchmark).getPrimaryResult();
    }

    private static double secondary(Map<String, RunResult> results, String counter) {
        Result<?> result = result(results, "hop").getSecondaryResults().get(counter);
        if (result == null) {
            throw new IllegalStateException("the hops were not counted: there is no '" + counter + "'");
        }
        return result.getScore();
    }

    private static RunResult result(Map<String, RunResult> results, String benchmark) {
        RunResult result = results.get(benchmark);
        if (result == null) {
            throw new IllegalStateException("'" + benchmark + "' gave no result, only " + results.keySet() + " did");
        }
        return result;
    }
}
