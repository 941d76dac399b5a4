package org.jerboa.benchmarks.search;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jerboa.benchmarks.Settings;
import org.jerboa.benchmarks.UsageException;
import org.jerboa.testkit.functions.Contender;
import org.jerboa.testkit.functions.Contest;
import org.jerboa.testkit.functions.TestFunction;

/**
 * How much of a comparison is played.
 *
 * @param seeds studies for each search and function
 * @param budgetShare of each function's budget, in per cent
 * @param threads that play; the figures do not depend on them
 * @param kind of functions
 * @param set of functions
 * @param functions names, or beginnings of names, of those of the set that are played; empty for all
 * @param algorithms names of those that play; empty for all
 */
record SearchPlan(
        int seeds,
        int budgetShare,
        int threads,
        FunctionSet.Kind kind,
        FunctionSet set,
        List<String> functions,
        List<String> algorithms) {

    private static final int SEEDS = 20;

    /** What is played in a hurry. */
    private static final int FEW_SEEDS = 3;

    private static final int SMALL_SHARE = 20;

    static Map<String, String> options() {
        Map<String, String> options = new LinkedHashMap<>();
        options.put("seeds", "studies for each search and function; 20 unless set");
        options.put("threads", "studies at a time, one for each core unless set; figures are the same for any number");
        options.put("set", "functions: public, kept-aside or all");
        options.put("functions", "names of functions, or beginnings of names, divided by commas; all unless set");
        options.put("algorithms", "names of searches, divided by commas; all unless set");
        return options;
    }

    /**
     * @param usual set of functions unless another is given
     * @throws UsageException if a value is none, or leaves no function
     */
    static SearchPlan of(Settings settings, FunctionSet.Kind kind, FunctionSet usual) {
        SearchPlan plan = new SearchPlan(
                settings.number("seeds", settings.quick() ? FEW_SEEDS : SEEDS),
                settings.quick() ? SMALL_SHARE : 100,
                settings.number("threads", Runtime.getRuntime().availableProcessors()),
                kind,
                settings.text("set").map(SearchPlan::set).orElse(usual),
                settings.list("functions"),
                settings.list("algorithms"));
        if (plan.chosen(plan.set).isEmpty()) {
            throw new UsageException("--functions " + plan.functions + " are none of " + plan.set.of(kind));
        }
        return plan;
    }

    private static FunctionSet set(String name) {
        return Arrays.stream(FunctionSet.values())
                .filter(set -> set.toString().equals(name))
                .findFirst()
                .orElseThrow(() -> new UsageException(
                        "--set (" + name + ") must be one of " + Arrays.toString(FunctionSet.values())));
    }

    /** Those of a set that are to be played, if the set is, each with its share of the budget. */
    List<TestFunction> chosen(FunctionSet of) {
        if (!set.includes(of)) {
            return List.of();
        }
        return of.of(kind).stream()
                .filter(function -> functions.isEmpty() || functions.stream().anyMatch(function.name()::startsWith))
                .map(function -> function.budget(Math.max(1, function.budget() * budgetShare / 100)))
                .toList();
    }

    /** @throws UsageException if none is left */
    List<Contender> contenders(List<Contender> all) {
        List<Contender> chosen = all.stream()
                .filter(contender -> algorithms.isEmpty() || algorithms.contains(contender.name()))
                .toList();
        if (chosen.isEmpty()) {
            throw new UsageException("--algorithms " + algorithms + " are none of " + all);
        }
        return chosen;
    }

    Contest contest(List<TestFunction> chosen) {
        return Contest.on(chosen).seeds(seeds).threads(threads);
    }
}
