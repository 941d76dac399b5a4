package org.jerboa.transfer.finetune;

import java.util.Locale;

/** Numbers for people; large ones with three figures. */
final class Amounts {

    private Amounts() {}

    /** All figures, and what is counted: {@code 1 layer}, {@code 2 layers}. */
    static String counted(long number, String thing) {
        return number + " " + thing + (number == 1 ? "" : "s");
    }

    static String count(long number) {
        return count((double) number);
    }

    static String count(double number) {
        return scaled(number, 1000, new String[] {"", " k", " M", " G", " T"});
    }

    static String bytes(long number) {
        return bytes((double) number);
    }

    static String bytes(double number) {
        return scaled(number, 1024, new String[] {" B", " KiB", " MiB", " GiB", " TiB"});
    }

    private static String scaled(double number, int step, String[] units) {
        int unit = 0;
        double left = number;
        while (left >= step && unit < units.length - 1) {
            left /= step;
            unit++;
        }
        return String.format(Locale.ROOT, unit == 0 ? "%.0f%s" : "%.2f%s", left, units[unit]);
    }
}
