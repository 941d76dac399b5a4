package org.jerboa.search.sampling;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import org.jerboa.search.Statistics;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScrambledSobolTest {

    @ParameterizedTest
    @CsvSource({"1, 0", "1, 4", "7, 6", "40, 10", "1000, 5"})
    void everyIntervalOfEveryAxisHoldsOnePoint(int dimension, int m) {
        int n = 1 << m;
        ScrambledSobol sequence = new ScrambledSobol(dimension, 3);
        boolean[][] taken = new boolean[dimension][n];
        for (int i = 0; i < n; i++) {
            double[] point = sequence.next();
            for (int axis = 0; axis < dimension; axis++) {
                int interval = (int) (point[axis] * n);
                assertThat(taken[axis][interval])
                        .as("axis %d, interval %d", axis, interval)
                        .isFalse();
                taken[axis][interval] = true;
            }
        }
    }

    /** In two dimensions Sobol's sequence is a (0,2)-sequence in base 2 (Sobol 1967), which nested scrambling preserves. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7, 8})
    void everyBoxOfTheFirstTwoAxesHoldsOnePoint(int a) {
        int m = 8;
        ScrambledSobol sequence = new ScrambledSobol(2, 11);
        Set<Long> boxes = new HashSet<>();
        for (int i = 0; i < 1 << m; i++) {
            double[] point = sequence.next();
            long column = (long) (point[0] * (1L << a));
            long row = (long) (point[1] * (1L << (m - a)));
            boxes.add(column << m | row);
        }
        assertThat(boxes).hasSize(1 << m);
    }

    @Test
    void eachPointByItselfIsUniform() {
        double[] first = new double[2000];
        for (int seed = 0; seed < first.length; seed++) {
            first[seed] = new ScrambledSobol(3, seed).next()[2];
        }
        assertThat(Statistics.distanceToUniform(first)).isLessThan(Statistics.distanceLimit(first.length));
    }

    @Test
    void scramblesTheAxesIndependently() {
        double[] one = new double[2000];
        double[] other = new double[2000];
        for (int seed = 0; seed < one.length; seed++) {
            double[] point = new ScrambledSobol(2, seed).next();
            one[seed] = point[0];
            other[seed] = point[1];
        }
        // Four standard deviations of the correlation of independent samples: 4 / sqrt(2000).
        assertThat(Statistics.correlation(one, other)).isBetween(-0.09, 0.09);
    }

    /**
     * Owen (Scrambled Net Variance for Integrals of Smooth Functions, Annals of Statistics 25(4), 1997): the error of a
     * smooth integrand falls as n^-1.5 up to logarithms, against n^-0.5 of random points.
     */
    @Test
    void integratesASmoothFunctionFarBetterThanRandomPoints() {
        double[] errors = new double[3];
        int[] sizes = {64, 1024};
        for (int seed = 0; seed < 50; seed++) {
            for (int k = 0; k < sizes.length; k++) {
                ScrambledSobol sequence = new ScrambledSobol(4, seed);
                errors[k] += squaredError(sizes[k], sequence::next);
            }
            SplittableRandom random = new SplittableRandom(seed);
            errors[2] += squaredError(1024, () -> random.doubles(4).toArray());
        }
        assertThat(Math.sqrt(errors[1] / errors[2])).as("beside random points").isLessThan(0.05);
        // n^-1.5 would be 1/64, n^-1 would be 1/16.
        assertThat(Math.sqrt(errors[1] / errors[0])).as("16 times the points").isLessThan(1 / 24.0);
    }

    /** Of the integral of the product over (1 + x_i - 1/2), which is 1. */
    private static double squaredError(int n, Supplier<double[]> points) {
        double sum = 0;
        for (int i = 0; i < n; i++) {
            double product = 1;
            for (double x : points.get()) {
                product *= 0.5 + x;
            }
            sum += product;
        }
        return (sum / n - 1) * (sum / n - 1);
    }

    @Test
    void isTheUnscrambledSequenceBesideItsFlips() {
        // Bits that two points share at the front are flipped alike: points keep the distance class of the sequence.
        ScrambledSobol scrambled = new ScrambledSobol(1, 5);
        double[] x = new double[8];
        for (int i = 0; i < x.length; i++) {
            x[i] = scrambled.next()[0];
        }
        // In Gray code order the sequence is 0, 1/2, 3/4, 1/4, 3/8, 7/8, 5/8, 1/8: neighbours in halves and quarters.
        double[] plain = {0, 0.5, 0.75, 0.25, 0.375, 0.875, 0.625, 0.125};
        for (int i = 0; i < 8; i++) {
            for (int j = 0; j < 8; j++) {
                for (int cells = 2; cells <= 8; cells *= 2) {
                    assertThat((int) (x[i] * cells) == (int) (x[j] * cells))
                            .isEqualTo((int) (plain[i] * cells) == (int) (plain[j] * cells));
                }
            }
        }
    }
}
