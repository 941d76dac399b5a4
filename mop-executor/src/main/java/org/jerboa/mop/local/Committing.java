package org.jerboa.mop.local;

import java.io.IOException;
import org.jerboa.tune.spi.CheckpointId;
import org.jerboa.tune.spi.CheckpointStore;
import org.jerboa.tune.spi.ModelHandler;

/**
 * Commits models: as copies in memory that are stored behind the next units, or straight to the store where memory runs short.
 * Thread-safe.
 */
final class Committing<M> {

    private final ModelHandler<M> handler;
    private final CheckpointStore store;
    private final CommitMemory memory;

    Committing(ModelHandler<M> handler, CheckpointStore store, CommitMemory memory) {
        this.handler = handler;
        this.store = store;
        this.memory = memory;
    }

    /**
     * A copy of the model's state, to be stored later; {@link Commit#NONE} if there is no room for it.
     *
     * @param modelBytes memory the model holds, by which room is looked for
     */
    Commit copy(CheckpointId id, M model, long modelBytes) {
        if (!memory.hasRoomFor(modelBytes)) {
            return Commit.NONE;
        }
        Snapshot snapshot = new Snapshot(memory);
        try {
            handler.write(model, snapshot);
            return new Commit(snapshot.bytes(), snapshot, null);
        } catch (IOException | RuntimeException | Error e) {
            snapshot.release();
            return snapshot.overflowed() ? Commit.NONE : Commit.failed(id, e);
        }
    }

    /** Stores the model on this thread, unless its worker is given up meanwhile. */
    Commit write(CheckpointId id, M model, Attempt attempt) {
        try {
            long bytes = store.put(id, out -> {
                handler.write(model, out);
                if (attempt.isCancelled()) {
                    throw new IOException("the worker that wrote " + id + " was given up");
                }
            });
            return new Commit(bytes, null, null);
        } catch (IOException | RuntimeException | Error e) {
            return Commit.failed(id, e);
        }
    }
}
