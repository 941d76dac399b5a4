package org.jerboa.tune.data;

import java.nio.ByteBuffer;
import java.nio.FloatBuffer;

/**
 * Widens and scales stored elements into floats: the only arithmetic between a shard and a minibatch. Bytes under one
 * scaling for all go through a table of 256 values, single-precision numbers without scaling through a bulk copy.
 *
 * <p>Elements pass through small arrays and bulk transfers: a buffer may be on the heap, off it or mapped, and a program
 * that has met all of them would otherwise pay for a virtual call at each element.
 */
final class FloatCopy {

    private static final int CHUNK = 4096;

    private final Tensor tensor;
    private final ByteBuffer source;
    private final Scaling scaling;
    private final int elements;

    private FloatCopy(Tensor tensor) {
        this.tensor = tensor;
        this.source = tensor.buffer();
        this.scaling = tensor.spec().scaling();
        this.elements = tensor.spec().elements();
    }

    /**
     * @param first in elements from the tensor's start, as {@code count} is
     */
    static void copy(Tensor tensor, int first, int count, FloatBuffer destination) {
        new FloatCopy(tensor).copy(first, count, destination);
    }

    private void copy(int first, int count, FloatBuffer destination) {
        if (tensor.spec().type() == ElementType.FLOAT32 && scaling.isIdentity()) {
            destination.put(source.asFloatBuffer().slice(first, count));
            return;
        }
        float[] chunk = new float[Math.min(CHUNK, count)];
        for (int done = 0; done < count; done += chunk.length) {
            int length = Math.min(chunk.length, count - done);
            switch (tensor.spec().type()) {
                case UINT8 -> bytes(first + done, chunk, length);
                case INT32 -> integers(first + done, chunk, length);
                case FLOAT32 -> floats(first + done, chunk, length);
                case FLOAT16 -> halves(first + done, chunk, length);
            }
            destination.put(chunk, 0, length);
        }
    }

    private void bytes(int first, float[] chunk, int length) {
        byte[] stored = new byte[length];
        source.get(first, stored);
        float[] table = tensor.table();
        if (table != null) {
            for (int i = 0; i < length; i++) {
                chunk[i] = table[stored[i] & 255];
            }
            return;
        }
        int element = first % elements;
        for (int i = 0; i < length; i++) {
            chunk[i] = scaling.apply(stored[i] & 255, element);
            element = element + 1 == elements ? 0 : element + 1;
        }
    }

    private void integers(int first, float[] chunk, int length) {
        int element = first % elements;
        for (int i = 0; i < length; i++) {
            chunk[i] = scaling.apply(source.getInt((first + i) * Integer.BYTES), element);
            element = element + 1 == elements ? 0 : element + 1;
        }
    }

    private void floats(int first, float[] chunk, int length) {
        source.asFloatBuffer().get(first, chunk, 0, length);
        scale(first, chunk, length);
    }

    private void halves(int first, float[] chunk, int length) {
        short[] stored = new short[length];
        source.asShortBuffer().get(first, stored);
        for (int i = 0; i < length; i++) {
            chunk[i] = Float16.toFloat(stored[i]);
        }
        if (!scaling.isIdentity()) {
            scale(first, chunk, length);
        }
    }

    private void scale(int first, float[] chunk, int length) {
        int element = first % elements;
        for (int i = 0; i < length; i++) {
            chunk[i] = scaling.apply(chunk[i], element);
            element = element + 1 == elements ? 0 : element + 1;
        }
    }
}
