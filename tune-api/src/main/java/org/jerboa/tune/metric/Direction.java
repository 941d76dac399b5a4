package org.jerboa.tune.metric;

/** Whether smaller or larger values of a metric are better. NaN is worse than any number in either direction. */
public enum Direction {
    MINIMIZE,
    MAXIMIZE;

    /**
     * Orders two values from better to worse. Zeroes of either sign tie, and so do two NaNs.
     *
     * <p>Negating and calling {@link Double#compare} would not do: it sorts NaN above positive infinity, so that a
     * diverged trial would win every maximisation.
     *
     * @return negative if {@code left} is better, positive if {@code right} is better, 0 if they tie
     */
    public int compare(double left, double right) {
        if (Double.isNaN(left) || Double.isNaN(right)) {
            return Boolean.compare(Double.isNaN(left), Double.isNaN(right));
        }
        if (left == right) {
            return 0;
        }
        return (left < right) == (this == MINIMIZE) ? -1 : 1;
    }

    /** Whether {@code candidate} is strictly better than {@code incumbent}. */
    public boolean isBetter(double candidate, double incumbent) {
        return compare(candidate, incumbent) < 0;
    }
}
