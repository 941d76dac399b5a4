package org.jerboa.junit;

import java.util.List;
import java.util.Map;
import org.assertj.core.api.AbstractAssert;
import org.jerboa.testkit.functions.Comparison;

/** What should have come of a comparison. Scores are losses without noise at the end of a study: less is better. */
public final class ComparisonAssert extends AbstractAssert<ComparisonAssert, Comparison> {

    ComparisonAssert(Comparison actual) {
        super(actual, ComparisonAssert.class);
    }

    /**
     * Assertions about one of the searches.
     *
     * @throws IllegalArgumentException if it does not take part
     */
    public SearchAssert search(String name) {
        isNotNull();
        if (!actual.contenders().contains(name)) {
            throw new IllegalArgumentException(
                    "no search '" + name + "' was compared; there are " + actual.contenders());
        }
        return new SearchAssert(actual, name);
    }

    /** By the mean place over functions and seeds, from the first to the last. */
    public ComparisonAssert ranksInOrder(String... searches) {
        isNotNull();
        Map<String, Double> ranks = actual.scores().meanRanks(List.of(searches));
        List<String> order = ranks.entrySet().stream()
                .sorted(Map.Entry.comparingByValue())
                .map(Map.Entry::getKey)
                .toList();
        if (!order.equals(List.of(searches))) {
            throw failure(
                    "%nExpecting searches to rank%n  %s%nbut their mean places are%n  %s%n%s",
                    List.of(searches), ranks, actual.scores().text());
        }
        return this;
    }
}
