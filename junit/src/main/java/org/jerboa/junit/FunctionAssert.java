package org.jerboa.junit;

import org.assertj.core.api.AbstractAssert;
import org.jerboa.testkit.functions.Comparison;
import org.jerboa.testkit.functions.FunctionRun;
import org.jerboa.testkit.functions.MannWhitney;
import org.jerboa.testkit.functions.Quartiles;
import org.jerboa.testkit.functions.ScoreTable;

/** What should have come of one search on one function. */
public final class FunctionAssert extends AbstractAssert<FunctionAssert, Comparison> {

    /** What chance brings about once in twenty times. */
    private static final double CHANCE = 0.05;

    private final String search;
    private final String function;
    private final ScoreTable scores;

    FunctionAssert(Comparison actual, String search, String function) {
        super(actual, FunctionAssert.class);
        this.search = search;
        this.function = function;
        this.scores = actual.scores();
        actual.runs(function, search);
    }

    /** Assertions about another function. */
    public FunctionAssert on(String other) {
        return new FunctionAssert(actual, search, other);
    }

    /** The median score over seeds. */
    public FunctionAssert hasMedianAtMost(double most) {
        double median = scores.quartiles(function, search).median();
        return check(median <= most, "have a median of at most " + most + " but it is " + median);
    }

    /**
     * The median distance from the optimum.
     *
     * @throws IllegalStateException if the optimum is not known
     */
    public FunctionAssert hasMedianRegretAtMost(double most) {
        double regret = medianRegret(actual, search, function);
        return check(regret <= most, "have a median regret of at most " + most + " but it is " + regret);
    }

    /** The better median. */
    public FunctionAssert isBetterThan(String other) {
        double median = scores.quartiles(function, search).median();
        double others = scores.quartiles(function, other).median();
        return check(median < others, "be better than '" + other + "' but has " + median + " against " + others);
    }

    /** So much better that chance would bring it about at most once in twenty times (rank-sum test, one-sided). */
    public FunctionAssert isClearlyBetterThan(String other) {
        double chance = MannWhitney.isLess(scores.scores(function, search), scores.scores(function, other));
        return check(
                chance <= CHANCE,
                "be clearly better than '" + other + "' but chance would bring that about with probability " + chance);
    }

    /** The other way round: that it is worse could be chance. */
    public FunctionAssert isNotClearlyWorseThan(String other) {
        double chance = MannWhitney.isLess(scores.scores(function, other), scores.scores(function, search));
        return check(
                chance > CHANCE,
                "not be clearly worse than '" + other + "' but chance would bring that about with probability "
                        + chance);
    }

    /** The median number of trials that have been started. */
    public FunctionAssert hasMedianTrialsAtLeast(int least) {
        double trials = Quartiles.of(actual.runs(function, search).stream()
                        .mapToDouble(run -> run.configurations().size())
                        .toArray())
                .median();
        return check(trials >= least, "have at least " + least + " trials but it has " + trials);
    }

    /** The most epochs that a study trained. */
    public FunctionAssert hasEpochsAtMost(int most) {
        int epochs = actual.runs(function, search).stream()
                .map(FunctionRun::epochs)
                .mapToInt(java.util.List::size)
                .max()
                .orElse(0);
        return check(epochs <= most, "train at most " + most + " epochs but it trained " + epochs);
    }

    static double medianRegret(Comparison comparison, String search, String function) {
        double least = comparison
                .runs(function, search)
                .get(0)
                .function()
                .optimum()
                .orElseThrow(() -> new IllegalStateException("the optimum of '" + function
                        + "' is not known, and so no regret; give it one with optimum(least)"));
        return comparison.scores().quartiles(function, search).median() - least;
    }

    private FunctionAssert check(boolean holds, String wanted) {
        if (!holds) {
            throw failure("%nExpecting '%s' on %s to %s%n%s", search, function, wanted, scores.text());
        }
        return this;
    }
}
