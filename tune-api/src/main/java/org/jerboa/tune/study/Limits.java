package org.jerboa.tune.study;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * How much a study may spend. When a limit is reached the search ends as if it had nothing more to train: trials stop
 * at their next unit boundary, the best model is stored and tested. Immutable.
 *
 * @param trials trials that may be started, clones and added ones too
 * @param epochs epochs that all trials together may finish
 * @param time wall time over all sessions of the study
 */
public record Limits(OptionalInt trials, OptionalLong epochs, Optional<Duration> time) {

    private static final Limits NONE = new Limits(OptionalInt.empty(), OptionalLong.empty(), Optional.empty());

    public Limits {
        trials.ifPresent(value -> positive("trials", value));
        epochs.ifPresent(value -> positive("epochs", value));
        time.ifPresent(value -> {
            if (value.isNegative() || value.isZero()) {
                throw new IllegalArgumentException("time limit (" + value + ") must be longer than zero");
            }
        });
    }

    private static void positive(String what, long value) {
        if (value < 1) {
            throw new IllegalArgumentException("limit of " + what + " (" + value + ") must be at least 1");
        }
    }

    /** No limit; the methods below add one each. */
    public static Limits none() {
        return NONE;
    }

    /** These limits with at most so many trials, at least 1. */
    public Limits trials(int count) {
        return new Limits(OptionalInt.of(count), epochs, time);
    }

    /** These limits with at most so many epochs of all trials together, at least 1. */
    public Limits epochs(long count) {
        return new Limits(trials, OptionalLong.of(count), time);
    }

    /** These limits with at most so much wall time, longer than zero. */
    public Limits time(Duration duration) {
        return new Limits(trials, epochs, Optional.of(duration));
    }
}
