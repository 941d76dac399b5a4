package org.jerboa.tune.spi;

import java.util.OptionalInt;
import org.jerboa.tune.study.Replay;
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

    /**
     * Trains one trial of an earlier study again, alone, on the calling thread: the same shards in the same order, with
     * the same seeds, from the same ancestors. Reads the study's folder and changes nothing there, so the study may be
     * running. What is opened is closed again, but for the model that is given.
     *
     * @param definition the study as it was, with its folder
     * @param epoch the last epoch to train, from 0; its best one if empty
     * @throws IllegalArgumentException if there is no such trial, or it did not finish that epoch
     * @throws StudyException if the folder holds no such study, its journal cannot be read, or the handler fails; and when
     *     the thread is interrupted
     */
    <M> Replay<M> replay(StudyDefinition<M> definition, int trial, OptionalInt epoch);

    /**
     * Keeps what studies share, such as worker processes with the data that they hold, from one study to the next: without it, that ends
     * with the last study that runs. Held as often as one likes; what is held longest counts.
     *
     * @throws StudyException if there can be no workers
     */
    default Hold hold() {
        return () -> {};
    }

    /** Something is kept until this is closed. Thread-safe; closing it again does nothing. */
    @FunctionalInterface
    interface Hold extends AutoCloseable {

        @Override
        void close();
    }
}
