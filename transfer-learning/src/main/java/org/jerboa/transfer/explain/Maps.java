package org.jerboa.transfer.explain;

import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.concurrency.AffinityManager;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.shape.Shape;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The maps of one or more examples as a dense block of memory, of which rectangles are copied. Row by row and byte by byte: a view and an
 * assignment for each window would take longer than computing it.
 */
final class Maps {

    private final INDArray array;
    private final MapShape shape;
    private final ByteBuffer bytes;
    private final int pixelBytes;

    private Maps(INDArray array, MapShape shape) {
        this.array = array;
        this.shape = shape;
        Nd4j.getAffinityManager().ensureLocation(array, AffinityManager.Location.HOST);
        this.bytes = array.data().asNio();
        this.pixelBytes = shape.run() * array.dataType().width();
    }

    /** The array itself where it is dense and in row-major order, and a copy of it elsewhere. */
    static Maps of(INDArray array, MapShape shape) {
        boolean dense = array.ordering() == 'c' && array.offset() == 0 && Shape.hasDefaultStridesForShape(array);
        return new Maps(dense ? array : array.dup('c'), shape);
    }

    /**
     * New maps whose numbers are not set yet.
     *
     * @throws IllegalArgumentException if they take more than 2 GiB
     */
    static Maps create(DataType type, long[] dimensions, MapShape shape) {
        long size = dimensions[0] * shape.numbers() * type.width();
        if (size > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("a batch of " + dimensions[0] + " positions takes " + size
                    + " bytes in one layer, more than 2 GiB; make it smaller with Occlusion.batch");
        }
        return new Maps(Nd4j.createUninitialized(type, dimensions, 'c'), shape);
    }

    MapShape shape() {
        return shape;
    }

    DataType type() {
        return array.dataType();
    }

    /** As an array; nothing may be copied into these maps afterwards. */
    INDArray array() {
        Nd4j.getAffinityManager().tagLocation(array, AffinityManager.Location.HOST);
        return array;
    }

    void fill(double number) {
        array.assign(number);
        Nd4j.getAffinityManager().ensureLocation(array, AffinityManager.Location.HOST);
    }

    /**
     * Copies what lies both in a map of another example and in one of this, where both are rectangles of the same larger map.
     *
     * @param top first row of these maps in the larger one
     * @param sourceTop first row of the source there
     */
    void copy(int example, int top, int left, Maps source, int sourceExample, int sourceTop, int sourceLeft) {
        int firstRow = Math.max(top, sourceTop);
        int endRow = Math.min(top + shape.rows(), sourceTop + source.shape.rows());
        int firstColumn = Math.max(left, sourceLeft);
        int columns = Math.min(left + shape.columns(), sourceLeft + source.shape.columns()) - firstColumn;
        if (columns <= 0) {
            return;
        }
        int length = columns * pixelBytes;
        try {
            for (int plane = 0; plane < shape.planes(); plane++) {
                for (int row = firstRow; row < endRow; row++) {
                    int from = source.at(sourceExample, plane, row - sourceTop, firstColumn - sourceLeft);
                    bytes.put(at(example, plane, row - top, firstColumn - left), source.bytes, from, length);
                }
            }
        } finally {
            // The buffers do not keep their memory; the arrays do.
            Reference.reachabilityFence(source.array);
            Reference.reachabilityFence(array);
        }
    }

    private int at(int example, int plane, int row, int column) {
        return (((example * shape.planes() + plane) * shape.rows() + row) * shape.columns() + column) * pixelBytes;
    }
}
