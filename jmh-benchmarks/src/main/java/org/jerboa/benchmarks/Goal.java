package org.jerboa.benchmarks;

import java.util.Locale;

/**
 * What a figure should be. Missing it is a finding, not a failure: timings depend on the machine.
 *
 * @param relation how the figure should stand to the limit
 */
public record Goal(Relation relation, double limit) {

    /** How a figure stands to a limit. */
    public enum Relation {
        ABOVE(">"),
        AT_LEAST(">="),
        AT_MOST("<=");

        private final String sign;

        Relation(String sign) {
            this.sign = sign;
        }
    }

    public static Goal above(double limit) {
        return new Goal(Relation.ABOVE, limit);
    }

    public static Goal atLeast(double limit) {
        return new Goal(Relation.AT_LEAST, limit);
    }

    public static Goal atMost(double limit) {
        return new Goal(Relation.AT_MOST, limit);
    }

    /** False for a value that is not a number. */
    public boolean isMetBy(double value) {
        return switch (relation) {
            case ABOVE -> value > limit;
            case AT_LEAST -> value >= limit;
            case AT_MOST -> value <= limit;
        };
    }

    /** Such as {@code >= 1.7}. */
    @Override
    public String toString() {
        String number = limit == Math.rint(limit) ? String.valueOf((long) limit) : String.valueOf(limit);
        return String.format(Locale.ROOT, "%s %s", relation.sign, number);
    }
}
