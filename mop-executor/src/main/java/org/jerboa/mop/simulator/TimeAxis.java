package org.jerboa.mop.simulator;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;

/** Where the axis of a chart has its ticks, all of them in round numbers of one unit that suits the whole. */
final class TimeAxis {

    private static final int MOST_TICKS = 10;
    private static final MathContext DIGITS = new MathContext(4, RoundingMode.HALF_EVEN);

    private enum Unit {
        HOURS("h", 3600, 7200),
        MINUTES("min", 60, 180),
        SECONDS("s", 1, 1),
        MILLISECONDS("ms", 1e-3, 0);

        private final String name;
        private final double seconds;
        private final double from;

        /** @param from used for so many seconds and more */
        Unit(String name, double seconds, double from) {
            this.name = name;
            this.seconds = seconds;
            this.from = from;
        }

        static Unit of(double seconds) {
            for (Unit unit : values()) {
                if (seconds >= unit.from) {
                    return unit;
                }
            }
            return MILLISECONDS;
        }

        String text(double seconds) {
            return new BigDecimal(seconds / this.seconds)
                            .round(DIGITS)
                            .stripTrailingZeros()
                            .toPlainString()
                    + " " + name;
        }
    }

    /** A place on the axis. */
    record Tick(double seconds, String label) {}

    private TimeAxis() {}

    /** From 0 to so many seconds. */
    static List<Tick> ticks(double seconds) {
        Unit unit = Unit.of(seconds);
        double step = roundStep(seconds / unit.seconds / MOST_TICKS) * unit.seconds;
        List<Tick> ticks = new ArrayList<>();
        for (int tick = 0; tick * step <= seconds * (1 + 1e-9); tick++) {
            ticks.add(new Tick(tick * step, tick == 0 ? "0" : unit.text(tick * step)));
        }
        return ticks;
    }

    /** 1, 2 or 5 times a power of ten. */
    private static double roundStep(double least) {
        double power = Math.pow(10, Math.floor(Math.log10(least)));
        for (double factor : new double[] {1, 2, 5}) {
            if (factor * power >= least) {
                return factor * power;
            }
        }
        return 10 * power;
    }

    /** A time by itself, to four digits. */
    static String text(double seconds) {
        return seconds == 0 ? "0" : Unit.of(seconds).text(seconds);
    }
}
