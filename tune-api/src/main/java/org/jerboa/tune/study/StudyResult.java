package org.jerboa.tune.study;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What came of a study. Thread-safe.
 *
 * @param <M> the tool's model
 */
public interface StudyResult<M> {

    StudyStatus status();

    /** All trials, the best first: by the first objective at each trial's best epoch; broken ones last. */
    List<Trial> ranking();

    /**
     * The best trial.
     *
     * @throws StudyException if no trial finished an epoch, naming the causes
     */
    Best<M> best();

    /**
     * How a trial came to its model: the configurations that it and the trials it descends from were trained with.
     *
     * @throws IllegalArgumentException if there is no such trial
     */
    default Lineage lineage(int trial) {
        return Lineage.of(ranking(), trial);
    }

    /** The trials that no other beats in all objectives; with one objective, the best one and those that tie with it. */
    ParetoFront paretoFront();

    /**
     * A trial's model at its best epoch, restored from its checkpoint: a new object at each call, owned and closed by
     * the caller.
     *
     * @throws IllegalArgumentException if there is no such trial, it finished no epoch, or it was deleted
     * @throws IOException if the checkpoint cannot be read, or is no more there
     */
    M model(int trial) throws IOException;

    StudyCost cost();

    /** Seed from which everything random in the study was derived. */
    long seed();

    /** Folder with the journal, result files and models, if the study has one. */
    Optional<Path> folder();

    /**
     * The best trial.
     *
     * @param <M> the tool's model
     */
    interface Best<M> {

        Trial trial();

        /** The epoch at which it was best. */
        EpochResult epoch();

        /** The trial's model at that epoch. The same object at each call; closed by the caller. */
        M model();

        /** Metrics on the test split, which no decision has looked at; empty without one. */
        Map<String, Double> testMetrics();

        /** The model as the tool's own file, if the study has a folder. */
        Optional<Path> file();
    }
}
