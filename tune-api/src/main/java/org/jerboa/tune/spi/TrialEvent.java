package org.jerboa.tune.spi;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jerboa.tune.space.Configuration;

/** What a {@link Searcher} is told. */
public sealed interface TrialEvent {

    /** Number of the trial it happened to. */
    int trial();

    /**
     * A trial finished an epoch and was validated.
     *
     * @param epoch number of the finished epoch, from 0
     * @param metrics the validation metrics, and {@code trainingLoss}
     */
    record EpochFinished(int trial, int epoch, Map<String, Double> metrics) implements TrialEvent {

        public EpochFinished {
            metrics = Collections.unmodifiableMap(new LinkedHashMap<>(metrics));
        }
    }

    /** A trial finished a unit inside an epoch; for algorithms that {@linkplain Searcher#actsInsideEpochs act there}. */
    record UnitFinished(int trial, int epoch, int position, TrainingSummary training) implements TrialEvent {}

    /**
     * A trial failed for good, or diverged: its loss or objective is not a number. It ranks behind all others.
     *
     * @param diverged whether it failed by its numbers rather than by an exception
     */
    record Failed(int trial, boolean diverged) implements TrialEvent {}

    /** A trial was ended from outside: by its user or by a limit of the study. */
    record Ended(int trial) implements TrialEvent {}

    /**
     * A trial was added by the study's user. The searcher owns it from now on as if it had started it: its first epoch is
     * given, what follows is the searcher's to decide.
     */
    record Added(int trial, Configuration configuration) implements TrialEvent {}
}
