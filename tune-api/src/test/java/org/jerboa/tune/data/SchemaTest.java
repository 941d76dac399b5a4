package org.jerboa.tune.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SchemaTest {

    private static final List<ElementType> TYPES = List.of(ElementType.values());

    private final TensorSpec words = TensorSpec.features("words", ElementType.INT32, 20);
    private final TensorSpec image = TensorSpec.features("image", ElementType.UINT8, 1, 8, 8);
    private final TensorSpec label = TensorSpec.classes("label", 3);

    @Test
    void findsTensorsByNameAndRole() {
        Schema schema = Schema.of(words, image, words.mask(20), label);

        assertThat(schema.tensor("image")).isEqualTo(image);
        assertThat(schema.indexOf("label")).isEqualTo(3);
        assertThat(schema.features()).containsExactly(words, image);
        assertThat(schema.labels()).containsExactly(label);
        assertThat(schema.maskOf(words)).contains(words.mask(20));
        assertThat(schema.maskOf(image)).isEmpty();
        assertThat(schema.bytesPerExample()).isEqualTo(20 * 4 + 64 + 20 + 1);
    }

    @Test
    void namesTheTensorsThereAreWhenOneIsNotThere() {
        assertThatThrownBy(() -> Schema.of(image, label).tensor("imgae"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("no tensor is named 'imgae'; there are [image, label]");
    }

    @Test
    void rejectsTwoTensorsOfOneName() {
        assertThatThrownBy(() -> Schema.of(image, image))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("two tensors are named 'image'");
    }

    @Test
    void rejectsLabelsWithoutFeatures() {
        assertThatThrownBy(() -> Schema.of(label))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("needs a tensor of features");
    }

    @Test
    void rejectsMasksOfNothing() {
        assertThatThrownBy(() -> Schema.of(image, words.mask(20)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("mask 'words.mask' belongs to no tensor of FEATURES");
    }

    @Test
    void rejectsMasksOfAnotherLength() {
        assertThatThrownBy(() -> Schema.of(words, words.mask(19)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("mask 'words.mask' of shape [19] does not fit tensor 'words' of shape [20]");
    }

    @Test
    void aMaskMayBePerExample() {
        assertThat(Schema.of(words, words.mask()).maskOf(words)).isPresent();
    }

    @Test
    void textIsReadBackExactly() {
        for (long seed = 0; seed < 200; seed++) {
            Schema schema = random(new Random(seed));

            assertThat(Schema.parse(schema.toText())).as("seed %d", seed).isEqualTo(schema);
        }
    }

    @Test
    void rejectsTextWithMissingFields() {
        assertThatThrownBy(() -> Schema.parse("x FEATURES UINT8"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("has 3 fields, not 7");
    }

    private static Schema random(Random random) {
        List<TensorSpec> tensors = new ArrayList<>();
        int features = 1 + random.nextInt(3);
        for (int i = 0; i < features; i++) {
            int[] shape = random.ints(random.nextInt(4), 1, 5).toArray();
            TensorSpec tensor = TensorSpec.features(
                    "x" + i + " ,-%\u00e9\n:" + (char) (33 + random.nextInt(90)),
                    TYPES.get(random.nextInt(TYPES.size())),
                    shape);
            tensors.add(tensor.withScaling(random(random, tensor.elements())));
        }
        List<String> names = List.of("-", "", "a b,c");
        TensorSpec label = TensorSpec.classes("y", 3);
        tensors.add(random.nextBoolean() ? label.withClassNames(names) : label);
        return new Schema(tensors);
    }

    private static Scaling random(Random random, int elements) {
        return switch (random.nextInt(3)) {
            case 0 -> Scaling.identity();
            case 1 -> Scaling.of(random.nextGaussian(), random.nextGaussian() * 1e-300);
            default ->
                Scaling.perElement(
                        random.doubles(elements, -1e300, 1e300).toArray(),
                        random.doubles(elements).toArray());
        };
    }
}
