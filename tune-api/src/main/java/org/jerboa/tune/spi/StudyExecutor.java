package org.jerboa.tune.spi;

import org.jerboa.tune.study.StudyException;
import org.jerboa.tune.study.StudyHandle;

/** Runs studies. Immutable and thread-safe; one executor may run several studies. */
public interface StudyExecutor {

    /**
     * Starts a study in the background.
     *
     * @throws StudyException if it cannot start: its folder cannot be written or holds another study, or (when
     *     resuming) holds no such study
     */
    <M> StudyHandle<M> start(StudyDefinition<M> definition);
}
