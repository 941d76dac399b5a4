package org.jerboa.mop.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimeAxisTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "61340  | 0, 2 h, 4 h, 6 h, 8 h, 10 h, 12 h, 14 h, 16 h",
                "11400  | 0, 0.5 h, 1 h, 1.5 h, 2 h, 2.5 h, 3 h",
                "7199   | 0, 20 min, 40 min, 60 min, 80 min, 100 min",
                "150    | 0, 20 s, 40 s, 60 s, 80 s, 100 s, 120 s, 140 s",
                "7      | 0, 1 s, 2 s, 3 s, 4 s, 5 s, 6 s, 7 s",
                "0.0075 | 0, 1 ms, 2 ms, 3 ms, 4 ms, 5 ms, 6 ms, 7 ms",
            })
    void ticksAreRoundNumbersOfOneUnit(double seconds, String labels) {
        assertThat(TimeAxis.ticks(seconds).stream().map(TimeAxis.Tick::label).toList())
                .hasToString("[" + labels + "]");
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "0.12341, 123.4 ms", "57, 57 s", "500, 8.333 min", "61340, 17.04 h"})
    void aTimeByItselfHasFourDigits(double seconds, String text) {
        assertThat(TimeAxis.text(seconds)).isEqualTo(text);
    }
}
