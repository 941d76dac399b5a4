package org.jerboa.transfer.explain;

import java.util.Arrays;
import java.util.function.IntUnaryOperator;

/**
 * Where, along one axis of a layer's map, a patch can have changed something: for each position of the patch along that axis a window,
 * all of one size, so that the windows of many positions are one batch. Immutable.
 *
 * <p>The formulas are those of Nakandala, Kumar and Papakonstantinou, "Query Optimization for Faster Deep CNN Explanations" (SIGMOD
 * Record 49(1), 2020), with dilation added. A window that would reach past the map's end is moved back instead of cut: it then holds
 * numbers that have not changed, computed once more.
 */
final class Span {

    private final int size;
    private final int[] starts;

    private Span(int size, int[] starts) {
        this.size = size;
        this.starts = starts;
    }

    /** A patch at 0, at the stride, at twice the stride, as far as it lies within the image. */
    static Span ofPatches(int image, int patch, int stride) {
        int[] starts = new int[(image - patch) / stride + 1];
        Arrays.setAll(starts, i -> i * stride);
        return new Span(patch, starts);
    }

    int size() {
        return size;
    }

    /** Positions of the patch along this axis. */
    int positions() {
        return starts.length;
    }

    /** First index of a position's window; negative, or too large by up to a kernel, in what a padded layer reads. */
    int start(int position) {
        return starts[position];
    }

    /** What changes behind a sliding kernel. */
    Span through(Slide slide, int outputs) {
        int after = Math.min(ceilDiv(size + slide.kernel() - 1, slide.stride()), outputs);
        return map(
                after,
                start -> clamp(ceilDiv(start + slide.before() - slide.kernel() + 1, slide.stride()), outputs - after));
    }

    /** What a sliding kernel reads to compute this, padding included. */
    Span read(Slide slide) {
        return map(slide.kernel() + (size - 1) * slide.stride(), start -> start * slide.stride() - slide.before());
    }

    /** What changes where two maps of the same size are added or laid on each other: the smallest windows around both. */
    Span joined(Span other, int length) {
        int[] first = new int[starts.length];
        int widest = 0;
        for (int i = 0; i < starts.length; i++) {
            first[i] = Math.min(starts[i], other.starts[i]);
            int end = Math.max(starts[i] + size, other.starts[i] + other.size);
            widest = Math.max(widest, end - first[i]);
        }
        int room = length - widest;
        return new Span(
                widest, Arrays.stream(first).map(start -> clamp(start, room)).toArray());
    }

    Span shifted(int by) {
        return map(size, start -> start + by);
    }

    /** The whole map at every position. */
    Span whole(int length) {
        return map(length, start -> 0);
    }

    private Span map(int newSize, IntUnaryOperator start) {
        return new Span(newSize, Arrays.stream(starts).map(start).toArray());
    }

    private static int ceilDiv(int dividend, int divisor) {
        return -Math.floorDiv(-dividend, divisor);
    }

    private static int clamp(int start, int highest) {
        return Math.max(0, Math.min(start, highest));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Span span && size == span.size && Arrays.equals(starts, span.starts);
    }

    @Override
    public int hashCode() {
        return 31 * size + Arrays.hashCode(starts);
    }

    @Override
    public String toString() {
        return size + " from " + Arrays.toString(starts);
    }
}
