package org.jerboa.tune.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExamplesTest {

    private final TensorSpec features = TensorSpec.features("x", ElementType.FLOAT32, 2);
    private final TensorSpec label = TensorSpec.classes("y", 20);

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 5, 10, 11, Integer.MAX_VALUE})
    void minibatchesAreAllExamplesInOrder(int batchSize) {
        List<Integer> seen = new ArrayList<>();
        List<Integer> sizes = new ArrayList<>();
        for (Examples batch : tenExamples().minibatches(batchSize)) {
            sizes.add(batch.count());
            for (int i = 0; i < batch.count(); i++) {
                seen.add(batch.tensor("y").intAt(i));
            }
        }

        assertThat(seen)
                .containsExactlyElementsOf(IntStream.range(0, 10).boxed().toList());
        assertThat(sizes.subList(0, sizes.size() - 1)).allMatch(size -> size == batchSize);
        assertThat(sizes.get(sizes.size() - 1)).isLessThanOrEqualTo(batchSize);
    }

    @Test
    void slicingCopiesNothing() {
        ByteBuffer bytes = ByteBuffer.allocate(3);
        Examples examples = Examples.of(Tensor.of(TensorSpec.features("x", ElementType.UINT8), bytes, 3));
        Examples slice = examples.slice(2, 3);

        bytes.put(2, (byte) 7);

        assertThat(slice.tensor("x").intAt(0)).isEqualTo(7);
    }

    @Test
    void findsMasks() {
        Tensor sequence = Tensor.ofFloats(TensorSpec.features("s", ElementType.FLOAT32, 2, 1), 1, 0);
        Tensor mask = Tensor.ofInts(sequence.spec().mask(2), 1, 0);
        Examples examples = Examples.of(sequence, mask);

        assertThat(examples.maskOf(sequence)).contains(mask);
        assertThat(examples.features()).containsExactly(sequence);
        assertThat(examples.bytes()).isEqualTo(10);
    }

    @Test
    void checksumDependsOnValuesTensorsAndOrderOnly() {
        Examples examples = tenExamples();
        ByteBuffer direct =
                ByteBuffer.allocateDirect(80).put(examples.tensor("x").raw()).flip();
        Examples offHeap = Examples.of(Tensor.of(features, direct, 10), examples.tensor("y"));

        assertThat(offHeap.checksum()).isEqualTo(examples.checksum());
        assertThat(Examples.of(examples.tensor("y"), examples.tensor("x")).checksum())
                .isNotEqualTo(examples.checksum());
        assertThat(examples.slice(0, 9).checksum()).isNotEqualTo(examples.checksum());
    }

    @Test
    void rejectsTensorsOfDifferentLength() {
        assertThatThrownBy(() -> Examples.of(Tensor.ofFloats(features, 1, 2), Tensor.ofInts(label, 1, 2)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("tensor 'y' has 2 examples, 'x' has 1; give every tensor the same number");
    }

    @Test
    void rejectsEmptyMinibatches() {
        assertThatThrownBy(() -> tenExamples().minibatches(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("batch size (0)");
    }

    private Examples tenExamples() {
        float[] values = new float[20];
        for (int i = 0; i < values.length; i++) {
            values[i] = i;
        }
        return Examples.of(
                Tensor.ofFloats(features, values),
                Tensor.ofInts(label, IntStream.range(0, 10).toArray()));
    }
}
