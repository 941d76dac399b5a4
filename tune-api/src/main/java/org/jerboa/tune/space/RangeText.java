package org.jerboa.tune.space;

import java.util.Optional;

/** A range as a user writes it, {@code 0.001..0.01}, with either side or none left out. */
record RangeText(Optional<String> low, Optional<String> high) {

    private static final String BETWEEN = "..";

    /** Empty if the text is no range. */
    static Optional<RangeText> of(String text) {
        int at = text.indexOf(BETWEEN);
        if (at < 0) {
            return Optional.empty();
        }
        Optional<String> low = side(text.substring(0, at));
        Optional<String> high = side(text.substring(at + BETWEEN.length()));
        if (low.isEmpty() && high.isEmpty()) {
            throw new IllegalArgumentException("it says nothing; give at least one side, as in 1.. or ..9");
        }
        return Optional.of(new RangeText(low, high));
    }

    private static Optional<String> side(String text) {
        return Optional.of(text.strip()).filter(side -> !side.isEmpty());
    }

    static IllegalArgumentException swapped() {
        return new IllegalArgumentException("its low side is above its high side; swap them");
    }

    static IllegalArgumentException nothingLeft() {
        return new IllegalArgumentException("nothing is left; give bounds that hold at least one of its values");
    }
}
