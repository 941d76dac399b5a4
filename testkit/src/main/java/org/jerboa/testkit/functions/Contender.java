package org.jerboa.testkit.functions;

import org.jerboa.tune.spi.SearchAlgorithm;

/**
 * A search that takes part in a {@link Contest}.
 *
 * @param name in tables
 * @param setting the search for a function
 */
public record Contender(String name, Setting setting) {

    /** How a search is set for a function. */
    @FunctionalInterface
    public interface Setting {

        /**
         * @param trials the most trials that it can come to use: the function's budget, even of a curve, as a trial has at
         *     least one epoch
         */
        SearchAlgorithm on(TestFunction function, int trials);
    }

    public Contender {
        if (name.isBlank()) {
            throw new IllegalArgumentException("name of a contender is blank; it is what tables show");
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
