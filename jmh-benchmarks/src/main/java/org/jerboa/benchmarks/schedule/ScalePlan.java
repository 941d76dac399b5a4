package org.jerboa.benchmarks.schedule;

/**
 * How large studies are.
 *
 * @param decidedTrials trials of the study whose decisions are timed
 * @param decidedWorkers its workers
 * @param trials trials of the epoch that is planned and simulated in a process of its own
 * @param workers its workers
 */
record ScalePlan(int decidedTrials, int decidedWorkers, int trials, int workers) {

    static ScalePlan full() {
        return new ScalePlan(1000, 64, 10_000, 1000);
    }

    static ScalePlan quick() {
        return new ScalePlan(60, 8, 200, 20);
    }
}
