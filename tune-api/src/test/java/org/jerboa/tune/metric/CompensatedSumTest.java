package org.jerboa.tune.metric;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CompensatedSumTest {

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void isTheExactSumRounded(long seed) {
        double[] values = values(seed, 10_000);
        BigDecimal exact = BigDecimal.ZERO;
        for (double value : values) {
            exact = exact.add(new BigDecimal(value));
        }
        assertThat(sum(values, 0, values.length).value()).as("seed %d", seed).isEqualTo(exact.doubleValue());
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13})
    void sumOfUnequalPartsIsTheSumOfAllToTheLastBit(long seed) {
        double[] values = values(seed, 10_000);
        SplittableRandom cuts = new SplittableRandom(seed);
        CompensatedSum parts = new CompensatedSum();
        int from = 0;
        while (from < values.length) {
            int to = Math.min(values.length, from + 1 + cuts.nextInt(3_000));
            parts.add(sum(values, from, to));
            from = to;
        }
        assertThat(parts.value())
                .as("seed %d", seed)
                .isEqualTo(sum(values, 0, values.length).value());
    }

    @Test
    void keepsWhatPlainAdditionLoses() {
        CompensatedSum sum = new CompensatedSum();
        sum.add(1e16);
        for (int i = 0; i < 10; i++) {
            sum.add(1);
        }
        sum.add(-1e16);
        assertThat(sum.value()).isEqualTo(10);
    }

    @Test
    void infinitiesAndNaNPropagateAsInPlainAddition() {
        CompensatedSum sum = new CompensatedSum();
        sum.add(Double.POSITIVE_INFINITY);
        sum.add(1);
        assertThat(sum.value()).isEqualTo(Double.POSITIVE_INFINITY);
        sum.add(Double.NEGATIVE_INFINITY);
        assertThat(sum.value()).isNaN();
        sum.add(1);
        assertThat(sum.value()).isNaN();
    }

    private static CompensatedSum sum(double[] values, int from, int to) {
        CompensatedSum sum = new CompensatedSum();
        for (int i = from; i < to; i++) {
            sum.add(values[i]);
        }
        return sum;
    }

    /** Positive and negative values over twelve orders of magnitude. */
    private static double[] values(long seed, int count) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] values = new double[count];
        for (int i = 0; i < count; i++) {
            values[i] = (random.nextDouble() - 0.3) * Math.pow(10, random.nextInt(12) - 6);
        }
        return values;
    }
}
