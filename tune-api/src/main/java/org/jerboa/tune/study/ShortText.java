package org.jerboa.tune.study;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jerboa.tune.space.Configuration;

/** Values as a person reads them on one line; the files have them in full. */
final class ShortText {

    private static final MathContext METRIC = new MathContext(4);
    private static final MathContext HYPERPARAMETER = new MathContext(3);
    private static final double SMALLEST_PLAIN = 1e-4;
    private static final double GREATEST_PLAIN = 1e7;

    private ShortText() {}

    /** The configuration in the order of its space, reals to three digits: {@code model=cnn, learningRate=0.00312}. */
    static String of(Configuration configuration) {
        Map<String, Object> values = configuration.asMap();
        return configuration.texts().entrySet().stream()
                .map(entry -> entry.getKey() + "="
                        + (values.get(entry.getKey()) instanceof Double real
                                ? number(real, HYPERPARAMETER)
                                : entry.getValue()))
                .collect(Collectors.joining(", "));
    }

    /** A metric to four digits. */
    static String metric(double value) {
        return number(value, METRIC);
    }

    private static String number(double value, MathContext digits) {
        if (value == 0 || !Double.isFinite(value)) {
            return value == 0 ? "0" : String.valueOf(value);
        }
        double size = Math.abs(value);
        return size < SMALLEST_PLAIN || size >= GREATEST_PLAIN
                ? String.format(Locale.ROOT, "%." + (digits.getPrecision() - 1) + "e", value)
                : new BigDecimal(value).round(digits).stripTrailingZeros().toPlainString();
    }

    /** On one line, without control characters, cut to so many characters. */
    static String cut(String text, int characters) {
        String line = text.replaceAll("\\p{Cntrl}", " ");
        if (line.length() <= characters) {
            return line;
        }
        String mark = "...".substring(0, Math.min(3, Math.max(0, characters)));
        return line.substring(0, Math.max(0, characters) - mark.length()) + mark;
    }
}
