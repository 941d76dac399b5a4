package org.jerboa.arbiter;

import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * How a runner runs, beyond what Arbiter's configuration says.
 *
 * @param tasksAtOnce candidates under way at once
 * @param longestShutdown how long candidates under way are waited for when the search has ended
 * @param candidateTimeout how long a candidate may take; null for no limit
 * @param nanoClock by which that is measured; counts as {@link System#nanoTime} does
 */
record RunnerSettings(
        int tasksAtOnce, Duration longestShutdown, @Nullable Duration candidateTimeout, LongSupplier nanoClock) {

    RunnerSettings {
        if (tasksAtOnce < 1) {
            throw new IllegalArgumentException("maxConcurrentTasks must be > 0 (got: " + tasksAtOnce + ")");
        }
        if (longestShutdown.isNegative()) {
            throw new IllegalArgumentException("shutdownMaxWaitMS (" + longestShutdown + ") must not be negative");
        }
        if (candidateTimeout != null && (candidateTimeout.isNegative() || candidateTimeout.isZero())) {
            throw new IllegalArgumentException("candidateTimeout (" + candidateTimeout + ") must be positive");
        }
    }
}
