package org.jerboa.tune.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.ReadOnlyBufferException;
import java.util.List;
import java.util.Random;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;

class TensorTest {

    private static final List<ElementType> TYPES = List.of(ElementType.values());

    /** Every type under every kind of scaling, whole and sliced, on the heap and off it, against plain arithmetic. */
    @Test
    void copiesScaledValuesOfAnySlice() {
        for (long seed = 0; seed < 300; seed++) {
            Random random = new Random(seed);
            // now and then more elements than are copied at once
            int elements = seed % 50 == 0 ? 2000 + random.nextInt(1000) : 1 + random.nextInt(5);
            int examples = 1 + random.nextInt(20);
            TensorSpec spec = TensorSpec.features("x", TYPES.get(random.nextInt(TYPES.size())), elements)
                    .withScaling(scaling(random, elements));
            ByteBuffer bytes = bytes(random, spec, examples);
            int from = random.nextInt(examples);
            int to = from + random.nextInt(examples - from + 1);

            float[] copied = new float[(to - from) * elements + 3];
            Tensor.of(spec, bytes, examples).copyFloats(from, to, copied, 3);
            FloatBuffer fromSlice = FloatBuffer.allocate((to - from) * elements);
            Tensor.of(spec, bytes, examples).slice(from, to).copyFloats(0, to - from, fromSlice);

            for (int i = 0; i < (to - from) * elements; i++) {
                double stored = stored(bytes, spec.type(), from * elements + i);
                float expected = (float) (stored * spec.scaling().scale(i % elements)
                        + spec.scaling().shift(i % elements));
                assertThat(copied[3 + i]).as("seed %d, element %d", seed, i).isEqualTo(expected);
                assertThat(fromSlice.get(i)).as("seed %d, element %d", seed, i).isEqualTo(expected);
            }
            assertThat(fromSlice.hasRemaining()).isFalse();
        }
    }

    private static Scaling scaling(Random random, int elements) {
        return switch (random.nextInt(3)) {
            case 0 -> Scaling.identity();
            case 1 -> Scaling.of(random.nextGaussian(), random.nextGaussian());
            default ->
                Scaling.perElement(
                        random.doubles(elements).toArray(),
                        random.doubles(elements).toArray());
        };
    }

    private static ByteBuffer bytes(Random random, TensorSpec spec, int examples) {
        int size = Math.toIntExact(examples * spec.bytesPerExample());
        ByteBuffer bytes = random.nextBoolean() ? ByteBuffer.allocate(size) : ByteBuffer.allocateDirect(size);
        bytes.order(ByteOrder.LITTLE_ENDIAN);
        while (bytes.hasRemaining()) {
            switch (spec.type()) {
                case UINT8 -> bytes.put((byte) random.nextInt());
                case INT32 -> bytes.putInt(random.nextInt());
                case FLOAT32 -> bytes.putFloat((float) random.nextGaussian());
                case FLOAT16 -> bytes.putShort(Float16.fromFloat((float) random.nextGaussian()));
            }
        }
        return bytes.flip();
    }

    private static double stored(ByteBuffer bytes, ElementType type, int at) {
        return switch (type) {
            case UINT8 -> bytes.get(at) & 255;
            case INT32 -> bytes.getInt(4 * at);
            case FLOAT32 -> bytes.getFloat(4 * at);
            case FLOAT16 -> Float16.toFloat(bytes.getShort(2 * at));
        };
    }

    @Test
    void readsLittleEndianWhateverTheBuffersOrder() {
        ByteBuffer bytes = ByteBuffer.wrap(new byte[] {9, 1, 2, 0, 0})
                .order(ByteOrder.BIG_ENDIAN)
                .position(1);

        Tensor tensor = Tensor.of(TensorSpec.features("x", ElementType.INT32), bytes, 1);

        assertThat(tensor.intAt(0)).isEqualTo(0x201);
        assertThat(bytes.position()).isEqualTo(1);
    }

    @Test
    void bytesAreUnsigned() {
        Tensor tensor = Tensor.ofInts(TensorSpec.features("x", ElementType.UINT8, 2), 0, 127, 128, 255);
        int[] ints = new int[3];

        tensor.copyInts(1, 2, ints, 1);

        assertThat(ints).containsExactly(0, 128, 255);
        assertThat(tensor.intAt(1, 1)).isEqualTo(255);
    }

    @Test
    void slicesShareTheBytes() {
        ByteBuffer bytes = ByteBuffer.allocate(4);
        Tensor slice = Tensor.of(TensorSpec.features("x", ElementType.UINT8), bytes, 4)
                .slice(1, 3)
                .slice(1, 2);

        bytes.put(2, (byte) 42);

        assertThat(slice.intAt(0)).isEqualTo(42);
        assertThat(slice.examples()).isEqualTo(1);
    }

    @Test
    void rawBytesAreReadOnlyAndTheirPositionTheReadersOwn() {
        Tensor tensor = Tensor.ofInts(TensorSpec.features("x", ElementType.UINT8), 1, 2);

        assertThat(tensor.raw().get()).isEqualTo((byte) 1);
        assertThat(tensor.raw().get()).isEqualTo((byte) 1);
        assertThatThrownBy(() -> tensor.raw().put((byte) 3)).isInstanceOf(ReadOnlyBufferException.class);
    }

    @Test
    void checksumIsTheCrc32cOfItsBytes() {
        CRC32C crc = new CRC32C();
        crc.update(new byte[] {2, 3});

        Tensor tensor = Tensor.ofInts(TensorSpec.features("x", ElementType.UINT8), 1, 2, 3)
                .slice(1, 3);

        assertThat(tensor.checksum()).isEqualTo(crc.getValue());
    }

    @Test
    void rejectsBytesOfAnotherSize() {
        TensorSpec spec = TensorSpec.features("x", ElementType.FLOAT32, 2);

        assertThatThrownBy(() -> Tensor.of(spec, ByteBuffer.allocate(15), 2))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("tensor 'x': 15 bytes for 2 examples of shape [2] and type FLOAT32; give 16");
        assertThatThrownBy(() -> Tensor.ofFloats(spec, 1, 2, 3))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("3 values are no whole number of examples");
    }

    @Test
    void rejectsIntegersThatDoNotFitBytes() {
        assertThatThrownBy(() -> Tensor.ofInts(TensorSpec.classes("y", 10), 3, 256))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("value 256 at 1 does not fit UINT8");
    }

    @Test
    void rejectsExamplesBeyondItsEnd() {
        Tensor tensor = Tensor.ofFloats(TensorSpec.features("x", ElementType.FLOAT32), 1, 2);

        assertThatThrownBy(() -> tensor.slice(1, 3)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> tensor.copyFloats(0, 3, new float[3], 0))
                .isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> tensor.copyFloats(0, 2, new float[2], 1))
                .isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void doesNotTakeNumbersForIntegers() {
        Tensor tensor = Tensor.ofFloats(TensorSpec.features("x", ElementType.FLOAT32), 1);

        assertThatThrownBy(() -> tensor.intAt(0))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("holds FLOAT32, not integers");
    }
}
