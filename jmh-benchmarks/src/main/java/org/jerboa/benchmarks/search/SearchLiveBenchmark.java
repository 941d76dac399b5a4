package org.jerboa.benchmarks.search;

import java.io.IOException;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jerboa.benchmarks.Benchmark;
import org.jerboa.benchmarks.Figure;
import org.jerboa.benchmarks.Settings;
import org.jerboa.testkit.functions.Comparison;
import org.jerboa.testkit.functions.FunctionRun;
import org.jerboa.testkit.functions.ScoreTable;
import org.jerboa.testkit.functions.TestFunction;

/** As {@link SearchBenchmark}, beside the Optuna that is installed here instead of figures from elsewhere. */
public final class SearchLiveBenchmark implements Benchmark {

    /** The samplers that are played, where the installation has them and they can search the space. */
    private static final List<String> SAMPLERS = List.of("tpe-uni", "tpe-multi", "cmaes");

    private static final String NUMBERS_ONLY = "cmaes";

    @Override
    public String name() {
        return "search-live";
    }

    @Override
    public String about() {
        return "as 'search', beside the Optuna that a Python here has; nothing where there is none";
    }

    @Override
    public Map<String, String> options() {
        Map<String, String> options = new LinkedHashMap<>(SearchPlan.options());
        options.put(OptunaProcess.OPTION, OptunaProcess.OPTION_DOES);
        return options;
    }

    @Override
    public String rangeIs() {
        return "quartiles";
    }

    @Override
    public List<Figure> run(Settings settings, PrintStream progress) throws IOException, InterruptedException {
        SearchPlan plan = SearchPlan.of(settings, FunctionSet.Kind.PLAIN, FunctionSet.PUBLIC);
        try (OptunaPool optuna = new OptunaPool(OptunaProcess.python(settings), plan.threads())) {
            return compare(plan, optuna, progress);
        } catch (OptunaProcess.Unavailable e) {
            progress.println("Nothing is compared: " + e.getMessage());
            return List.of();
        }
    }

    private static List<Figure> compare(SearchPlan plan, OptunaPool optuna, PrintStream progress)
            throws IOException, InterruptedException {
        progress.println("Beside " + optuna.version());
        Comparison comparison = plan.contest(plan.chosen(plan.set())).between(plan.contenders(Searches.plain()));
        ScoreTable scores = comparison.scores();
        for (TestFunction function : comparison.functions()) {
            Progress table = Progress.byTrials(function).add(comparison, FunctionRun::scoreAfterTrials);
            for (String sampler : samplersFor(function, optuna)) {
                List<FunctionRun> runs = optuna.play(function, sampler, plan.seeds());
                String name = "optuna " + sampler;
                table.add(name, runs, FunctionRun::scoreAfterTrials);
                scores.put(
                        function.name(),
                        name,
                        runs.stream().mapToDouble(FunctionRun::score).toArray());
            }
            progress.print(table);
        }
        return new Report(scores, comparison.contenders(), Baseline.TPE_SAMPLERS, optuna.version()).figures();
    }

    private static List<String> samplersFor(TestFunction function, OptunaPool optuna) {
        return SAMPLERS.stream()
                .filter(optuna.samplers()::contains)
                .filter(sampler -> !sampler.equals(NUMBERS_ONLY) || OptunaSpace.isFlatAndNumeric(function.space()))
                .toList();
    }
}
