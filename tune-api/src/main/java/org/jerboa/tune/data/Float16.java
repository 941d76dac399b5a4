package org.jerboa.tune.data;

/**
 * Half-precision numbers, IEEE 754 binary16: a sign, 5 bits of exponent and 10 of fraction. They hold 0 and magnitudes from 6e-8 to {@value
 * #MAX_VALUE}; from 6.1e-5 on a number is rounded by at most one part in 2048.
 */
public final class Float16 {

    /** The greatest finite number. */
    public static final float MAX_VALUE = 65504;

    /** Bits of a fraction in single precision that half precision has no room for. */
    private static final int DROPPED = 23 - 10;

    /** Half of the last place that is kept. */
    private static final int HALF_PLACE = 1 << (DROPPED - 1);

    private static final int SIGN = 0x8000;
    private static final int INFINITY = 0x7c00;
    private static final int QUIET = 0x200;
    private static final int FRACTION = 0x3ff;

    /** Difference of the two biases, 127 and 15, at the place of the exponent in single precision. */
    private static final int REBIAS = (127 - 15) << 23;

    /** Single-precision bits: infinity; 65520, half-way from the greatest finite number to the next; the least normal number. */
    private static final int SINGLE_INFINITY = 0x7f800000;

    private static final int OVERFLOW = 0x477ff000;
    private static final int LEAST_NORMAL = 0x38800000;

    /** What one unit of the fraction of a subnormal number is worth. */
    private static final float SUBNORMAL = 0x1p-24f;

    private Float16() {}

    /** The number that these 16 bits are; exact. */
    public static float toFloat(short half) {
        int sign = (half & SIGN) << 16;
        int magnitude = half & ~SIGN & 0xffff;
        int single;
        if (magnitude >= INFINITY) {
            single = SINGLE_INFINITY | ((magnitude & FRACTION) << DROPPED);
        } else if (magnitude <= FRACTION) {
            single = Float.floatToRawIntBits(magnitude * SUBNORMAL);
        } else {
            single = (magnitude << DROPPED) + REBIAS;
        }
        return Float.intBitsToFloat(sign | single);
    }

    /**
     * The 16 bits of the nearest half-precision number; of two that are equally near, the one with an even fraction. Magnitudes from
     * 65520 on become infinite. NaN stays NaN.
     */
    public static short fromFloat(float value) {
        int bits = Float.floatToRawIntBits(value);
        int sign = (bits >>> 16) & SIGN;
        int magnitude = bits & Integer.MAX_VALUE;
        int half;
        if (magnitude > SINGLE_INFINITY) {
            half = INFINITY | QUIET | ((magnitude >>> DROPPED) & FRACTION);
        } else if (magnitude >= OVERFLOW) {
            half = INFINITY;
        } else if (magnitude < LEAST_NORMAL) {
            // scaling by a power of two is exact, and rint rounds to even
            half = (int) Math.rint(Math.abs(value) / SUBNORMAL);
        } else {
            // just less than half of the last place that is kept, and the rest if that place is odd: a carry may go up
            // into the exponent
            int rounded = magnitude + HALF_PLACE - 1 + ((magnitude >>> DROPPED) & 1);
            half = (rounded - REBIAS) >>> DROPPED;
        }
        return (short) (sign | half);
    }
}
