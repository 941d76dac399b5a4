package org.jerboa.testkit.functions;

import java.util.List;
import java.util.function.ToDoubleFunction;

/** What came of a {@link Contest}: every run, and their scores in tables. Immutable. */
public final class Comparison {

    private final List<TestFunction> functions;
    private final List<Contender> contenders;
    private final int seeds;

    /** By function, contender and seed, the seeds next to each other. */
    private final List<FunctionRun> runs;

    Comparison(List<TestFunction> functions, List<Contender> contenders, int seeds, List<FunctionRun> runs) {
        this.functions = List.copyOf(functions);
        this.contenders = List.copyOf(contenders);
        this.seeds = seeds;
        this.runs = List.copyOf(runs);
    }

    public List<TestFunction> functions() {
        return functions;
    }

    /** Names of the contenders, in their order. */
    public List<String> contenders() {
        return contenders.stream().map(Contender::name).toList();
    }

    public int seeds() {
        return seeds;
    }

    /**
     * The runs of one contender on one function, by seed.
     *
     * @throws IllegalArgumentException if there is no such contender or function
     */
    public List<FunctionRun> runs(String function, String contender) {
        List<String> names = functions.stream().map(TestFunction::name).toList();
        int row = index("function", function, names);
        int column = index("contender", contender, contenders());
        int first = (row * contenders.size() + column) * seeds;
        return runs.subList(first, first + seeds);
    }

    /** The scores at the end. */
    public ScoreTable scores() {
        return scores(FunctionRun::score);
    }

    /**
     * Scores of any kind, for instance {@code run -> run.scoreAfterTrials(50)}.
     *
     * @param score less is better
     */
    public ScoreTable scores(ToDoubleFunction<FunctionRun> score) {
        ScoreTable table = new ScoreTable();
        for (TestFunction function : functions) {
            for (String contender : contenders()) {
                double[] bySeed = runs(function.name(), contender).stream()
                        .mapToDouble(score)
                        .toArray();
                table.put(function.name(), contender, bySeed);
            }
        }
        return table;
    }

    /**
     * How far the scores are above each function's optimum.
     *
     * @throws IllegalStateException if the optimum of a function is not known
     */
    public ScoreTable regrets() {
        return scores(run -> run.score()
                - run.function()
                        .optimum()
                        .orElseThrow(() -> new IllegalStateException("the optimum of '" + run.function()
                                + "' is not known, and so no regret; give it one with optimum(least)")));
    }

    private static int index(String what, String name, List<String> names) {
        int index = names.indexOf(name);
        if (index < 0) {
            throw new IllegalArgumentException("no " + what + " '" + name + "' was compared; there are " + names);
        }
        return index;
    }
}
