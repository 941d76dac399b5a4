package org.jerboa.transfer.materialise;

import java.util.HashMap;
import java.util.Map;
import org.jerboa.transfer.graph.LayerGraph;
import org.jerboa.tune.data.Tensor;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Makes arrays of minibatches of stored outputs, the same array for every minibatch of the same size: what is read changes with the
 * next one. Not thread-safe.
 */
public final class OutputReader implements AutoCloseable {

    private final LayerGraph graph;
    private final Map<String, INDArray> arrays = new HashMap<>();

    /** @param graph whose layers' outputs are read */
    public OutputReader(LayerGraph graph) {
        this.graph = graph;
    }

    /**
     * The outputs of a layer for some examples.
     *
     * @param stored outputs of all
     * @param from the first
     * @param to the one behind the last
     * @return {@code [to - from][shape of the layer]}, in row-major order; valid until the layer is read again, or this is closed
     */
    public INDArray read(String layer, Tensor stored, int from, int to) {
        INDArray array = arrays.get(layer);
        if (array == null || array.size(0) != to - from) {
            close(array);
            long[] each = graph.layer(layer).shape();
            long[] shape = new long[each.length + 1];
            shape[0] = (long) to - from;
            System.arraycopy(each, 0, shape, 1, each.length);
            array = Nd4j.createUninitialized(DataType.FLOAT, shape, 'c');
            arrays.put(layer, array);
        }
        stored.copyFloats(from, to, array.data().asNioFloat());
        return array;
    }

    private static void close(@Nullable INDArray array) {
        if (array != null && array.closeable()) {
            array.close();
        }
    }

    @Override
    public void close() {
        arrays.values().forEach(OutputReader::close);
        arrays.clear();
    }
}
