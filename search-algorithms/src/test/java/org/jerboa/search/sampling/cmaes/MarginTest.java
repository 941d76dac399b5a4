package org.jerboa.search.sampling.cmaes;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.commons.math3.special.Erf;
import org.assertj.core.data.Offset;
import org.jerboa.tune.space.Cell;
import org.jerboa.tune.space.Parameter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MarginTest {

    private static final Parameter TEN = Parameter.integer("n", 0, 9);
    private static final double LEAST = 0.05;

    private static double below(double edge, double mean, double deviation) {
        return 0.5 * Erf.erfc((mean - edge) / deviation / Math.sqrt(2));
    }

    @ParameterizedTest
    @CsvSource({"0.45, 0.001", "0.41, 0.001", "0.4999, 0.01", "0.45, 0.02", "0.42, 0.03"})
    void leavesAChanceToBothNeighboursOfAnInnerValue(double mean, double deviation) {
        Margin margin = new Margin(TEN);
        Cell cell = TEN.cell(4);

        double moved = margin.correct(mean, deviation, LEAST);

        double spread = deviation * margin.stretch();
        assertThat(moved).as("mean stays in its cell").isBetween(cell.low(), cell.high());
        assertThat(below(cell.low(), moved, spread)).isGreaterThan(LEAST / 2 - 1e-9);
        assertThat(1 - below(cell.high(), moved, spread)).isGreaterThan(LEAST / 2 - 1e-9);
        assertThat(margin.stretch()).isGreaterThan(1);
    }

    @Test
    void leavesNotMoreThanTheLeastWhereTheDistributionIsNarrow() {
        Margin margin = new Margin(TEN);

        double moved = margin.correct(0.45, 1e-6, LEAST);

        double spread = 1e-6 * margin.stretch();
        // Beyond each edge of a cell of width 0.1: 2.5 %, which is 1.96 deviations.
        assertThat(below(0.4, moved, spread)).isCloseTo(LEAST / 2, Offset.offset(1e-6));
        assertThat(moved).isCloseTo(0.45, Offset.offset(1e-9));
        assertThat(spread).isCloseTo(0.05 / 1.959963984540054, Offset.offset(1e-6));
    }

    @ParameterizedTest
    @CsvSource({"0.02, 0.001, 0.1, 1", "0.97, 0.01, 0.9, -1", "-0.3, 0.01, 0.1, 1", "1.2, 0.05, 0.9, -1"})
    void movesTheMeanTowardsTheOnlyNeighbourOfAnOuterValue(
            double mean, double deviation, double edge, double direction) {
        Margin margin = new Margin(TEN);

        double moved = margin.correct(mean, deviation, LEAST);

        // 5 % of a normal distribution lie beyond 1.645 deviations.
        assertThat(moved).isCloseTo(edge - direction * 1.6448536269514722 * deviation, Offset.offset(1e-9));
        assertThat(margin.stretch()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"0.45, 0.2", "0.03, 0.2", "0.99, 0.4"})
    void leavesAWideDistributionAsItIs(double mean, double deviation) {
        Margin margin = new Margin(TEN);

        assertThat(margin.correct(mean, deviation, LEAST)).isEqualTo(mean);
        assertThat(margin.stretch()).isEqualTo(1);
    }

    @Test
    void knowsTheUnequalCellsOfALogScale() {
        Parameter units = Parameter.integer("units").log(8, 12);
        Margin margin = new Margin(units);
        Cell cell = units.cell(10);
        double mean = (cell.low() + cell.high()) / 2;

        double moved = margin.correct(mean, 1e-4, LEAST);

        assertThat(below(cell.low(), moved, 1e-4 * margin.stretch())).isCloseTo(LEAST / 2, Offset.offset(1e-3));
    }
}
