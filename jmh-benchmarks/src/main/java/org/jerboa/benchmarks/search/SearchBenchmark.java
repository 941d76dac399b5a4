package org.jerboa.benchmarks.search;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jerboa.benchmarks.Benchmark;
import org.jerboa.benchmarks.Figure;
import org.jerboa.benchmarks.Settings;
import org.jerboa.testkit.functions.Comparison;
import org.jerboa.testkit.functions.Contender;
import org.jerboa.testkit.functions.FunctionRun;
import org.jerboa.testkit.functions.MannWhitney;
import org.jerboa.testkit.functions.ScoreTable;
import org.jerboa.testkit.functions.TestFunction;

/** What every search reaches on plain functions: the public ones, beside what Optuna reached there, and those kept aside. */
public final class SearchBenchmark implements Benchmark {

    /** A search is called better than random where chance would make it look so once in twenty times. */
    private static final double CHANCE = 0.05;

    private final Baseline baseline = Baseline.load();

    @Override
    public String name() {
        return "search";
    }

    @Override
    public String about() {
        return "what searches reach in 100 or 200 trials, on 8 public functions beside Optuna and on 24 kept aside";
    }

    @Override
    public Map<String, String> options() {
        return SearchPlan.options();
    }

    @Override
    public String rangeIs() {
        return "quartiles";
    }

    @Override
    public List<Figure> run(Settings settings, PrintStream progress) {
        SearchPlan plan = SearchPlan.of(settings, FunctionSet.Kind.PLAIN, FunctionSet.ALL);
        List<Contender> contenders = plan.contenders(Searches.plain());
        List<Figure> figures = new ArrayList<>();
        List<TestFunction> known = plan.chosen(FunctionSet.PUBLIC);
        if (!known.isEmpty()) {
            figures.addAll(known(plan.contest(known).between(contenders), progress));
        }
        List<TestFunction> keptAside = plan.chosen(FunctionSet.KEPT_ASIDE);
        if (!keptAside.isEmpty()) {
            figures.addAll(keptAside(plan.contest(keptAside).between(contenders), progress));
        }
        return figures;
    }

    private List<Figure> known(Comparison comparison, PrintStream progress) {
        ScoreTable scores = comparison.scores();
        for (TestFunction function : comparison.functions()) {
            progress.print(Progress.byTrials(function)
                    .add(comparison, FunctionRun::scoreAfterTrials)
                    .add(baseline));
            for (String sampler : baseline.samplers(function.name())) {
                scores.put(function.name(), sampler, baseline.finalScores(function.name(), sampler));
            }
        }
        return new Report(scores, comparison.contenders(), Baseline.TPE_SAMPLERS, "Optuna 3.1.0").figures();
    }

    private static List<Figure> keptAside(Comparison comparison, PrintStream progress) {
        ScoreTable scores = comparison.scores();
        progress.println();
        progress.println("Kept aside: medians [quartiles] at the last trial, the best of each line marked");
        progress.print(scores.text());
        List<Figure> figures = new ArrayList<>(Report.ranks("keptAside.meanRank", scores, comparison.contenders()));
        if (comparison.contenders().contains(Searches.RANDOM)) {
            for (String contender : comparison.contenders()) {
                double better = scores.functions().stream()
                        .filter(function -> MannWhitney.isLess(
                                        scores.scores(function, contender), scores.scores(function, Searches.RANDOM))
                                < CHANCE)
                        .count();
                figures.add(Figure.of(
                        "keptAside.betterThanRandom." + contender,
                        better,
                        "of " + scores.functions().size()));
            }
        }
        return figures;
    }
}
