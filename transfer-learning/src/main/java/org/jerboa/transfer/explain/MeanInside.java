package org.jerboa.transfer.explain;

import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.jerboa.transfer.explain.Locality.Sliding;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Makes means over a whole kernel, padding included, means over those of its pixels that are within the map. At most the last bit
 * differs from what the layer itself computes there.
 */
final class MeanInside {

    private final Sliding sliding;
    private final MapShape in;
    private final Window window;
    private final CNN2DFormat format;

    /** @param in the pooled maps */
    MeanInside(Sliding sliding, MapShape in, Window window, CNN2DFormat format) {
        this.sliding = sliding;
        this.in = in;
        this.window = window;
        this.format = format;
    }

    /**
     * @param means {@code [positions]...} of the windows' size
     * @param first number of the batch's first position
     */
    INDArray correct(INDArray means, int first) {
        int positions = (int) means.size(0);
        int rows = window.rows().size();
        int columns = window.columns().size();
        double[] factors = new double[positions * rows * columns];
        boolean atBorder = false;
        for (int i = 0; i < positions; i++) {
            for (int row = 0; row < rows; row++) {
                double down = factor(sliding.rows(), window.top(first + i) + row, in.rows());
                for (int column = 0; column < columns; column++) {
                    double factor = down * factor(sliding.columns(), window.left(first + i) + column, in.columns());
                    factors[(i * rows + row) * columns + column] = factor;
                    atBorder |= factor != 1;
                }
            }
        }
        if (!atBorder) {
            return means;
        }
        MapShape one = new MapShape(1, rows, columns, 1);
        return means.mul(Nd4j.createFromArray(factors).castTo(means.dataType()).reshape(one.array(positions, format)));
    }

    private static double factor(Slide slide, int output, int inputs) {
        return (double) slide.taps() / slide.tapsInside(output, inputs);
    }
}
