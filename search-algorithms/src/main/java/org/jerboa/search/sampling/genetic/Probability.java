package org.jerboa.search.sampling.genetic;

/** Checks of settings. */
final class Probability {

    private Probability() {}

    static void check(String what, double probability) {
        if (!(probability >= 0 && probability <= 1)) {
            throw new IllegalArgumentException(
                    what + " (" + probability + ") is a probability and must be from 0 to 1");
        }
    }
}
