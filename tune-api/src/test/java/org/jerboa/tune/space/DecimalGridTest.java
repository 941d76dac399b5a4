package org.jerboa.tune.space;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.math.BigDecimal;
import java.util.random.RandomGenerator;
import org.jerboa.tune.random.RandomStreams;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DecimalGridTest {

    private static final long SEED = 20_250_108;

    @Test
    void roundsToTheDoubleThatTheDecimalReadsAs() {
        RandomGenerator random = RandomStreams.stream(SEED, "DecimalGridTest");
        for (int i = 0; i < 20_000; i++) {
            int exponent = random.nextInt(-30, 31);
            double number = (random.nextDouble() * 2 - 1) * Math.pow(10, exponent + random.nextInt(0, 15));
            double rounded = DecimalGrid.round(number, exponent);
            BigDecimal decimal = DecimalGrid.exact(rounded, exponent);
            assertThat(rounded).as("seed %d, draw %d", SEED, i).isEqualTo(decimal.doubleValue());
            assertThat(DecimalGrid.round(rounded, exponent))
                    .as("seed %d, draw %d", SEED, i)
                    .isEqualTo(rounded);
            double half = DecimalGrid.width(exponent) / 2;
            assertThat(rounded).as("seed %d, draw %d", SEED, i).isCloseTo(number, within(half + 2 * Math.ulp(number)));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "1, 0",
        "9.99999999999, 0",
        "10, 1",
        "1e-5, -5",
        "1e22, 22",
        "0.00012, -4",
        "1.7976931348623157e308, 308"
    })
    void exponentIsThatOfTheFirstDigit(double number, int exponent) {
        assertThat(DecimalGrid.exponent(number)).isEqualTo(exponent);
    }

    @Test
    void everyPowerOfTenHasItsOwnExponent() {
        for (int exponent = -307; exponent <= 308; exponent++) {
            assertThat(DecimalGrid.exponent(DecimalGrid.width(exponent))).isEqualTo(exponent);
        }
    }
}
