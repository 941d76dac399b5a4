package org.jerboa.tune.study;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * How a running study stands. A small value, cheap to make after every event.
 *
 * @param trials trials started
 * @param active trials that are training or waiting
 * @param failed trials that failed or diverged
 * @param epochs epochs finished by all trials together
 * @param units training units finished by all trials together
 * @param plannedEpochs epochs all trials together will have had in the end, if the searcher can tell
 * @param elapsed since the study was started or resumed
 * @param remaining rough time to the end, from the rate so far; empty while there is no telling
 * @param bestTrial trial with the best value of the first objective
 * @param bestValue that value; NaN before the first epoch has finished
 */
public record StudyProgress(
        int trials,
        int active,
        int failed,
        long epochs,
        long units,
        OptionalLong plannedEpochs,
        Duration elapsed,
        Optional<Duration> remaining,
        Optional<Integer> bestTrial,
        double bestValue) {}
