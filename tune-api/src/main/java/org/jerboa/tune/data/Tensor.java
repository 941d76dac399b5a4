package org.jerboa.tune.data;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Objects;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * A column of examples: {@code [examples][shape...]} in row-major order, in one little-endian buffer on the heap, off
 * it, or mapped from a file.
 *
 * <p>Immutable as long as nobody writes to the buffer or array it was made from; nothing is copied. Safe to read from
 * several threads. A slice shares the buffer and keeps it reachable.
 */
public final class Tensor {

    private final TensorSpec spec;
    private final ByteBuffer buffer;
    private final int examples;
    private final int elements;
    /** Every byte's scaled value, where that saves arithmetic; shared by slices. */
    private final float @Nullable [] table;

    private Tensor(TensorSpec spec, ByteBuffer buffer, int examples, float @Nullable [] table) {
        this.spec = spec;
        this.buffer = buffer;
        this.examples = examples;
        this.elements = spec.elements();
        this.table = table;
    }

    /**
     * Wraps the bytes between the buffer's position and limit, read as little-endian whatever the buffer's own order.
     *
     * @throws IllegalArgumentException where the number of bytes is not that of {@code examples} examples
     */
    public static Tensor of(TensorSpec spec, ByteBuffer bytes, int examples) {
        long expected = examples * spec.bytesPerExample();
        if (examples < 0 || bytes.remaining() != expected) {
            throw new IllegalArgumentException(
                    "tensor '" + spec.name() + "': " + bytes.remaining() + " bytes for " + examples
                            + " examples of shape " + spec.shape() + " and type " + spec.type() + "; give " + expected);
        }
        ByteBuffer view = bytes.slice().asReadOnlyBuffer().order(ByteOrder.LITTLE_ENDIAN);
        boolean tabulated = spec.type() == ElementType.UINT8 && spec.scaling().isUniform();
        return new Tensor(spec, view, examples, tabulated ? spec.scaling().tabulate(256, i -> i) : null);
    }

    /**
     * Copies floating-point values, {@code [examples * elements]}, into a tensor of type FLOAT32, or rounds them into one of type FLOAT16.
     */
    public static Tensor ofFloats(TensorSpec spec, float... values) {
        if (spec.type() == ElementType.FLOAT16) {
            ByteBuffer halves = allocate(values.length, Short.BYTES);
            for (int i = 0; i < values.length; i++) {
                halves.putShort(i * Short.BYTES, Float16.fromFloat(values[i]));
            }
            return of(spec, halves, countOf(spec, values.length));
        }
        requireType(spec, ElementType.FLOAT32);
        ByteBuffer bytes = allocate(values.length, Float.BYTES);
        bytes.asFloatBuffer().put(values);
        return of(spec, bytes, countOf(spec, values.length));
    }

    /** Copies integers, {@code [examples * elements]}, into a tensor of type INT32 or UINT8. */
    public static Tensor ofInts(TensorSpec spec, int... values) {
        if (spec.type() == ElementType.INT32) {
            ByteBuffer bytes = allocate(values.length, Integer.BYTES);
            bytes.asIntBuffer().put(values);
            return of(spec, bytes, countOf(spec, values.length));
        }
        requireType(spec, ElementType.UINT8);
        ByteBuffer bytes = allocate(values.length, 1);
        for (int i = 0; i < values.length; i++) {
            if ((values[i] & ~255) != 0) {
                throw new IllegalArgumentException("tensor '" + spec.name() + "': value " + values[i] + " at " + i
                        + " does not fit UINT8 (0..255); use INT32");
            }
            bytes.put(i, (byte) values[i]);
        }
        return of(spec, bytes, countOf(spec, values.length));
    }

    private static void requireType(TensorSpec spec, ElementType type) {
        if (spec.type() != type) {
            throw new IllegalArgumentException(
                    "tensor '" + spec.name() + "' is of type " + spec.type() + ", not " + type + "; correct its spec");
        }
    }

