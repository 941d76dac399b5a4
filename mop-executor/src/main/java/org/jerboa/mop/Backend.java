package org.jerboa.mop;

import org.jerboa.tune.spi.StudyExecutor;
import org.jerboa.tune.spi.WorkerPool;

/**
 * Where an executor's workers come from: threads of this JVM, or a grid of JVMs. Thread-safe; one serves all studies of an
 * executor, and those of its copies.
 *
 * <p>For implementers of backends; users get executors from {@link MopExecutor#threads()} or from the backend's module.
 */
public interface Backend {

    /**
     * A pool for a study, not open yet. It is opened at most once and closed in any case.
     *
     * @throws org.jerboa.tune.study.StudyException if there can be no workers
     */
    <M> WorkerPool pool(PoolRequest<M> request);

    /**
     * Keeps workers from one study to the next, as {@link StudyExecutor#hold()} says.
     *
     * @throws org.jerboa.tune.study.StudyException if there can be no workers
     */
    default StudyExecutor.Hold hold() {
        return () -> {};
    }

    /** One with workers of its own, where workers are made for one number of tool threads. */
    default Backend apart() {
        return this;
    }
}
