package org.jerboa.benchmarks.schedule;

/**
 * How much is measured.
 *
 * @param seeds draws of costs for each row
 * @param studies whole studies for each row and scheduling
 * @param tinyTrials most trials of the shops whose every schedule is tried, up to 4
 * @param timings plans of each size whose making is timed, after as many that do not count
 */
record SchedulePlan(int seeds, int studies, int tinyTrials, int timings) {

    static SchedulePlan full() {
        return new SchedulePlan(200, 20, 4, 15);
    }

    static SchedulePlan quick() {
        return new SchedulePlan(5, 1, 3, 2);
    }
}
