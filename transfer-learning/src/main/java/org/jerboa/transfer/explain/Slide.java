package org.jerboa.transfer.explain;

/**
 * How a kernel moves along one axis of a map. Output {@code o} reads inputs {@code o * stride - before} to {@code o * stride - before +
 * kernel - 1}; those outside the map are padding.
 *
 * @param kernel inputs from the first to the last that are read, whatever dilation leaves out between them
 * @param step inputs from one that is read to the next: the dilation
 * @param before padding in front of the map
 */
record Slide(int kernel, int stride, int step, int before) {

    Slide {
        if (kernel < 1 || stride < 1 || step < 1 || before < 0) {
            throw new IllegalArgumentException("kernel (" + kernel + "), stride (" + stride + ") and dilation (" + step
                    + ") must be at least 1, padding (" + before + ") at least 0");
        }
    }

    static Slide of(int taps, int stride, int dilation, int before) {
        return new Slide((taps - 1) * dilation + 1, stride, dilation, before);
    }

    /** Inputs that an output reads, padding included. */
    int taps() {
        return (kernel - 1) / step + 1;
    }

    /** Inputs that an output reads within a map of so many; none of the padding. */
    int tapsInside(int output, int inputs) {
        int inside = 0;
        for (int at = output * stride - before; at < output * stride - before + kernel; at += step) {
            if (at >= 0 && at < inputs) {
                inside++;
            }
        }
        return inside;
    }
}
