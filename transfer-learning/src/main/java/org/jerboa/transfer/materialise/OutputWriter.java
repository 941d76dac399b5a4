package org.jerboa.transfer.materialise;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import org.jerboa.tune.data.ElementType;
import org.jerboa.tune.data.Float16;
import org.jerboa.tune.data.TensorSpec;

/** Puts outputs of a layer into their place one after another, in the type and scale of their tensor. Not thread-safe. */
final class OutputWriter {

    private static final int MOST = 255;

    private final TensorSpec spec;
    private final ByteBuffer place;

    /** @param place of all that will be put */
    OutputWriter(TensorSpec spec, ByteBuffer place) {
        this.spec = spec;
        this.place = place.duplicate().order(ByteOrder.LITTLE_ENDIAN);
    }

    /**
     * Puts all that remains of these numbers.
     *
     * @throws IllegalArgumentException if a number has no place in the tensor's type: one too large for FLOAT16, NaN for UINT8
     */
    void put(FloatBuffer numbers) {
        switch (spec.type()) {
            case FLOAT32 -> {
                int bytes = numbers.remaining() * Float.BYTES;
                place.asFloatBuffer().put(numbers);
                place.position(place.position() + bytes);
            }
            case FLOAT16 -> {
                while (numbers.hasRemaining()) {
                    place.putShort(half(numbers.get()));
                }
            }
            case UINT8 -> {
                while (numbers.hasRemaining()) {
                    place.put((byte) code(numbers.get()));
                }
            }
            case INT32 -> throw new IllegalStateException("outputs of layers are no integers: " + spec);
        }
    }

    private short half(float number) {
        short half = Float16.fromFloat(number);
        if (Float.isInfinite(Float16.toFloat(half))) {
            throw refused(number);
        }
        return half;
    }

    /** The nearest of the 256 numbers that the scaling makes of bytes; the first or the last for those outside. */
    private int code(float number) {
        if (Float.isNaN(number)) {
            throw refused(number);
        }
        double step = spec.scaling().scale(0);
        double steps = step > 0 ? (number - spec.scaling().shift(0)) / step : 0;
        return (int) Math.max(0, Math.min(MOST, Math.rint(steps)));
    }

    private IllegalArgumentException refused(float number) {
        return new IllegalArgumentException("layer '" + spec.name() + "' has an output of " + number
                + ", which cannot be stored as " + spec.type() + "; store as " + ElementType.FLOAT32);
    }
}
