package org.jerboa.benchmarks.search;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jerboa.benchmarks.Benchmark;
import org.jerboa.benchmarks.Figure;
import org.jerboa.benchmarks.Goal;
import org.jerboa.benchmarks.Settings;
import org.jerboa.testkit.functions.Comparison;
import org.jerboa.testkit.functions.FunctionRun;
import org.jerboa.testkit.functions.Quartiles;
import org.jerboa.testkit.functions.ScoreTable;
import org.jerboa.testkit.functions.TestFunction;
import org.jerboa.testkit.functions.TestFunctions;

/**
 * What searches that stop trials early reach on learning curves with the epochs of twenty full trainings, one trial after
 * another and eight at a time.
 */
public final class MultiFidelityBenchmark implements Benchmark {

    private static final int SLOTS = 8;

    /** On the public curves by power laws: of every search that stops early, as it is unless set, and of the best of all. */
    private static final Goal EACH = Goal.atMost(0.120);

    private static final Goal BEST = Goal.atMost(0.112);

    private final Baseline baseline = Baseline.load();
    private final String withGoals = TestFunctions.lcA().name();

    @Override
    public String name() {
        return "multifidelity";
    }

    @Override
    public String about() {
        return "what searches reach on learning curves with the epochs of 20 full trainings, on 1 and on 8 slots";
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
        SearchPlan plan = SearchPlan.of(settings, FunctionSet.Kind.CURVES, FunctionSet.ALL);
        List<Figure> figures = new ArrayList<>();
        for (int slots : new int[] {1, SLOTS}) {
            progress.printf("%nOn %d slot%s%n", slots, slots == 1 ? "" : "s");
            Comparison comparison = plan.contest(plan.chosen(plan.set()))
                    .studies(study -> study.slots(slots))
                    .between(plan.contenders(Searches.curves()));
            figures.addAll(figures(comparison, slots, progress));
        }
        return figures;
    }

    private List<Figure> figures(Comparison comparison, int slots, PrintStream progress) {
        List<Figure> figures = new ArrayList<>();
        ScoreTable scores = comparison.scores();
        for (TestFunction function : comparison.functions()) {
            Progress table = Progress.byFullTrainings(function)
                    .add(comparison, (run, trainings) -> run.scoreAfterEpochs((long) trainings * function.epochs()));
            progress.print(slots == 1 ? table.add(baseline) : table);
            for (String contender : comparison.contenders()) {
                progress.println(counts(contender, comparison.runs(function.name(), contender)));
            }
            String prefix = function + (slots == 1 ? "." : "." + slots + "slots.");
            boolean goals = slots == 1 && function.name().equals(withGoals);
            figures.addAll(medians(prefix, function.name(), scores, goals));
        }
        return figures;
    }

    private static List<Figure> medians(String prefix, String function, ScoreTable scores, boolean goals) {
        List<Figure> figures = new ArrayList<>();
        double best = Double.POSITIVE_INFINITY;
        for (String contender : scores.contenders()) {
            Quartiles quartiles = scores.quartiles(function, contender);
            Figure figure =
                    Figure.of(prefix + contender, quartiles.median(), "loss").within(quartiles.q25(), quartiles.q75());
            boolean stopsEarly = !contender.equals(Searches.RANDOM);
            figures.add(goals && Searches.STOPPING_EARLY.contains(contender) ? figure.aiming(EACH) : figure);
            best = stopsEarly ? Math.min(best, quartiles.median()) : best;
        }
        if (goals && best < Double.POSITIVE_INFINITY) {
            figures.add(Figure.of(prefix + "best", best, "loss").aiming(BEST));
        }
        return figures;
    }

    private static String counts(String contender, List<FunctionRun> runs) {
        double[] trials =
                runs.stream().mapToDouble(run -> run.configurations().size()).toArray();
        double[] full = runs.stream().mapToDouble(FunctionRun::fullTrainings).toArray();
        return String.format(
                "  %-26s  trials %.0f, full trainings %.0f (medians)",
                contender, Quartiles.of(trials).median(), Quartiles.of(full).median());
    }
}
