package org.jerboa.benchmarks.grid;

import java.util.List;

/**
 * How much is sent and trained, and how often.
 *
 * @param megabytes sizes of models
 * @param epochs in which a model hops, of which the first are warm-up
 * @param examples in all training shards of the study together
 * @param repetitions of each way of running the study
 * @param heap of each worker process
 */
record GridPlan(List<Integer> megabytes, int epochs, int examples, int repetitions, String heap) {

    static GridPlan full() {
        return new GridPlan(List.of(1, 60, 240), 40, 8_000, 3, "-Xmx4g");
    }

    static GridPlan quick() {
        return new GridPlan(List.of(1), 6, 200, 1, "-Xmx128m");
    }
}
