package org.jerboa.tune.data;

import java.nio.ByteBuffer;
import java.nio.FloatBuffer;

/**
 * Widens and scales stored elements into floats: the only arithmetic between a shard and a minibatch, so each type has
 * its own tight loop. Bytes under one scaling for all go through a table of 256 values, single-precision numbers without
 * scaling through a bulk copy.
 */
final class FloatCopy {

    private FloatCopy() {}

    static void copy(Tensor tensor, int first, int count, FloatBuffer destination) {
        TensorSpec spec = tensor.spec();
        switch (spec.type()) {
            case UINT8 -> bytes(tensor, first, count, destination);
            case INT32 -> integers(tensor, first, count, destination);
            case FLOAT32 -> floats(tensor, first, count, destination);
        }
    }

    private static void bytes(Tensor tensor, int first, int count, FloatBuffer destination) {
        ByteBuffer source = tensor.buffer();
        float[] table = tensor.table();
        if (table != null) {
            for (int i = first; i < first + count; i++) {
                destination.put(table[source.get(i) & 255]);
            }
            return;
        }
        Scaling scaling = tensor.spec().scaling();
        int elements = tensor.spec().elements();
        for (int i = 0, element = 0; i < count; i++) {
            destination.put(scaling.apply(source.get(first + i) & 255, element));
            element = element + 1 == elements ? 0 : element + 1;
        }
    }

    private static void integers(Tensor tensor, int first, int count, FloatBuffer destination) {
        ByteBuffer source = tensor.buffer();
        Scaling scaling = tensor.spec().scaling();
        int elements = tensor.spec().elements();
        for (int i = 0, element = 0; i < count; i++) {
            destination.put(scaling.apply(source.getInt((first + i) * Integer.BYTES), element));
            element = element + 1 == elements ? 0 : element + 1;
        }
    }

    private static void floats(Tensor tensor, int first, int count, FloatBuffer destination) {
        FloatBuffer source = tensor.buffer().asFloatBuffer();
        Scaling scaling = tensor.spec().scaling();
        if (scaling.isIdentity()) {
            destination.put(source.slice(first, count));
            return;
        }
        int elements = tensor.spec().elements();
        for (int i = 0, element = 0; i < count; i++) {
            destination.put(scaling.apply(source.get(first + i), element));
            element = element + 1 == elements ? 0 : element + 1;
        }
    }
}
