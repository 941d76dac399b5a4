package org.jerboa.search.allocation.bracket;

/**
 * How many trials begin in Hyperband's bracket s of s_max + 1, where the paper has it in two ways that differ. With R = 81
 * and eta = 3, brackets 4 to 0 begin with
 */
public enum BracketSizes {

    /**
     * {@code floor((s_max + 1) / (s + 1)) eta^s}: 81, 27, 9, 6 and 5 trials, as the paper's table prints them. Sizes are
     * powers of eta times a small number, so that every rung divides evenly.
     */
    TABLE {
        @Override
        long trials(int number, int brackets, int eta) {
            return brackets / (number + 1) * power(eta, number);
        }
    },

    /**
     * {@code ceil((s_max + 1) eta^s / (s + 1))}: 81, 34, 15, 8 and 5 trials, as line 3 of the paper's algorithm 1 has it.
     * Brackets cost more nearly the same, and the whole a tenth more.
     */
    ALGORITHM {
        @Override
        long trials(int number, int brackets, int eta) {
            return (brackets * power(eta, number) + number) / (number + 1);
        }
    };

    /**
     * @param number of the bracket, s
     * @param brackets s_max + 1
     */
    abstract long trials(int number, int brackets, int eta);

    private static long power(int eta, int exponent) {
        long power = 1;
        for (int i = 0; i < exponent; i++) {
            power *= eta;
        }
        return power;
    }
}
