package org.jerboa.testkit.functions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class ScoreTableTest {

    private static ScoreTable table() {
        ScoreTable table = new ScoreTable();
        table.put("f", "a", new double[] {1, 2, 3});
        table.put("f", "b", new double[] {2, 2, 2});
        table.put("g", "a", new double[] {5, 5, 5});
        table.put("g", "b", new double[] {4, 4});
        table.put("g", "c", new double[] {9});
        return table;
    }

    /** numpy.percentile of NumPy 2.4.6. */
    @Test
    void quartilesAreInterpolated() {
        assertThat(Quartiles.of(new double[] {3, 1, 4, 1, 5, 9, 2, 6})).isEqualTo(new Quartiles(1.75, 3.5, 5.25));
        assertThat(Quartiles.of(new double[] {7})).isEqualTo(new Quartiles(7, 7, 7));
        assertThat(Quartiles.of(new double[] {1, 2, Double.POSITIVE_INFINITY}).median())
                .isEqualTo(2);
    }

    /** On f: a has places 1, 1.5 and 2, and b 2, 1.5 and 1; on g, over the two seeds that b has, a 2 and b 1. */
    @Test
    void meanRanksShareTiesAndTakeTheSeedsThatAllHave() {
        assertThat(table().meanRanks(List.of("a", "b")))
                .containsEntry("a", 1.75)
                .containsEntry("b", 1.25);
    }

    @Test
    void meanRanksLeaveOutFunctionsThatOneDidNotPlay() {
        assertThat(table().meanRanks(List.of("a", "b", "c")))
                .containsEntry("a", 2.0)
                .containsEntry("b", 1.0)
                .containsEntry("c", 3.0);
        assertThatThrownBy(() -> table().meanRanks(List.of("a", "d")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("[a, d]");
    }

    @Test
    void textMarksTheBest() {
        assertThat(table().text()).isEqualTo("""
                function  a                      b                      c
                f         *2.000 [1.500, 2.500]  *2.000 [2.000, 2.000]  -
                g         5.000 [5.000, 5.000]   *4.000 [4.000, 4.000]  9.000 [9.000, 9.000]
                """);
    }

    @Test
    void missingScoresAreSaid() {
        assertThatThrownBy(() -> table().quartiles("f", "c"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no score of 'c' on 'f'");
    }

    /** scipy.stats.mannwhitneyu(alternative="less", method="asymptotic") of SciPy 1.17.1. */
    @Test
    void rankSumTestAgreesWithSciPy() {
        double[] less = {0.1, 0.2, 0.3, 0.35, 0.4, 0.5, 0.6, 0.7};
        double[] more = {0.3, 0.45, 0.5, 0.65, 0.8, 0.9, 1.0, 1.1};
        assertThat(MannWhitney.isLess(less, more)).isCloseTo(0.020136983633614824, within(1e-6));
        assertThat(MannWhitney.isLess(more, less)).isCloseTo(0.9844622158557311, within(1e-6));
        assertThat(MannWhitney.isLess(new double[] {1, 1}, new double[] {1, 1, 1}))
                .isEqualTo(1);
    }
}
