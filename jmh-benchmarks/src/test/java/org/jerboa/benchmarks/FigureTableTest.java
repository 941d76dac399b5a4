package org.jerboa.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FigureTableTest {

    private static final List<Figure> FIGURES = List.of(
            Figure.median("write", new double[] {41.2, 39, 44}, "ms"),
            Figure.of("write.ratio", 44.1, "x").against("a zip").aiming(Goal.above(1)),
            Figure.of("idle", 7, "%").aiming(Goal.atMost(5)));

    @Test
    void columnsOfTextAreAligned() {
        assertThat(new FigureTable(FIGURES, "lowest to highest").text()).isEqualTo("""
                        figure       value    lowest to highest  compared with  goal  met
                        write        41.2 ms  39.0 to 44.0
                        write.ratio  44.1 x                      a zip          > 1   yes
                        idle         7.00 %                                     <= 5  NO
                        """);
    }

    @Test
    void rangesAreLeftOutWhereThereAreNone() {
        assertThat(new FigureTable(FIGURES.subList(1, 3), "lowest to highest").markdown())
                .isEqualTo("""
                        | figure | value | compared with | goal | met |
                        |---|---|---|---|---|
                        | write.ratio | 44.1 x | a zip | > 1 | yes |
                        | idle | 7.00 % |  | <= 5 | NO |
                        """);
    }

    @ParameterizedTest
    @CsvSource({
        "123456, 123456",
        "100, 100",
        "99.96, 100.0",
        "12.34, 12.3",
        "1.234, 1.23",
        "0.1234, 0.123",
        "0.08278, 0.0828",
        "0.0081, 0.008",
        "0, 0.00",
        "-3, -3.00",
        "NaN, NaN"
    })
    void numbersHaveThreeSignificantDigits(double value, String text) {
        assertThat(FigureTable.number(value)).isEqualTo(text);
    }
}
