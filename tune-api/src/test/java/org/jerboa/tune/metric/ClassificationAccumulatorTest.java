package org.jerboa.tune.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ClassificationAccumulatorTest {

    private static final Set<String> AUC = Set.of("auc");

    static List<ReferenceCases.Case> references() {
        return ReferenceCases.read("classification-scikit-learn.tsv");
    }

    @ParameterizedTest
    @MethodSource("references")
    void agreesWithScikitLearn(ReferenceCases.Case reference) {
        int classes = Integer.parseInt(reference.text("classes"));
        int[] labels = reference.ints("labels");
        float[] scores = reference.floats("scores");
        Map<String, Double> values =
                of(classes, labels, scores, 0, labels.length).values();
        assertThat(values).containsOnlyKeys("loss", "accuracy", "precision", "recall", "f1", "mcc", "auc");
        values.forEach(
                (metric, value) -> assertThat(value).as(metric).isCloseTo(reference.number(metric), within(1e-12)));
    }

    @ParameterizedTest
    @CsvSource({"2, 1", "2, 2", "3, 3", "10, 4", "300, 5"})
    void mergedUnequalShardsEqualTheWholeSet(int classes, long seed) {
        Sample sample = Sample.random(classes, 700, seed);
        ClassificationAccumulator merged = sample.part(0, 1)
                .merge(sample.part(1, 1))
                .merge(sample.part(1, 300))
                .merge(sample.part(300, 417).merge(sample.part(417, 700)));
        ClassificationAccumulator whole = sample.part(0, 700);
        assertThat(merged.examples()).isEqualTo(700);
        // Equal to the last bit: counts, compensated sums, and pairs of scores counted as whole numbers.
        assertThat(merged.values()).as("seed %d", seed).isEqualTo(whole.values());
        assertThat(merged.confusion().isPresent()).isEqualTo(classes <= ClassificationAccumulator.MATRIX_CLASSES);
        if (merged.confusion().isPresent()) {
            assertThat(merged.confusion().get()).isDeepEqualTo(whole.confusion().orElseThrow());
        }
    }

    @ParameterizedTest
    @CsvSource({"2, 21", "2, 22", "2, 23", "4, 24"})
    void aucIsTheShareOfPairsInOrder(int classes, long seed) {
        Sample sample = Sample.random(classes, 150, seed);
        double sum = 0;
        int occurring = 0;
        for (int type = classes == 2 ? 1 : 0; type < classes; type++) {
            double inOrder = 0;
            long pairs = 0;
            for (int i = 0; i < sample.labels.length; i++) {
                for (int j = 0; j < sample.labels.length; j++) {
                    if (sample.labels[i] == type && sample.labels[j] != type) {
                        int order = Float.compare(sample.score(i, type), sample.score(j, type));
                        inOrder += order > 0 ? 1 : order == 0 ? 0.5 : 0;
                        pairs++;
                    }
                }
            }
            sum += inOrder / pairs;
            occurring++;
        }
        assertThat(value(sample.part(0, 150), "auc")).as("seed %d", seed).isCloseTo(sum / occurring, within(1e-15));
    }

    @ParameterizedTest
    @CsvSource({"3, 31", "5, 32"})
    void macroAveragesFollowTheConfusionMatrix(int classes, long seed) {
        Sample sample = Sample.random(classes, 200, seed);
        ClassificationAccumulator accumulator = sample.part(0, 200);
        long[][] matrix = accumulator.confusion().orElseThrow();
        double recall = 0;
        double precision = 0;
        double f1 = 0;
        double correct = 0;
        for (int type = 0; type < classes; type++) {
            double row = 0;
            double column = 0;
            for (int other = 0; other < classes; other++) {
                row += matrix[type][other];
                column += matrix[other][type];
            }
            double r = matrix[type][type] / row;
            double p = matrix[type][type] / column;
            correct += matrix[type][type];
            recall += r / classes;
            precision += p / classes;
            f1 += 2 * p * r / (p + r) / classes;
        }
        assertThat(value(accumulator, "accuracy")).isCloseTo(correct / 200, within(1e-15));
        assertThat(value(accumulator, "recall")).isCloseTo(recall, within(1e-14));
        assertThat(value(accumulator, "precision")).isCloseTo(precision, within(1e-14));
        assertThat(value(accumulator, "f1")).isCloseTo(f1, within(1e-14));
    }

    @Test
    void everyMetricOverNoExamplesIsNaN() {
        Map<String, Double> binary =
                ClassificationAccumulator.builder(2).build().values();
        assertThat(binary.values())
                .hasSize(7)
                .allSatisfy(value -> assertThat(value).isNaN());
        Map<String, Double> many =
                ClassificationAccumulator.builder(5, AUC).build().values();
        assertThat(many.values())
                .hasSize(7)
                .allSatisfy(value -> assertThat(value).isNaN());
    }

    @Test
    void mergingWithNoExamplesChangesNothing() {
        Sample sample = Sample.random(3, 40, 41);
        ClassificationAccumulator whole = sample.part(0, 40);
        ClassificationAccumulator empty = sample.part(7, 7);
        assertThat(whole.merge(empty).values()).isEqualTo(whole.values());
        assertThat(empty.merge(whole).values()).isEqualTo(whole.values());
    }

    @Test
    void aucOfASingleClassIsNaN() {
        float[] scores = {0.2f, 0.8f, 0.4f, 0.6f};
        assertThat(value(of(2, new int[] {1, 1}, scores, 0, 2), "auc")).isNaN();
        assertThat(value(of(2, new int[] {0, 0}, scores, 0, 2), "auc")).isNaN();
        float[] three = {0.2f, 0.3f, 0.5f, 0.1f, 0.8f, 0.1f};
        assertThat(value(of(3, new int[] {2, 2}, three, 0, 2), "auc")).isNaN();
    }

    @Test
    void aucOfManyClassesIsLeftOutUnlessAskedFor() {
        ClassificationAccumulator without = ClassificationAccumulator.builder(3)
                .add(1, new float[] {0.1f, 0.7f, 0.2f}, 0, 0.36)
                .build();
        assertThat(without.values()).doesNotContainKey("auc");
        assertThat(ClassificationAccumulator.builder(2).build().values()).containsKey("auc");
    }

    @Test
    void signedZeroesAreTies() {
        float[] scores = {0, -0.0f, 0, 0.0f};
        assertThat(value(of(2, new int[] {1, 0}, scores, 0, 2), "auc")).isEqualTo(0.5);
        assertThat(value(of(2, new int[] {0, 1}, scores, 0, 2), "auc")).isEqualTo(0.5);
    }

    @Test
    void anExampleWithANaNScoreIsWrongAndMakesAucNaN() {
        ClassificationAccumulator accumulator = ClassificationAccumulator.builder(2)
                .add(0, new float[] {0.9f, 0.1f}, 0, 0.1)
                .add(0, new float[] {Float.NaN, Float.NaN}, 0, Double.NaN)
                .add(1, new float[] {0.1f, 0.9f}, 0, 0.1)
                .add(1, new float[] {0.5f, Float.NaN}, 0, Double.NaN)
                .build();
        assertThat(value(accumulator, "loss")).isNaN();
        assertThat(value(accumulator, "auc")).isNaN();
        assertThat(value(accumulator, "accuracy")).isEqualTo(0.5);
        assertThat(value(accumulator, "recall")).isEqualTo(0.5);
        assertThat(value(accumulator, "precision")).isEqualTo(1);
        assertThat(accumulator.confusion().orElseThrow()).isDeepEqualTo(new long[][] {{1, 0}, {0, 1}});
    }

    @Test
    void firstOfEqualScoresIsPredicted() {
        ClassificationAccumulator accumulator = ClassificationAccumulator.builder(3)
                .add(1, new float[] {0.2f, 0.4f, 0.4f}, 0, 1)
                .build();
        assertThat(value(accumulator, "accuracy")).isEqualTo(1);
    }

    @Test
    void whatIsAddedAfterBuildingDoesNotReachWhatWasBuilt() {
        ClassificationAccumulator.Builder builder =
                ClassificationAccumulator.builder(3, AUC).add(1, new float[] {0.1f, 0.7f, 0.2f}, 0, 0.5);
        ClassificationAccumulator first = builder.build();
        builder.add(2, new float[] {0.1f, 0.7f, 0.2f}, 0, 1.5);
        assertThat(first.examples()).isEqualTo(1);
        assertThat(value(first, "loss")).isEqualTo(0.5);
        assertThat(builder.build().examples()).isEqualTo(2);
    }

    @Test
    void survivesSerialisation() throws Exception {
        ClassificationAccumulator accumulator = Sample.random(4, 30, 51).part(0, 30);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(accumulator);
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            MetricAccumulator read = (MetricAccumulator) in.readObject();
            assertThat(read.merge(accumulator).values())
                    .isEqualTo(accumulator.merge(accumulator).values());
        }
    }

    @Test
    void refusesToMergeAnotherKindOrShape() {
        ClassificationAccumulator three = ClassificationAccumulator.builder(3).build();
        assertThatThrownBy(() -> three.merge(RegressionAccumulator.builder(1).build()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(
                        "cannot merge a classification with a org.jerboa.tune.metric.RegressionAccumulator");
        assertThatThrownBy(
                        () -> three.merge(ClassificationAccumulator.builder(4).build()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("in 3 classes without auc")
                .hasMessageContaining("in 4 classes without auc");
        assertThatThrownBy(() ->
                        three.merge(ClassificationAccumulator.builder(3, AUC).build()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("in 3 classes with auc");
    }

    @Test
    void refusesLabelsAndClassesThatCannotBe() {
        assertThatThrownBy(() -> ClassificationAccumulator.builder(3).add(3, new float[3], 0, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("label (3) is no class of 0..2");
        assertThatThrownBy(() -> ClassificationAccumulator.builder(1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("classes (1) must be at least 2");
    }

    private static double value(MetricAccumulator accumulator, String metric) {
        Double value = accumulator.values().get(metric);
        assertThat(value).as(metric).isNotNull();
        return value;
    }

    private static ClassificationAccumulator of(int classes, int[] labels, float[] scores, int from, int to) {
        ClassificationAccumulator.Builder builder = ClassificationAccumulator.builder(classes, AUC);
        for (int i = from; i < to; i++) {
            builder.add(labels[i], scores, i * classes, -Math.log(scores[i * classes + labels[i]]));
        }
        return builder.build();
    }

    /** Labels that occur unequally often, and scores with many ties that lean towards the labels. */
    private static final class Sample {

        private final int classes;
        private final int[] labels;
        private final float[] scores;

        private Sample(int classes, int[] labels, float[] scores) {
            this.classes = classes;
            this.labels = labels;
            this.scores = scores;
        }

        static Sample random(int classes, int examples, long seed) {
            SplittableRandom random = new SplittableRandom(seed);
            int[] labels = new int[examples];
            float[] scores = new float[examples * classes];
            for (int i = 0; i < examples; i++) {
                labels[i] = Math.min(random.nextInt(classes), random.nextInt(classes));
                for (int type = 0; type < classes; type++) {
                    scores[i * classes + type] = (1 + random.nextInt(8) + (type == labels[i] ? 3 : 0)) / 16f;
                }
            }
            return new Sample(classes, labels, scores);
        }

        float score(int example, int type) {
            return scores[example * classes + type];
        }

        ClassificationAccumulator part(int from, int to) {
            return of(classes, labels, scores, from, to);
        }
    }
}
