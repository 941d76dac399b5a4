package org.jerboa.tune.space;

import java.io.Serializable;

/**
 * Divides the unit interval among the equidistant values {@code low, low + step, ..., low + (count - 1) step}.
 *
 * <p>Linear: equal widths. Log: a value owns what lies between half a step below it and half a step above it, measured
 * by logarithm, so that a log-uniform draw rounds to it as often as it should. When half a step reaches below {@code low
 * / 2} (a step larger than the low bound) the first cell starts at {@code low / 2} instead, since zero has no logarithm.
 *
 * <p>All logarithms are StrictMath's: a coordinate must mean the same value on the machine where a study is resumed.
 */
record Cells(long count, double low, double step, boolean log) implements Serializable {

    /**
     * The most values one parameter may have. On a log scale the narrowest cell is about 1 / (count ln count) wide; at
     * 2^40 that is still hundreds of times the rounding error of a coordinate.
     */
    static final long MAX_COUNT = 1L << 40;

    static Cells ofChoices(int count) {
        return new Cells(count, 0, 1, false);
    }

    /** The value whose cell contains the coordinate; coordinates outside [0, 1] count as the nearer end. */
    long index(double unit) {
        if (unit <= 0) {
            return 0;
        }
        if (unit >= 1) {
            return count - 1;
        }
        long index = Math.max(0, Math.min(count - 1, guess(unit)));
        // The guess is off by a cell or so where rounding meets an edge; the edges decide.
        while (index > 0 && edge(index) > unit) {
            index--;
        }
        while (index < count - 1 && edge(index + 1) <= unit) {
            index++;
        }
        return index;
    }

    /** The coordinate of a value: its own place on the scale, which always lies inside its cell. */
    double position(long index) {
        return log ? StrictMath.log1p((half() + index * step) / origin()) / logSpan() : (index + 0.5) / count;
    }

    Cell cell(long index) {
        return new Cell(edge(index), edge(index + 1));
    }

    /** {@code min(count, points)} different values, evenly spread on the scale, both ends included; the middle for 1. */
    long[] spread(int points) {
        int size = (int) Math.min(count, points);
        long[] indices = new long[size];
        for (int i = 0; i < size; i++) {
            double fraction = size == 1 ? 0.5 : i / (double) (size - 1);
            long nearest = Math.round(offset(fraction));
            long lowest = i == 0 ? 0 : indices[i - 1] + 1;
            indices[i] = Math.max(lowest, Math.min(nearest, count - size + i));
        }
        return indices;
    }

    /** How many steps above the low bound a fraction of the way to the high bound is. */
    private double offset(double fraction) {
        double last = count - 1;
        return log ? low / step * StrictMath.expm1(fraction * StrictMath.log1p(last * step / low)) : fraction * last;
    }

    private double edge(long index) {
        if (index <= 0) {
            return 0;
        }
        if (index >= count) {
            return 1;
        }
        return log ? StrictMath.log1p(edgeOffset(index) / origin()) / logSpan() : index / (double) count;
    }

    private long guess(double unit) {
        if (!log) {
            return (long) (unit * count);
        }
        double aboveOrigin = origin() * StrictMath.expm1(unit * logSpan());
        return (long) Math.floor((aboveOrigin - half()) / step + 0.5);
    }

    private double half() {
        return Math.min(step, low) / 2;
    }

    private double origin() {
        return low - half();
    }

    private double edgeOffset(long index) {
        return half() + (index - 0.5) * step;
    }

    private double logSpan() {
        return StrictMath.log1p(edgeOffset(count) / origin());
    }
}
