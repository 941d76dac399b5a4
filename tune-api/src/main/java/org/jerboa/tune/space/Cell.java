package org.jerboa.tune.space;

/**
 * The part of the unit interval that decodes to one value of a parameter.
 *
 * <p>The cells of a parameter with countable values tile [0, 1] in the order of the values: equal widths on a linear
 * scale, and widths measured between ln(v - step/2) and ln(v + step/2) on a log scale. A model over the unit cube gets
 * the probability of such a value by integrating its density over the cell. A continuous value has no width.
 *
 * @param low the lower edge, inclusive
 * @param high the upper edge; exclusive unless it is 1
 */
public record Cell(double low, double high) {

    /** {@code high - low}; 0 for a value of a continuous parameter. */
    public double width() {
        return high - low;
    }
}
