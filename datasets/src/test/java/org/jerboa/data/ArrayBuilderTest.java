package org.jerboa.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.jerboa.data.Loaded.floats;
import static org.jerboa.data.Loaded.ints;
import static org.jerboa.data.Loaded.training;

import java.io.IOException;
import java.util.Arrays;
import org.jerboa.tune.data.Dataset;
import org.jerboa.tune.data.ElementType;
import org.jerboa.tune.data.Shape;
import org.jerboa.tune.data.Shard;
import org.jerboa.tune.data.Split;
import org.junit.jupiter.api.Test;

class ArrayBuilderTest {

    @Test
    void targetsStayBesideTheirFeatures() throws IOException {
        Shard shard = one(Datasets.arrays(new float[][] {{1, 2}, {3, 4}, {5, 6}}, new float[][] {{3}, {7}, {11}}));

        float[] features = floats(shard, "features");
        float[] targets = floats(shard, "target");
        for (int i = 0; i < 3; i++) {
            assertThat(targets[i]).isEqualTo(features[2 * i] + features[2 * i + 1]);
        }
        assertThat(shard.schema().tensor("target").shape()).isEqualTo(Shape.of(1));
    }

    @Test
    void countsClassesWhereNoNumberIsGiven() throws IOException {
        assertThat(one(Datasets.arrays(new float[3][1], new int[] {0, 4, 2}))
                        .schema()
                        .tensor("label")
                        .classes())
                .isEqualTo(5);
    }

    @Test
    void manyClassesAreStoredAsIntegers() throws IOException {
        Shard shard = one(Datasets.arrays(new float[2][1], new int[] {299, 299}));

        assertThat(shard.schema().tensor("label").type()).isEqualTo(ElementType.INT32);
        assertThat(ints(shard, "label")).containsExactly(299, 299);
    }

    @Test
    void imagesAreChannelsFirst() throws IOException {
        Shard shard = one(Datasets.arrays(new float[1][24], new int[1]).image(2, 4, 3));

        assertThat(shard.schema().tensor("features").shape()).isEqualTo(Shape.of(3, 2, 4));
    }

    @Test
    void shorterSequencesArePaddedAndMasked() throws IOException {
        Shard shard = one(Datasets.sequences(new float[][][] {{{1, 2}, {3, 4}, {5, 6}}, {{7, 8}}}, new int[] {0, 1}));

        int longOne = ints(shard, "label")[0] == 0 ? 0 : 1;
        float[] features = floats(shard, "features");
        int[] mask = ints(shard, "features.mask");
        assertThat(slice(features, longOne, 6)).containsExactly(1, 2, 3, 4, 5, 6);
        assertThat(slice(features, 1 - longOne, 6)).containsExactly(7, 8, 0, 0, 0, 0);
        assertThat(new int[] {mask[3 * longOne], mask[3 * longOne + 2]}).containsExactly(1, 1);
        assertThat(new int[] {mask[3 - 3 * longOne], mask[4 - 3 * longOne], mask[5 - 3 * longOne]})
                .containsExactly(1, 0, 0);
    }

    @Test
    void stepLabelsArePaddedAndMasked() throws IOException {
        Shard shard = one(Datasets.sequences(new float[][][] {{{1}, {2}}, {{3}}}, new int[][] {{1, 2}, {2}}));

        int longOne = floats(shard, "features")[0] == 1 ? 0 : 1;
        int[] labels = ints(shard, "label");
        int[] mask = ints(shard, "label.mask");
        assertThat(new int[] {labels[2 * longOne], labels[2 * longOne + 1]}).containsExactly(1, 2);
        assertThat(new int[] {labels[2 - 2 * longOne], labels[3 - 2 * longOne]}).containsExactly(2, 0);
        assertThat(new int[] {mask[2 - 2 * longOne], mask[3 - 2 * longOne]}).containsExactly(1, 0);
        assertThat(shard.schema().tensor("label").classes()).isEqualTo(3);
    }

    @Test
    void sequencesOfOneLengthHaveNoMask() throws IOException {
        Shard shard = one(Datasets.sequences(new float[2][3][2], new int[2][3]));

        assertThat(shard.schema().tensors()).hasSize(2);
        assertThat(shard.schema().tensor("features").shape()).isEqualTo(Shape.of(3, 2));
    }

    private static Shard one(ArrayBuilder builder) throws IOException {
        Dataset dataset = builder.split(1, 0).shards(1).load();
        assertThat(dataset.shards(Split.TRAINING)).hasSize(1);
        return training(dataset);
    }

    private static float[] slice(float[] values, int example, int elements) {
        return Arrays.copyOfRange(values, example * elements, (example + 1) * elements);
    }

    @Test
    void rejectsNoExamples() {
        assertThatThrownBy(() -> Datasets.arrays(new float[0][1], new int[0]).load())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("the arrays hold no examples");
    }

    @Test
    void rejectsArraysOfDifferentLength() {
        assertThatThrownBy(() -> Datasets.arrays(new float[3][1], new int[2]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("features of 3 examples and labels of 2; give both for every example");
    }

    @Test
    void rejectsRaggedVectors() {
        assertThatThrownBy(() -> one(Datasets.arrays(new float[][] {{1, 2}, {3}}, new int[2])))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("features of example 1 have 1 numbers, those of example 0 have 2");
    }

    @Test
    void rejectsNotANumber() {
        assertThatThrownBy(() -> one(Datasets.arrays(new float[][] {{1, 2}, {3, Float.NaN}}, new int[2])))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("features of example 1 have NaN at 1");
    }

    @Test
    void rejectsClassesOutOfRange() {
        assertThatThrownBy(() ->
                        one(Datasets.arrays(new float[2][1], new int[] {0, 3}).classes(3)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("class index 3 of example 1 is outside 0..2");
        assertThatThrownBy(() -> Datasets.arrays(new float[2][1], new int[] {0, -1}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("class index -1 of example 1 is negative");
    }

    @Test
    void rejectsLabelsThatDoNotFollowTheSteps() {
        assertThatThrownBy(() -> one(Datasets.sequences(new float[1][3][1], new int[1][2])))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("sequence 0 has 3 steps and 2 labels");
    }

    @Test
    void rejectsSequencesWithoutSteps() {
        assertThatThrownBy(() -> one(Datasets.sequences(new float[][][] {{{1}}, {}}, new int[2])))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("sequence 1 has no steps");
    }

    @Test
    void rejectsImagesOfAnotherSize() {
        assertThatThrownBy(
                        () -> one(Datasets.arrays(new float[1][10], new int[1]).image(3, 3, 1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("vectors of 10 features are no images of shape [1, 3, 3] (9)");
    }
}
