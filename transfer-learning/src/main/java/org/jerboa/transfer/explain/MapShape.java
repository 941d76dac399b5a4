package org.jerboa.transfer.explain;

import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Size of the maps that a layer puts out, and how they lie in memory in row-major order: {@code planes} maps of {@code rows} by {@code
 * columns} pixels of {@code run} numbers. Channels are planes where they come first, and the numbers of a pixel where they come last.
 */
record MapShape(int planes, int rows, int columns, int run) {

    /** @param array {@code [examples][channels][rows][columns]} or {@code [examples][rows][columns][channels]} */
    static MapShape of(INDArray array, CNN2DFormat format) {
        return format == CNN2DFormat.NCHW
                ? new MapShape((int) array.size(1), (int) array.size(2), (int) array.size(3), 1)
                : new MapShape(1, (int) array.size(1), (int) array.size(2), (int) array.size(3));
    }

    boolean isSizedAs(MapShape other) {
        return rows == other.rows && columns == other.columns;
    }

    int channels() {
        return planes * run;
    }

    MapShape sized(int newRows, int newColumns) {
        return new MapShape(planes, newRows, newColumns, run);
    }

    MapShape sized(Window window) {
        return sized(window.rows().size(), window.columns().size());
    }

    /** Numbers of one example. */
    long numbers() {
        return (long) planes * rows * columns * run;
    }

    /** Shape of an array of so many examples. */
    long[] array(int examples, CNN2DFormat format) {
        return format == CNN2DFormat.NCHW
                ? new long[] {examples, planes, rows, columns}
                : new long[] {examples, rows, columns, run};
    }
}
