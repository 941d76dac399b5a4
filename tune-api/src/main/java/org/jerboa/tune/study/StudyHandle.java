package org.jerboa.tune.study;

import java.util.List;
import org.jerboa.tune.space.Configuration;

/**
 * A study that runs in the background. Thread-safe; listeners may use it too.
 *
 * @param <M> the tool's model
 */
public interface StudyHandle<M> {

    /**
     * Waits for the end of the study.
     *
     * @throws InterruptedException if the waiting thread was interrupted; the study runs on
     * @throws StudyException if the study could not go on
     * @throws IllegalStateException if a listener calls it, which would wait for itself
     */
    StudyResult<M> await() throws InterruptedException;

    /** Whether the study has ended. */
    boolean isDone();

    /**
     * Ends the study soon: running units are cancelled, checkpoints under way are finished. {@link #await} then
     * returns what there is, with {@link StudyStatus#STOPPED}. {@link Study#resume} goes on with it.
     */
    void stop();

    /** Ends one trial at its next unit boundary; its result stands. Does nothing if it has ended. */
    void stopTrial(int trial);

    /**
     * Adds a trial beside those of the search algorithm, which treats it as its own from then on. Does nothing if the
     * search has ended.
     *
     * @throws IllegalArgumentException if the configuration is not one of the study's space
     */
    void add(Configuration configuration);

    /** How the study stands. */
    StudyProgress progress();

    /** All trials as they stand, by number. */
    List<Trial> trials();
}
