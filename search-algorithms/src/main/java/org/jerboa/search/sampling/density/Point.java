package org.jerboa.search.sampling.density;

import java.util.Arrays;

/** A configuration in the making: a coordinate for each axis of the space, and the cell it lies in. */
final class Point {

    final double[] at;
    final int[] cell;

    /** In the middle of the cube. */
    Point(int axes) {
        at = new double[axes];
        cell = new int[axes];
        Arrays.fill(at, 0.5);
    }

    /** Moves it along an axis, to the value whose cell the coordinate lies in. */
    void set(Axis axis, double coordinate) {
        double inside = Math.max(0, Math.min(1, coordinate));
        setCell(axis, axis.cellOf(inside), inside);
    }

    void setCell(Axis axis, int newCell, double coordinate) {
        cell[axis.index()] = newCell;
        at[axis.index()] = axis.cells() == 0 ? coordinate : axis.position(newCell);
    }

    void copyFrom(Point other) {
        System.arraycopy(other.at, 0, at, 0, at.length);
        System.arraycopy(other.cell, 0, cell, 0, cell.length);
    }
}
