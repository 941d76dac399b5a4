package org.jerboa.tune.metric;

import java.io.Serializable;
import java.math.BigDecimal;

/**
 * A sum of doubles that carries its own rounding error in a second double, some 106 bits in all. Sums taken shard by
 * shard and then added agree with the sum over the whole set, but for cases where more than half of those bits cancel;
 * plain double sums differ in their last digits whenever the grouping does.
 *
 * <p>The error of each addition is found exactly by Knuth's two-sum (The Art of Computer Programming, volume 2,
 * section 4.2.2, theorem B). Infinities and NaN propagate as in plain addition. Not thread-safe.
 */
public final class CompensatedSum implements Serializable {

    private static final long serialVersionUID = 1L;

    private double high;
    private double low;

    /** Adds a value. */
    public void add(double value) {
        double sum = high + value;
        if (!Double.isFinite(sum)) {
            high = sum;
            low = 0;
            return;
        }
        double grown = sum - high;
        low += (high - (sum - grown)) + (value - grown);
        high = sum + low;
        low -= high - sum;
    }

    /** Adds another sum with its carried error. */
    public void add(CompensatedSum other) {
        double rest = other.low;
        add(other.high);
        add(rest);
    }

    /** A sum of its own with the same value. */
    public CompensatedSum copy() {
        CompensatedSum copy = new CompensatedSum();
        copy.high = high;
        copy.low = low;
        return copy;
    }

    /** The sum, rounded to a double. */
    public double value() {
        return high;
    }

    /** The sum with its carried error, unrounded. The value must be finite. */
    BigDecimal unrounded() {
        return new BigDecimal(high).add(new BigDecimal(low));
    }

    @Override
    public String toString() {
        return Double.toString(high);
    }
}
