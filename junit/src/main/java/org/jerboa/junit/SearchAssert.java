package org.jerboa.junit;

import java.util.List;
import java.util.Map;
import org.assertj.core.api.AbstractAssert;
import org.jerboa.testkit.functions.Comparison;
import org.jerboa.testkit.functions.TestFunction;

/** What should have come of one search, over all functions of a comparison. */
public final class SearchAssert extends AbstractAssert<SearchAssert, Comparison> {

    private final String search;

    SearchAssert(Comparison actual, String search) {
        super(actual, SearchAssert.class);
        this.search = search;
    }

    /**
     * Assertions about it on one function.
     *
     * @throws IllegalArgumentException if that is not played
     */
    public FunctionAssert on(String function) {
        return new FunctionAssert(actual, search, function);
    }

    /** Its mean place over functions and seeds, of the two of them, is the better one. */
    public SearchAssert ranksBefore(String other) {
        Map<String, Double> ranks = actual.scores().meanRanks(List.of(search, other));
        double own = ranks.getOrDefault(search, Double.NaN);
        double others = ranks.getOrDefault(other, Double.NaN);
        if (!(own < others)) {
            throw failure(
                    "%nExpecting '%s' to rank before '%s' but their mean places are %s%n%s",
                    search, other, ranks, actual.scores().text());
        }
        return this;
    }

    /**
     * Its median regret by the other's, as a geometric mean over functions, is at most this: 0.5 is half as far from the
     * optima.
     *
     * @throws IllegalStateException if the optimum of a function is not known
     */
    public SearchAssert hasRegretRatioAtMost(double most, String other) {
        double logs = 0;
        for (TestFunction function : actual.functions()) {
            logs += Math.log(FunctionAssert.medianRegret(actual, search, function.name())
                    / FunctionAssert.medianRegret(actual, other, function.name()));
        }
        double ratio = Math.exp(logs / actual.functions().size());
        if (!(ratio <= most)) {
            throw failure(
                    "%nExpecting '%s' to have at most %s of the regret of '%s' but it has %s%n%s",
                    search, most, other, ratio, actual.regrets().text());
        }
        return this;
    }
}
