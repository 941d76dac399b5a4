package org.jerboa.tune.study;

import java.util.List;

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

    /**
     * Steers the study; returns when the command is accepted. A listener's command is carried out when the event that it
     * is told of is dealt with; if it cannot be, that is logged.
     *
     * @throws IllegalArgumentException if it cannot be done (no such trial, not a configuration of the space), naming
     *     why; nothing has changed then
     */
    void steer(Command command);

    /** How the study stands. */
    StudyProgress progress();

    /** All trials as they stand, by number. */
    List<Trial> trials();
}
