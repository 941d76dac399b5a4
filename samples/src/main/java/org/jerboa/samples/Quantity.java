package org.jerboa.samples;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Quantities as people write and read them: {@code 250 GB}, {@code 50 min}, {@code 10 Gbit/s}. Prefixes are decimal. */
enum Quantity {
    BYTES("a size, as in 250GB", 2, "B", 1, "kB", 1e3, "MB", 1e6, "GB", 1e9, "TB", 1e12, "PB", 1e15, "EB", 1e18),
    SECONDS("a time, as in 50min", 3, "s", 1, "min", 60, "h", 3600),
    BITS_PER_SECOND(
            "a rate, as in 10Gbit/s", 3, "bit/s", 1, "kbit/s", 1e3, "Mbit/s", 1e6, "Gbit/s", 1e9, "Tbit/s", 1e12);

    private static final Pattern TEXT = Pattern.compile("(\\d+(?:\\.\\d*)?(?:[eE]\\d+)?) *([A-Za-z/]*)");

    /** A unit is used from so many of it on. */
    private static final double FROM = 0.9995;

    private final String example;
    private final MathContext digits;
    private final Map<String, Double> units = new LinkedHashMap<>();

    Quantity(String example, int digits, Object... unitsAndSizes) {
        this.example = example;
        this.digits = new MathContext(digits);
        for (int i = 0; i < unitsAndSizes.length; i += 2) {
            units.put((String) unitsAndSizes[i], ((Number) unitsAndSizes[i + 1]).doubleValue());
        }
    }

    /**
     * Without a unit, so many of the smallest.
     *
     * @throws UsageException naming the option, if it is none
     */
    double parse(String option, String text) {
        Matcher parts = TEXT.matcher(text);
        if (parts.matches()) {
            for (Map.Entry<String, Double> unit : units.entrySet()) {
                if (parts.group(2).isEmpty() || parts.group(2).equalsIgnoreCase(unit.getKey())) {
                    return Double.parseDouble(parts.group(1)) * unit.getValue();
                }
            }
        }
        throw new UsageException(option + " (" + text + ") must be " + example + "; units are " + units.keySet());
    }

    /** Rounded to a few digits, in the largest unit that there is at least one of. */
    String format(double value) {
        String name = units.keySet().iterator().next();
        double size = 1;
        for (Map.Entry<String, Double> unit : units.entrySet()) {
            if (value >= FROM * unit.getValue()) {
                name = unit.getKey();
                size = unit.getValue();
            }
        }
        BigDecimal rounded = new BigDecimal(value / size).round(digits);
        return rounded.stripTrailingZeros().toPlainString() + " " + name;
    }
}
