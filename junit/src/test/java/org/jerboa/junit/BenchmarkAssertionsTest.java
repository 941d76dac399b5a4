package org.jerboa.junit;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.jerboa.junit.BenchmarkAssertions.assertThat;

import java.util.List;
import org.jerboa.search.GridSearch;
import org.jerboa.testkit.functions.Comparison;
import org.jerboa.testkit.functions.Contender;
import org.jerboa.testkit.functions.Contest;
import org.jerboa.testkit.functions.TestFunction;
import org.jerboa.tune.space.Parameter;
import org.jerboa.tune.space.SearchSpace;
import org.junit.jupiter.api.Test;

class BenchmarkAssertionsTest {

    private static final SearchSpace SPACE = SearchSpace.of(Parameter.integer("x", 0, 10));

    /** A grid of one point tries 5 alone, and scores 5; one of eleven finds 0. */
    private static final Comparison COMPARISON = Contest.on(List.of(
                    TestFunction.plain("line", SPACE, configuration -> configuration.getInt("x"))
                            .optimum(-1),
                    TestFunction.plain("unknown", SPACE, configuration -> configuration.getInt("x"))))
            .seeds(8)
            .between(List.of(grid("coarse", 1), grid("fine", 11)));

    private static Contender grid(String name, int points) {
        return new Contender(
                name,
                (function, trials) ->
                        GridSearch.sequential().pointsPerReal(points).epochs(1));
    }

    @Test
    void passWhatHolds() {
        assertThat(COMPARISON).ranksInOrder("fine", "coarse").search("fine").ranksBefore("coarse");
        assertThat(COMPARISON)
                .search("fine")
                .on("line")
                .hasMedianAtMost(0)
                .hasMedianRegretAtMost(1)
                .isBetterThan("coarse")
                .isClearlyBetterThan("coarse")
                .isNotClearlyWorseThan("coarse")
                .hasMedianTrialsAtLeast(11)
                .hasEpochsAtMost(11)
                .on("unknown")
                .hasMedianAtMost(0);
    }

    /** Regrets of 1 and 6. */
    @Test
    void ratiosAreOfRegrets() {
        Comparison line = Contest.on(List.of(COMPARISON.functions().get(0)))
                .seeds(2)
                .between(List.of(grid("coarse", 1), grid("fine", 11)));

        assertThat(line).search("fine").hasRegretRatioAtMost(0.17, "coarse");
        assertThatThrownBy(() -> assertThat(line).search("fine").hasRegretRatioAtMost(0.16, "coarse"))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("at most 0.16 of the regret of 'coarse' but it has 0.1666");
    }

    @Test
    void failWhatDoesNotWithTheTable() {
        assertThatThrownBy(() -> assertThat(COMPARISON).ranksInOrder("coarse", "fine"))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("[coarse, fine]")
                .hasMessageContaining("{coarse=2.0, fine=1.0}");
        assertThatThrownBy(
                        () -> assertThat(COMPARISON).search("coarse").on("line").hasMedianAtMost(4.9))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("'coarse' on line to have a median of at most 4.9 but it is 5.0")
                .hasMessageContaining("*0.000 [0.000, 0.000]");
        assertThatThrownBy(
                        () -> assertThat(COMPARISON).search("coarse").on("line").isNotClearlyWorseThan("fine"))
                .isInstanceOf(AssertionError.class);
        assertThatThrownBy(
                        () -> assertThat(COMPARISON).search("coarse").on("line").isBetterThan("fine"))
                .hasMessageContaining("has 5.0 against 0.0");
        assertThatThrownBy(
                        () -> assertThat(COMPARISON).search("fine").on("line").hasEpochsAtMost(10))
                .hasMessageContaining("it trained 11");
        assertThatThrownBy(() -> assertThat(COMPARISON).search("coarse").ranksBefore("fine"))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("'coarse' to rank before 'fine' but their mean places are");
        // against the same 8 scores; then 8 of 5 against 8 of 0
        assertThatThrownBy(
                        () -> assertThat(COMPARISON).search("fine").on("line").isClearlyBetterThan("fine"))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("'fine' on line to be clearly better than 'fine' but chance");
        assertThatThrownBy(
                        () -> assertThat(COMPARISON).search("coarse").on("line").isClearlyBetterThan("fine"))
                .isInstanceOf(AssertionError.class);
        assertThatThrownBy(
                        () -> assertThat(COMPARISON).search("coarse").on("line").hasMedianTrialsAtLeast(2))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("at least 2 trials but it has 1.0");
        assertThatThrownBy(
                        () -> assertThat(COMPARISON).search("coarse").on("line").hasMedianRegretAtMost(5.9))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("a median regret of at most 5.9 but it is 6.0");
    }

    @Test
    void mistakesInATestAreNoFailedAssertions() {
        assertThatThrownBy(() -> assertThat(COMPARISON).search("finest"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no search 'finest' was compared; there are [coarse, fine]");
        assertThatThrownBy(() -> assertThat(COMPARISON).search("fine").on("lines"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() ->
                        assertThat(COMPARISON).search("fine").on("unknown").hasMedianRegretAtMost(1))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("optimum of 'unknown' is not known");
    }
}
