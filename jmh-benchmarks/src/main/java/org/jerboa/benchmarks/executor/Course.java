package org.jerboa.benchmarks.executor;

import java.util.List;
import java.util.Map;

/**
 * How the training of all trials went, one way or another.
 *
 * @param seconds from start to end
 * @param firstMetricSeconds until every trial had been validated once
 * @param epochs metrics of each trial after each of its epochs, trials by number
 */
record Course(double seconds, double firstMetricSeconds, List<List<Map<String, Double>>> epochs) {

    Course {
        epochs = epochs.stream().map(List::copyOf).toList();
    }

    /**
     * @param other the same trials, trained another way
     * @throws IllegalStateException if any metric of any epoch differs in any bit
     */
    void requireSameMetrics(Course other) {
        for (int trial = 0; trial < Math.max(epochs.size(), other.epochs.size()); trial++) {
            if (!epochs.get(trial).equals(other.epochs.get(trial))) {
                throw new IllegalStateException("trial " + trial + " has metrics " + epochs.get(trial)
                        + " in the study, but " + other.epochs.get(trial)
                        + " where it was trained whole, so their times cannot be compared; this is a defect");
            }
        }
    }
}
