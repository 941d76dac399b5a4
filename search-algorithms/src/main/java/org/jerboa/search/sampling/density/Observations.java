package org.jerboa.search.sampling.density;

import java.util.Arrays;

/** Where trials lie along some axes, in arrays that grow with them. They are numbered as they are added. */
final class Observations {

    private static final int FIRST_CAPACITY = 64;

    private final Axis[] axes;
    private final double[][] at;
    private final int[][] cells;
    private int size;

    Observations(Axis[] axes) {
        this.axes = axes;
        this.at = new double[axes.length][FIRST_CAPACITY];
        this.cells = new int[axes.length][FIRST_CAPACITY];
    }

    /** @param point coordinates along all axes of the space */
    int add(double[] point) {
        for (int axis = 0; axis < axes.length; axis++) {
            if (size == at[axis].length) {
                at[axis] = Arrays.copyOf(at[axis], 2 * size);
                cells[axis] = Arrays.copyOf(cells[axis], 2 * size);
            }
            double coordinate = point[axes[axis].index()];
            at[axis][size] = coordinate;
            cells[axis][size] = axes[axis].cellOf(coordinate);
        }
        return size++;
    }

    int size() {
        return size;
    }

    double at(int axis, int observation) {
        return at[axis][observation];
    }

    int cell(int axis, int observation) {
        return cells[axis][observation];
    }

    /**
     * Mean square distance along the axes.
     *
     * @param mismatch what different choices count
     */
    double squaredDistance(int one, int other, double mismatch) {
        double sum = 0;
        for (int axis = 0; axis < axes.length; axis++) {
            if (axes[axis].isCategorical()) {
                sum += cells[axis][one] == cells[axis][other] ? 0 : mismatch;
            } else {
                double difference = at[axis][one] - at[axis][other];
                sum += difference * difference;
            }
        }
        return sum / axes.length;
    }
}
