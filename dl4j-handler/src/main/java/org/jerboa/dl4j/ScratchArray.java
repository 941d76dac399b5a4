package org.jerboa.dl4j;

import java.nio.FloatBuffer;
import org.bytedeco.javacpp.FloatPointer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.concurrency.AffinityManager;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * A dense array of single precision off the heap, written through a buffer and freed at once.
 *
 * <p>{@code INDArray.close()} only marks an array as closed; its memory goes when the garbage collector finds it. With a
 * minibatch's arrays for every unit that would add up, so on the CPU the memory is allocated here and lent to the array.
 */
final class ScratchArray implements AutoCloseable {

    private final FloatPointer memory;
    private final boolean owned;
    private final INDArray array;
    private final FloatBuffer numbers;

    /** @param shape at most 2 GiB of numbers */
    ScratchArray(long... shape) {
        long length = 1;
        long[] strides = new long[shape.length];
        for (int i = shape.length - 1; i >= 0; i--) {
            strides[i] = length;
            length *= shape[i];
        }
        owned = NativeRuntime.isCpu();
        if (owned) {
            memory = new FloatPointer(length);
            array = Nd4j.create(Nd4j.createBuffer(memory, length, DataType.FLOAT), shape, strides, 0, 'c');
        } else {
            array = Nd4j.create(DataType.FLOAT, shape, 'c');
            memory = new FloatPointer(array.data().pointer()).capacity(length);
        }
        numbers = memory.asBuffer();
    }

    /** The numbers in row-major order, from the first one. */
    FloatBuffer numbers() {
        Nd4j.getAffinityManager().ensureLocation(array, AffinityManager.Location.HOST);
        return numbers.clear();
    }

    /** The first slices along the first dimension, as they were written last. */
    INDArray slices(long count) {
        Nd4j.getAffinityManager().tagLocation(array, AffinityManager.Location.HOST);
        return count == array.size(0) ? array : array.get(NDArrayIndex.interval(0, count));
    }

    @Override
    public void close() {
        if (owned) {
            memory.deallocate();
        } else {
            array.close();
        }
    }
}
