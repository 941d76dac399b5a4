package org.jerboa.tune.space;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import org.jerboa.tune.random.RandomStreams;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DecimalTextTest {

    @ParameterizedTest
    @CsvSource({
        "0.001, 0.001",
        "1e-4, 0.0001",
        "1e-5, 0.00001",
        "1e-6, 1.0e-6",
        "1.25e-7, 1.25e-7",
        "1, 1.0",
        "-16, -16.0",
        "1e9, 1000000000.0",
        "1e10, 1.0e10",
        "-1.5e300, -1.5e300",
        "0, 0.0",
        "0.1, 0.1",
        "0.30000000000000004, 0.30000000000000004",
        "4.9e-324, 5.0e-324",
        "1.7976931348623157e308, 1.7976931348623157e308",
        // JDK 17 prints these two with digits too many (JDK-4511638)
        "2e23, 2.0e23",
        "2.2e-322, 2.2e-322",
    })
    void writesTheFewestDigits(double value, String text) {
        assertThat(DecimalText.of(value)).isEqualTo(text);
    }

    @Test
    void readsBackExactly() {
        long seed = 20_250_101;
        var random = RandomStreams.stream(seed, "DecimalTextTest");
        for (int i = 0; i < 20_000; i++) {
            double value = Double.longBitsToDouble(random.nextLong());
            if (Double.isFinite(value)) {
                String text = DecimalText.of(value);
                assertThat(Double.parseDouble(text))
                        .as("seed %d, draw %d: %s", seed, i, text)
                        .isEqualTo(value);
                assertThat(digits(text)).isLessThanOrEqualTo(digits(Double.toString(value)));
            }
        }
    }

    @Test
    void floatsHaveTheirOwnShortestText() {
        assertThat(DecimalText.of(0.1f)).isEqualTo("0.1");
        assertThat(DecimalText.of(16_777_216f)).isEqualTo("16777216.0");
        long seed = 20_250_102;
        var random = RandomStreams.stream(seed, "DecimalTextTest");
        for (int i = 0; i < 20_000; i++) {
            float value = Float.intBitsToFloat(random.nextInt());
            if (Float.isFinite(value)) {
                assertThat(Float.parseFloat(DecimalText.of(value)))
                        .as("seed %d, draw %d", seed, i)
                        .isEqualTo(value);
            }
        }
    }

    private static int digits(String text) {
        return new BigDecimal(text).stripTrailingZeros().precision();
    }
}
