package org.jerboa.benchmarks.arbiter;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import org.deeplearning4j.arbiter.optimize.runner.CandidateInfo;
import org.deeplearning4j.arbiter.optimize.runner.IOptimizationRunner;
import org.deeplearning4j.arbiter.optimize.runner.LocalOptimizationRunner;
import org.jerboa.arbiter.JerboaOptimizationRunner;
import org.jerboa.benchmarks.Benchmark;
import org.jerboa.benchmarks.Figure;
import org.jerboa.benchmarks.Goal;
import org.jerboa.benchmarks.Settings;

/**
 * Two programs in the manner of Arbiter's examples, on Arbiter's runner and on Jerboa's, on the same data with the same
 * candidates and, which is checked, the same scores. Every repetition times both, every second one in the other order.
 * Then the memory of a search of many candidates, and the threads that are left after eight.
 */
public final class ArbiterBenchmark implements Benchmark {

    /** What each task of Arbiter's sleeps at its end. */
    private static final double SLEEP_SECONDS = 2;

    private static final double NANOS = 1e9;
    private static final int SEARCHES = 8;

    private final ArbiterPlan full;
    private final ArbiterPlan quick;

    public ArbiterBenchmark() {
        this(ArbiterPlan.full(), ArbiterPlan.quick());
    }

    ArbiterBenchmark(ArbiterPlan full, ArbiterPlan quick) {
        this.full = full;
        this.quick = quick;
    }

    @Override
    public String name() {
        return "arbiter";
    }

    @Override
    public String about() {
        return "programs written for Arbiter, on its own runner and on ours; memory and threads of many searches";
    }

    /** Seconds of one search on either runner. */
    private record Pair(double arbiter, double jerboa, double sleep) {}

    @Override
    public List<Figure> run(Settings settings, PrintStream progress) {
        ArbiterPlan plan = settings.quick() ? quick : full;
        runner(Program.BASIC, plan, 1, true).execute(); // loads the libraries
        List<Figure> figures = new ArrayList<>();
        for (Program program : Program.values()) {
            for (int threads : plan.threads()) {
                List<Pair> pairs = new ArrayList<>();
                for (int repetition = 0; repetition < plan.repetitions(); repetition++) {
                    Pair pair = pair(program, plan, threads, repetition % 2 == 0);
                    progress.printf(
                            Locale.ROOT,
                            "%s, %d at once: Arbiter %.2f s, Jerboa %.2f s%n",
                            program,
                            threads,
                            pair.arbiter(),
                            pair.jerboa());
                    pairs.add(pair);
                }
                figures.addAll(figures(program, threads, pairs));
            }
        }
        figures.add(threadsLeft(plan));
        progress.println("watching the memory of " + plan.manyCandidates() + " candidates ...");
        figures.add(new MemoryWatch(plan.manyCandidates()).growth(plan.images() / 4));
        return figures;
    }

    private static Pair pair(Program program, ArbiterPlan plan, int threads, boolean arbiterFirst) {
        IOptimizationRunner arbiter = runner(program, plan, threads, false);
        IOptimizationRunner jerboa = runner(program, plan, threads, true);
        double first = seconds(arbiterFirst ? arbiter : jerboa);
        double second = seconds(arbiterFirst ? jerboa : arbiter);
        requireSameScores(plan, arbiter, jerboa);
        return new Pair(
                arbiterFirst ? first : second,
                arbiterFirst ? second : first,
                SLEEP_SECONDS * plan.candidates() / threads);
    }

    private static IOptimizationRunner runner(Program program, ArbiterPlan plan, int threads, boolean ours) {
        var configuration = program.configuration(plan.images(), plan.candidates());
        return ours
                ? new JerboaOptimizationRunner(threads, configuration)
                : new LocalOptimizationRunner(threads, configuration);
    }

    private static double seconds(IOptimizationRunner runner) {
        long begin = System.nanoTime();
        runner.execute();
        return (System.nanoTime() - begin) / NANOS;
    }

    /** Arbiter starts more candidates than it was asked for, and may lose some: what both have must be equal. */
    private static void requireSameScores(ArbiterPlan plan, IOptimizationRunner arbiter, IOptimizationRunner jerboa) {
        for (CandidateInfo theirs : arbiter.getCandidateStatus()) {
            int index = theirs.getIndex();
            if (index < plan.candidates() && theirs.getScore() != null) {
                Double ours = jerboa.getCandidateStatus().get(index).getScore();
                if (!theirs.getScore().equals(ours)) {
                    throw new IllegalStateException("candidate " + index + " has the score " + ours + " and in Arbiter "
                            + theirs.getScore() + ", though both trained the same");
                }
            }
        }
    }

    private static List<Figure> figures(Program program, int threads, List<Pair> pairs) {
        String name = program.name().toLowerCase(Locale.ROOT) + "." + threads;
        Figure ratio = median(pairs, name + ".ratio", pair -> pair.arbiter() / pair.jerboa(), "x")
                .against("LocalOptimizationRunner");
        Figure awake = median(
                        pairs, name + ".awake.ratio", pair -> (pair.arbiter() - pair.sleep()) / pair.jerboa(), "x")
                .against("LocalOptimizationRunner without its sleeps");
        return List.of(
                median(pairs, name + ".arbiter", Pair::arbiter, "s"),
                median(pairs, name + ".jerboa", Pair::jerboa, "s"),
                program == Program.BASIC ? ratio.aiming(Goal.atLeast(3)) : ratio,
                program == Program.CONVOLUTIONAL ? awake.aiming(Goal.atLeast(1)) : awake);
    }

    private static Figure median(List<Pair> pairs, String name, ToDoubleFunction<Pair> value, String unit) {
        return Figure.median(name, pairs.stream().mapToDouble(value).toArray(), unit);
    }

    private static Figure threadsLeft(ArbiterPlan plan) {
        List<Thread> before = List.copyOf(Thread.getAllStackTraces().keySet());
        for (int search = 0; search < SEARCHES; search++) {
            new JerboaOptimizationRunner(2, Program.BASIC.configuration(plan.images() / 4, 2)).execute();
        }
        long left = Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> !before.contains(thread))
                .filter(thread -> thread.getName().startsWith("jerboa"))
                .count();
        return Figure.of("threads.left", (double) left, "threads").aiming(Goal.atMost(0));
    }
}
