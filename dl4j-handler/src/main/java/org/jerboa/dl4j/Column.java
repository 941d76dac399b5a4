package org.jerboa.dl4j;

import java.nio.FloatBuffer;
import java.util.Arrays;
import org.jerboa.tune.data.Tensor;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * One tensor of a shard as arrays of a network's layout: an off-heap array for one minibatch, written anew for each. It
 * is freed by {@link #close}.
 */
final class Column implements AutoCloseable {

    private static final long MAX_BYTES = Integer.MAX_VALUE - 8L;

    private final Tensor tensor;
    private final TensorPlan plan;
    private final boolean mask;
    private final ScratchArray array;
    private final float[] stored;
    private final float[] arranged;
    private final int[] indices;

    /** @param capacity examples of the largest minibatch */
    Column(Tensor tensor, TensorPlan plan, int capacity) {
        this.tensor = tensor;
        this.plan = plan;
        this.mask = tensor.spec().role().isMask();
        long length = capacity * plan.width();
        if (length * Float.BYTES > MAX_BYTES) {
            throw new IllegalArgumentException("tensor '" + tensor.spec().name() + "': a minibatch of " + capacity
                    + " examples of " + plan.width() + " numbers exceeds 2 GiB; lower the batch size");
        }
        long[] shape = new long[plan.shape().length + 1];
        shape[0] = capacity;
        System.arraycopy(plan.shape(), 0, shape, 1, plan.shape().length);
        this.array = new ScratchArray(shape);
        boolean arranging = mask || !plan.isCopy();
        this.stored = new float[arranging && plan.oneHot() == 0 ? plan.elements() : 0];
        this.arranged = new float[arranging ? (int) plan.width() : 0];
        this.indices = new int[plan.oneHot() > 0 ? plan.elements() : 0];
    }

    /** The examples {@code from} to {@code to} (exclusive); valid until the next call. */
    INDArray load(int from, int to) {
        FloatBuffer numbers = array.numbers();
        if (!mask && plan.isCopy()) {
            tensor.copyFloats(from, to, numbers);
        } else {
            for (int example = from; example < to; example++) {
                arrange(example);
                numbers.put(arranged);
            }
        }
        return array.slices(to - from);
    }

    private void arrange(int example) {
        if (plan.oneHot() > 0) {
            encode(example);
            return;
        }
        tensor.copyFloats(example, example + 1, stored, 0);
        if (mask) {
            // Any number but zero means that the element counts; the tool would multiply by it.
            for (int i = 0; i < stored.length; i++) {
                arranged[i] = stored[i] == 0 ? 0 : 1;
            }
            return;
        }
        int rows = plan.rows();
        int columns = plan.columns();
        for (int row = 0, at = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                arranged[column * rows + row] = stored[at++];
            }
        }
    }

    private void encode(int example) {
        int classes = plan.oneHot();
        int elements = indices.length;
        tensor.copyInts(example, example + 1, indices, 0);
        Arrays.fill(arranged, 0);
        for (int element = 0; element < elements; element++) {
            int type = indices[element];
            if (type < 0 || type >= classes) {
                throw new IllegalArgumentException(
                        "tensor '" + tensor.spec().name() + "': class " + type + " of example " + example
                                + " is none of 0.." + (classes - 1) + "; correct the data or the number of classes");
            }
            arranged[plan.transposed() ? type * elements + element : element * classes + type] = 1;
        }
    }

    @Override
    public void close() {
        array.close();
    }
}
