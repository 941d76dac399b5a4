package org.jerboa.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FigureTest {

    @ParameterizedTest
    @CsvSource({"1.0001, true", "1, false", "0.5, false", "NaN, false"})
    void aboveLeavesTheLimitOut(double value, boolean met) {
        assertThat(Goal.above(1).isMetBy(value)).isEqualTo(met);
    }

    @ParameterizedTest
    @CsvSource({"1.7, true", "1.69, false", "NaN, false"})
    void atLeastTakesTheLimitIn(double value, boolean met) {
        assertThat(Goal.atLeast(1.7).isMetBy(value)).isEqualTo(met);
    }

    @ParameterizedTest
    @CsvSource({"5, true", "5.01, false", "NaN, false"})
    void atMostTakesTheLimitIn(double value, boolean met) {
        assertThat(Goal.atMost(5).isMetBy(value)).isEqualTo(met);
    }

    @Test
    void goalsReadAsInequalities() {
        assertThat(Goal.above(1)).hasToString("> 1");
        assertThat(Goal.atLeast(1.7)).hasToString(">= 1.7");
        assertThat(Goal.atMost(5)).hasToString("<= 5");
    }

    @Test
    void medianIsTheMiddleOfTheRepetitionsWhateverTheirOrder() {
        Figure odd = Figure.median("a", new double[] {9, 1, 4}, "s");
        Figure even = Figure.median("a", new double[] {9, 1, 4, 2}, "s");

        assertThat(odd.value()).isEqualTo(4);
        assertThat(even.value()).isEqualTo(3);
        assertThat(even.range()).contains(new Figure.Range(1, 9));
    }

    @Test
    void figureWithoutGoalIsNeitherMetNorMissed() {
        assertThat(Figure.of("a", 1, "s").met()).isEmpty();
        assertThat(Figure.of("a", 1, "s").aiming(Goal.above(1)).met()).contains(false);
    }
}
