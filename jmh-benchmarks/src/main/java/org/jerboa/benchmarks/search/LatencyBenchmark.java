package org.jerboa.benchmarks.search;

import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jerboa.benchmarks.Benchmark;
import org.jerboa.benchmarks.Figure;
import org.jerboa.benchmarks.Goal;
import org.jerboa.benchmarks.Settings;
import org.jerboa.testkit.functions.Contender;

/**
 * How long a search thinks, and how much memory it takes, once many trials are finished; beside Optuna, if a Python here has
 * it.
 */
public final class LatencyBenchmark implements Benchmark {

    private static final List<Integer> SIZES = List.of(100, 1000, 5000, 20_000);
    private static final List<Integer> SMALL = List.of(20, 100, 500);
    private static final int REPETITIONS = 25;
    private static final int REPETITIONS_OF_OPTUNA = 7;

    /** At so many trials the search is to take at most a tenth of Optuna's time. */
    private static final int WITH_GOAL = 5000;

    private static final Goal TENTH = Goal.atMost(0.1);

    /** From the last but one size to the last a trial may take so much more than before: what grows linearly, with room. */
    private static final Goal LINEAR = Goal.atMost(1.5);

    private static final List<String> SAMPLERS = List.of("tpe-uni", "tpe-multi");

    @Override
    public String name() {
        return "latency";
    }

    @Override
    public String about() {
        return "time to propose and to learn with 6 parameters, and memory, by finished trials; beside Optuna if it is here";
    }

    @Override
    public Map<String, String> options() {
        return Map.of(OptunaProcess.OPTION, OptunaProcess.OPTION_DOES);
    }

    @Override
    public List<Figure> run(Settings settings, PrintStream progress) throws IOException {
        List<Integer> sizes = settings.quick() ? SMALL : SIZES;
        int repetitions = settings.quick() ? 3 : REPETITIONS;
        List<Figure> figures = new ArrayList<>();
        for (Contender contender : Searches.latency()) {
            new Thinking(contender, sizes.get(0)).milliseconds(10 * REPETITIONS); // compiled code, from here on
            for (int size : sizes) {
                progress.println(contender + " with " + size + " finished trials");
                double[] times = new Thinking(contender, size).milliseconds(repetitions);
                figures.add(Figure.median(contender + "." + size, times, "ms"));
            }
            figures.addAll(memory(contender, sizes));
        }
        try (OptunaProcess optuna = OptunaProcess.start(OptunaProcess.python(settings))) {
            figures.addAll(optuna(optuna, sizes, figures, settings.quick(), progress));
        } catch (OptunaProcess.Unavailable e) {
            progress.println("Not beside Optuna: " + e.getMessage());
        }
        return figures;
    }

    private static List<Figure> memory(Contender contender, List<Integer> sizes) {
        List<Figure> figures = new ArrayList<>();
        double[] bytes = sizes.stream()
                .mapToDouble(size -> new Thinking(contender, size).bytes())
                .toArray();
        for (int i = 0; i < bytes.length; i++) {
            figures.add(Figure.of(contender + ".memory." + sizes.get(i), bytes[i] / 1024, "KiB"));
        }
        int last = bytes.length - 1;
        double before = (bytes[last - 1] - bytes[0]) / (sizes.get(last - 1) - sizes.get(0));
        double then = (bytes[last] - bytes[last - 1]) / (sizes.get(last) - sizes.get(last - 1));
        figures.add(Figure.of(contender + ".memory.growth", then / before, "x").aiming(LINEAR));
        return figures;
    }

    private static List<Figure> optuna(
            OptunaProcess optuna, List<Integer> sizes, List<Figure> own, boolean quickly, PrintStream progress)
            throws IOException {
        String version = "Optuna " + optuna.version();
        List<Figure> figures = new ArrayList<>();
        for (int size : sizes) {
            progress.println(version + " with " + size + " finished trials");
            double best = Double.POSITIVE_INFINITY;
            for (String sampler : SAMPLERS) {
                double[] times =
                        optuna.latency(sampler, Thinking.DIMENSIONS, size, quickly ? 2 : REPETITIONS_OF_OPTUNA);
                Figure figure = Figure.median("optuna." + sampler + "." + size, times, "ms");
                figures.add(figure);
                best = Math.min(best, figure.value());
            }
            double faster = best;
            own.stream()
                    .filter(figure -> figure.name().equals(Searches.TPE + "." + size))
                    .map(figure -> Figure.of(figure.name() + ".overOptuna", figure.value() / faster, "x")
                            .against("the faster sampler of " + version))
                    .map(figure -> size == WITH_GOAL ? figure.aiming(TENTH) : figure)
                    .forEach(figures::add);
        }
        return figures;
    }
}
