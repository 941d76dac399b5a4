package org.jerboa.tune.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class RegressionAccumulatorTest {

    static List<ReferenceCases.Case> references() {
        return ReferenceCases.read("regression-scikit-learn.tsv");
    }

    @ParameterizedTest
    @MethodSource("references")
    void agreesWithScikitLearn(ReferenceCases.Case reference) {
        int columns = Integer.parseInt(reference.text("columns"));
        float[] targets = reference.floats("targets");
        float[] predictions = reference.floats("predictions");
        Map<String, Double> values =
                of(columns, targets, predictions, 0, targets.length / columns).values();
        assertThat(values).containsOnlyKeys("loss", "mse", "mae", "rmse", "r2");
        values.forEach(
                (metric, value) -> assertThat(value).as(metric).isCloseTo(reference.number(metric), within(1e-11)));
    }

    @ParameterizedTest
    @CsvSource({"1, 0, 1", "3, 0, 2", "2, 1e6, 3"})
    void mergedUnequalShardsEqualTheWholeSet(int columns, double shift, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] targets = new float[500 * columns];
        float[] predictions = new float[targets.length];
        for (int i = 0; i < targets.length; i++) {
            targets[i] = (float) (shift + random.nextDouble(-3, 3));
            predictions[i] = (float) (targets[i] + random.nextDouble(-1, 1));
        }
        RegressionAccumulator merged = of(columns, targets, predictions, 0, 1)
                .merge(of(columns, targets, predictions, 1, 1))
                .merge(of(columns, targets, predictions, 1, 350))
                .merge(of(columns, targets, predictions, 350, 500));
        Map<String, Double> whole = of(columns, targets, predictions, 0, 500).values();
        assertThat(merged.examples()).isEqualTo(500);
        assertThat(merged.values()).as("seed %d", seed).isEqualTo(whole);
    }

    @Test
    void r2IsSoundFarFromZero() {
        // Targets 4e6 - 1, 4e6, 4e6 + 1 over and over, all exact in single precision: spread 2/3 an example. Every
        // error is 0.5, its square 1/4, so R2 = 1 - (1/4) / (2/3) = 5/8.
        RegressionAccumulator.Builder builder = RegressionAccumulator.builder(1);
        for (int i = 0; i < 3_000; i++) {
            float target = 4e6f + (i % 3 - 1);
            builder.add(new float[] {target}, new float[] {target + 0.5f}, 0, 0);
        }
        assertThat(builder.build().values().get("r2")).isCloseTo(0.625, within(1e-15));
    }

    @Test
    void equalTargetsHaveR2OfOneIfExactAndElseZero() {
        float[] targets = {0.1f, 0.1f, 0.1f, 0.1f, 0.1f, 0.1f};
        assertThat(of(1, targets, targets, 0, 3)
                        .merge(of(1, targets, targets, 3, 6))
                        .values())
                .containsEntry("r2", 1.0);
        float[] off = {0.1f, 0.1f, 0.1f, 0.1f, 0.1f, 0.2f};
        assertThat(of(1, targets, off, 0, 3).merge(of(1, targets, off, 3, 6)).values())
                .containsEntry("r2", 0.0);
    }

    @Test
    void everyMetricOverNoExamplesIsNaN() {
        assertThat(RegressionAccumulator.builder(2).build().values().values())
                .hasSize(5)
                .allSatisfy(value -> assertThat(value).isNaN());
    }

    @Test
    void r2OfOneExampleIsNaNAndTheErrorsAreNot() {
        Map<String, Double> values =
                of(1, new float[] {1}, new float[] {3}, 0, 1).values();
        assertThat(values.get("r2")).isNaN();
        assertThat(values).containsEntry("mse", 4.0).containsEntry("mae", 2.0).containsEntry("rmse", 2.0);
    }

    @Test
    void refusesToMergeAnotherKindOrShape() {
        RegressionAccumulator two = RegressionAccumulator.builder(2).build();
        assertThatThrownBy(() -> two.merge(ClassificationAccumulator.builder(2).build()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(
                        "cannot merge a regression with a org.jerboa.tune.metric.ClassificationAccumulator");
        assertThatThrownBy(() -> two.merge(RegressionAccumulator.builder(3).build()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("regression of 2 columns")
                .hasMessageContaining("regression of 3 columns");
        assertThatThrownBy(() -> RegressionAccumulator.builder(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("columns (0)");
    }

    /** Loss: half the squared error summed over columns. */
    private static RegressionAccumulator of(int columns, float[] targets, float[] predictions, int from, int to) {
        RegressionAccumulator.Builder builder = RegressionAccumulator.builder(columns);
        for (int i = from; i < to; i++) {
            double loss = 0;
            for (int column = 0; column < columns; column++) {
                double error = (double) targets[i * columns + column] - predictions[i * columns + column];
                loss += error * error / 2;
            }
            builder.add(targets, predictions, i * columns, loss);
        }
        return builder.build();
    }
}
