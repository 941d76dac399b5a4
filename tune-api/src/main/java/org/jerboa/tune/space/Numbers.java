package org.jerboa.tune.space;

import java.math.BigDecimal;
import java.math.BigInteger;

/** Reads the numbers that users pass in, in whatever Java type and text they come, and refuses the rest by name. */
final class Numbers {

    private Numbers() {}

    static boolean isInteger(Object value) {
        return value instanceof Long || value instanceof Integer || value instanceof Short || value instanceof Byte;
    }

    static double realOf(String name, Object value) {
        if (value instanceof Double || value instanceof Float || isInteger(value)) {
            double number = ((Number) value).doubleValue();
            if (Double.isFinite(number)) {
                return number;
            }
        }
        if (value instanceof BigDecimal || value instanceof BigInteger) {
            return ((Number) value).doubleValue();
        }
        throw new IllegalArgumentException("value (" + describe(value) + ") of '" + name + "' must be a finite number");
    }

    /** A whole number of any type; 64.0 is one, 64.5 is not. */
    static long integerOf(String name, Object value) {
        if (isInteger(value)) {
            return ((Number) value).longValue();
        }
        if (value instanceof Double || value instanceof Float) {
            double number = ((Number) value).doubleValue();
            // 2^53: beyond it a double no longer says which integer was meant
            if (number == Math.rint(number) && Math.abs(number) <= 0x1p53) {
                return (long) number;
            }
        }
        throw new IllegalArgumentException("value (" + describe(value) + ") of '" + name + "' must be an integer");
    }

    static double parseReal(String name, String text) {
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("text (" + text + ") of '" + name + "' is not a number", e);
        }
    }

    static long parseInteger(String name, String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("text (" + text + ") of '" + name + "' is not an integer", e);
        }
    }

    static IllegalArgumentException outside(String name, String value, String low, String high) {
        return new IllegalArgumentException(
                "value (" + value + ") of '" + name + "' must lie between " + low + " and " + high);
    }

    /** The value with its type where that is what is wrong. */
    static String describe(Object value) {
        return value instanceof Number ? value.toString() : value.getClass().getSimpleName() + " " + value;
    }
}