    private static ByteBuffer allocate(int values, int bytesEach) {
        return ByteBuffer.allocate(Math.multiplyExact(values, bytesEach)).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static int countOf(TensorSpec spec, int values) {
        if (values % spec.elements() != 0) {
            throw new IllegalArgumentException("tensor '" + spec.name() + "': " + values
                    + " values are no whole number of examples of shape " + spec.shape());
        }
        return values / spec.elements();
    }

    public TensorSpec spec() {
        return spec;
    }

    /** Number of examples. */
    public int examples() {
        return examples;
    }

    /** Bytes of all examples. */
    public long bytes() {
        return buffer.remaining();
    }

    /** The examples {@code from} (inclusive) to {@code to} (exclusive), without copying. */
    public Tensor slice(int from, int to) {
        Objects.checkFromToIndex(from, to, examples);
        int stride = (int) spec.bytesPerExample();
        ByteBuffer part = buffer.slice(from * stride, (to - from) * stride).order(ByteOrder.LITTLE_ENDIAN);
        return new Tensor(spec, part, to - from, table);
    }

    /** The stored bytes, unscaled: a read-only little-endian view with its own position and limit. */
    public ByteBuffer raw() {
        return buffer.duplicate().order(ByteOrder.LITTLE_ENDIAN);
    }

    /** The CRC-32C of the stored bytes: 32 bits, unsigned. */
    public long checksum() {
        CRC32C crc = new CRC32C();
        crc.update(raw());
        return crc.getValue();
    }

    /**
     * Copies the scaled values of the examples {@code from} to {@code to} (exclusive); bytes count as unsigned.
     *
     * @param destination receives {@code (to - from) * elements} values from {@code offset} on
     */
    public void copyFloats(int from, int to, float[] destination, int offset) {
        Objects.checkFromToIndex(from, to, examples);
        int count = (to - from) * elements;
        Objects.checkFromIndexSize(offset, count, destination.length);
        copyFloats(from, to, FloatBuffer.wrap(destination, offset, count));
    }

    /** As {@link #copyFloats(int, int, float[], int)}, at the destination's position, which is advanced. */
    public void copyFloats(int from, int to, FloatBuffer destination) {
        Objects.checkFromToIndex(from, to, examples);
        FloatCopy.copy(this, from * elements, (to - from) * elements, destination);
    }

    ByteBuffer buffer() {
        return buffer;
    }

    float @Nullable [] table() {
        return table;
    }

    /** The stored value of a tensor with one integer an example, such as a class index. */
    public int intAt(int example) {
        return intAt(example, 0);
    }

    /**
     * One stored integer, unscaled.
     *
     * @param element its row-major place within the example
     */
    public int intAt(int example, int element) {
        Objects.checkIndex(example, examples);
        Objects.checkIndex(element, elements);
        return integer(example * elements + element);
    }

    /** Copies stored integers, unscaled, as {@link #copyFloats(int, int, float[], int)} copies numbers. */
    public void copyInts(int from, int to, int[] destination, int offset) {
        Objects.checkFromToIndex(from, to, examples);
        int first = from * elements;
        int count = (to - from) * elements;
        Objects.checkFromIndexSize(offset, count, destination.length);
        for (int i = 0; i < count; i++) {
            destination[offset + i] = integer(first + i);
        }
    }

    private int integer(int index) {
        return switch (spec.type()) {
            case UINT8 -> buffer.get(index) & 255;
            case INT32 -> buffer.getInt(index * Integer.BYTES);
            case FLOAT32, FLOAT16 ->
                throw new IllegalStateException(
                        "tensor '" + spec.name() + "' holds " + spec.type() + ", not integers; use copyFloats");
        };
    }

    @Override
    public String toString() {
        return spec.name() + " " + examples + "x" + spec.shape() + " " + spec.type();
    }
}
