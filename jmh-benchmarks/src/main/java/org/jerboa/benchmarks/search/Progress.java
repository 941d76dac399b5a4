package org.jerboa.benchmarks.search;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BiFunction;
import org.jerboa.testkit.functions.Comparison;
import org.jerboa.testkit.functions.FunctionRun;
import org.jerboa.testkit.functions.Quartiles;
import org.jerboa.testkit.functions.TestFunction;

/** How scores come down as a study goes on: for one function, medians and quartiles at some moments, a line for each search. */
final class Progress {

    private final TestFunction function;
    private final List<Integer> moments;
    private final StringBuilder text = new StringBuilder();

    private static final List<Integer> TRIALS = List.of(25, 50, 100, 200);
    private static final List<Integer> FULL_TRAININGS = List.of(2, 5, 10, 20);

    /** Of a plain function, up to its budget. */
    static Progress byTrials(TestFunction function) {
        List<Integer> moments =
                TRIALS.stream().filter(moment -> moment <= function.budget()).toList();
        return new Progress(function, moments.isEmpty() ? List.of(function.budget()) : moments, " trials");
    }

    /** Of curves, by full trainings' worth of epochs, up to their budget. */
    static Progress byFullTrainings(TestFunction function) {
        List<Integer> moments = FULL_TRAININGS.stream()
                .filter(moment -> moment * function.epochs() <= function.budget())
                .toList();
        return new Progress(function, moments, " full trainings");
    }

    /** @param unit of the moments */
    Progress(TestFunction function, List<Integer> moments, String unit) {
        this.function = function;
        this.moments = moments;
        text.append(String.format("%n%-28s", function));
        moments.forEach(moment -> text.append(String.format("  %-34s", moment + unit)));
        text.append(
                function.optimum().isPresent()
                        ? String.format(
                                Locale.ROOT, "least %.6g%n", function.optimum().getAsDouble())
                        : String.format("%n"));
    }

    /** A line for each contender of a comparison. */
    Progress add(Comparison comparison, BiFunction<FunctionRun, Integer, Double> score) {
        for (String contender : comparison.contenders()) {
            add(contender, comparison.runs(function.name(), contender), score);
        }
        return this;
    }

    /** A line of one search. */
    Progress add(String name, List<FunctionRun> runs, BiFunction<FunctionRun, Integer, Double> score) {
        List<Optional<Quartiles>> cells = new ArrayList<>();
        for (int moment : moments) {
            double[] scores =
                    runs.stream().mapToDouble(run -> score.apply(run, moment)).toArray();
            cells.add(Optional.of(Quartiles.of(scores)));
        }
        line(name, cells);
        return this;
    }

    /** A line for each sampler that is known to have played the function. */
    Progress add(Baseline baseline) {
        for (String sampler : baseline.samplers(function.name())) {
            line(
                    sampler,
                    moments.stream()
                            .map(moment -> baseline.quartiles(function.name(), sampler, moment))
                            .toList());
        }
        return this;
    }

    private void line(String name, List<Optional<Quartiles>> cells) {
        StringBuilder line = new StringBuilder(String.format("  %-26s", name));
        for (Optional<Quartiles> cell : cells) {
            line.append(String.format("  %-34s", cell.map(Progress::cell).orElse("-")));
        }
        text.append(line.toString().stripTrailing()).append(System.lineSeparator());
    }

    private static String cell(Quartiles quartiles) {
        return String.format(Locale.ROOT, "%.5g [%.5g, %.5g]", quartiles.median(), quartiles.q25(), quartiles.q75());
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
