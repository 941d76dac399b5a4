package org.jerboa.tune.space;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.stream.IntStream;

/**
 * Rounds doubles to multiples of a power of ten, giving the double nearest to the decimal.
 *
 * <p>Where the power and the number of multiples are exact as doubles, one multiplication, rounding and division do it:
 * the last operation has exact operands, so it gives the same double that reading the decimal would. A number within a
 * rounding error of half-way may go either way; its result is on the grid all the same, and stays there.
 */
final class DecimalGrid {

    /** 10^0 to 10^22, the powers of ten that are exact doubles. */
    private static final double[] EXACT_POWERS =
            IntStream.rangeClosed(0, 22).mapToDouble(DecimalGrid::width).toArray();

    private static final double MOST_MULTIPLES = 0x1p50;

    /** Takes doubles a rounding error below a power of ten for it; 1e-5 is one of those. */
    private static final double NUDGE = 1 + 0x1p-50;

    private DecimalGrid() {}

    /** The e of the positive number d.ddd x 10^e. */
    static int exponent(double number) {
        return (int) Math.floor(StrictMath.log10(Math.min(number * NUDGE, Double.MAX_VALUE)));
    }

    /** 10^exponent; 0 or infinite beyond the range of a double. */
    static double width(int exponent) {
        return Double.parseDouble("1e" + exponent);
    }

    static double round(double number, int exponent) {
        if (Math.abs(exponent) < EXACT_POWERS.length) {
            double power = EXACT_POWERS[Math.abs(exponent)];
            double multiples = exponent < 0 ? number * power : number / power;
            if (Math.abs(multiples) < MOST_MULTIPLES) {
                double whole = Math.rint(multiples) + 0.0; // + 0.0 turns -0.0 into 0.0
                return exponent < 0 ? whole / power : whole * power;
            }
        }
        return exact(number, exponent).doubleValue();
    }

    static BigDecimal exact(double number, int exponent) {
        return new BigDecimal(number).setScale(-exponent, RoundingMode.HALF_EVEN);
    }
}
