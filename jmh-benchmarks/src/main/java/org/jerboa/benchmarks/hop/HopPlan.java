package org.jerboa.benchmarks.hop;

import java.time.Duration;
import java.util.List;

/**
 * How much is measured.
 *
 * @param megabytes sizes of training state
 * @param forks JVMs for each benchmark and size, one after another; 0 measures in this JVM
 * @param warmUps iterations that do not count
 * @param iterations iterations that count
 * @param iteration length of an iteration; one operation at least
 */
record HopPlan(List<Integer> megabytes, int forks, int warmUps, int iterations, Duration iteration) {

    HopPlan {
        megabytes = List.copyOf(megabytes);
    }

    static HopPlan full() {
        return new HopPlan(List.of(1, 60, 240), 1, 2, 5, Duration.ofMillis(500));
    }

    static HopPlan quick() {
        return new HopPlan(List.of(1, 60), 0, 1, 2, Duration.ofMillis(200));
    }
}
