package org.jerboa.benchmarks.grid;

import java.util.List;

/**
 * How much is sent and trained, and how often.
 *
 * @param megabytes sizes of models
 * @param epochs in which a model hops: the first third warms up, in the last third small messages are sent beside it
 * @param studies those that are run on threads and on grids
 * @param repetitions of each way of running a study
 * @param heap of each worker process
 */
record GridPlan(List<Integer> megabytes, int epochs, List<GridStudy<?>> studies, int repetitions, String heap) {

    static GridPlan full() {
        return new GridPlan(
                List.of(1, 60, 240), 12, List.of(GridStudy.digits(16, 9), GridStudy.leNets(8, 3, 480)), 3, "-Xmx4g");
    }

    static GridPlan quick() {
        return new GridPlan(List.of(1), 3, List.of(GridStudy.plain(2, 2)), 1, "-Xmx128m");
    }
}
