package org.jerboa.data.csv;

import java.util.Locale;

/** What the text of one cell stands for. */
public final class CsvCell {

    /** An integer of so many digits fits an int, and most data is made of such. */
    private static final int FAST_DIGITS = 9;

    private static final int LONGEST_MISSING = 4;

    private CsvCell() {}

    static boolean isMissing(String cell) {
        String text = cell.strip();
        if (text.length() > LONGEST_MISSING) {
            return false;
        }
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "", "?", "na", "n/a", "nan", "null" -> true;
            default -> false;
        };
    }

    static boolean isNumber(String cell) {
        try {
            number(cell);
            return true;
        } catch (NumberFormatException e) {
            return false;
        }
    }

    /**
     * A finite decimal number, rounded to single precision.
     *
     * @throws NumberFormatException saying what is wrong
     */
    static float number(String cell) {
        String text = cell.strip();
        int digits = text.length();
        if (digits > 0 && digits <= FAST_DIGITS) {
            int value = 0;
            int i = 0;
            while (i < digits && text.charAt(i) >= '0' && text.charAt(i) <= '9') {
                value = value * 10 + (text.charAt(i++) - '0');
            }
            if (i == digits) {
                return value;
            }
        }
        // Java's own notations ("1f", "0x1p3", "NaN") are more likely to be mistakes than numbers
        if (!isDecimal(text)) {
            throw new NumberFormatException("is not a number");
        }
        float value;
        try {
            value = Float.parseFloat(text);
        } catch (NumberFormatException e) {
            throw new NumberFormatException("is not a number");
        }
        if (Float.isInfinite(value)) {
            throw new NumberFormatException("is too large for single precision");
        }
        return value;
    }

    private static boolean isDecimal(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if ((c < '0' || c > '9') && "+-.eE".indexOf(c) < 0) {
                return false;
            }
        }
        return true;
    }

    /** The label as it is compared and shown: without surrounding blanks, and {@code 3.0} as {@code 3}. */
    static String label(String cell) {
        String text = cell.strip();
        if (!text.endsWith(".0") || !isNumber(text)) {
            return text;
        }
        return text.substring(0, text.length() - 2);
    }
}
