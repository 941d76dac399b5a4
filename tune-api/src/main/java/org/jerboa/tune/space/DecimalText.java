package org.jerboa.tune.space;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/**
 * The text of a floating-point number: the fewest digits that read back as the same number.
 *
 * <p>Not {@code Double.toString}: it gave up to two digits too many before JDK 19 and gives the shortest since
 * (JDK-4511638), so hashes and journals would differ between JDKs. The nearest decimal of 1, 2, ... digits is tried
 * through {@link BigDecimal}, whose arithmetic is fully specified.
 *
 * <p>A text always has a point or an exponent, which keeps 1.0 apart from the integer 1: {@code 0.001}, {@code 16.0},
 * {@code 1.0e-7}.
 */
final class DecimalText {

    private static final int MOST_DIGITS_OF_DOUBLE = 17;
    private static final int MOST_DIGITS_OF_FLOAT = 9;
    private static final int LEAST_PLAIN_EXPONENT = -5;
    private static final int GREATEST_PLAIN_EXPONENT = 9;

    private DecimalText() {}

    static String of(double value) {
        if (!Double.isFinite(value) || value == 0) {
            return Double.toString(value);
        }
        return format(shortest(value));
    }

    static String of(float value) {
        if (!Float.isFinite(value) || value == 0) {
            return Float.toString(value);
        }
        BigDecimal exact = new BigDecimal(value);
        for (int digits = 1; digits < MOST_DIGITS_OF_FLOAT; digits++) {
            BigDecimal rounded = round(exact, digits);
            if (rounded.floatValue() == value) {
                return format(rounded);
            }
        }
        return format(round(exact, MOST_DIGITS_OF_FLOAT));
    }

    /** The shortest decimal that reads back as a finite number. */
    static BigDecimal shortest(double value) {
        BigDecimal exact = new BigDecimal(value);
        for (int digits = 1; digits < MOST_DIGITS_OF_DOUBLE; digits++) {
            BigDecimal rounded = round(exact, digits);
            if (rounded.doubleValue() == value) {
                return rounded;
            }
        }
        return round(exact, MOST_DIGITS_OF_DOUBLE);
    }

    private static BigDecimal round(BigDecimal exact, int digits) {
        return exact.round(new MathContext(digits, RoundingMode.HALF_EVEN));
    }

    private static String format(BigDecimal value) {
        BigDecimal stripped = value.stripTrailingZeros();
        int exponent = stripped.precision() - stripped.scale() - 1;
        if (exponent < LEAST_PLAIN_EXPONENT || exponent > GREATEST_PLAIN_EXPONENT) {
            return withPoint(stripped.scaleByPowerOfTen(-exponent)) + "e" + exponent;
        }
        return withPoint(stripped);
    }

    private static String withPoint(BigDecimal value) {
        String text = value.toPlainString();
        return text.indexOf('.') < 0 ? text + ".0" : text;
    }
}
