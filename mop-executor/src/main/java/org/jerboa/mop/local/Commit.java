package org.jerboa.mop.local;

import java.io.IOException;
import org.jerboa.tune.spi.CheckpointId;
import org.jspecify.annotations.Nullable;

/**
 * What became of the commit that a unit asked for.
 *
 * @param snapshot what is still to be stored, if it is
 */
record Commit(
        long bytes, @Nullable Snapshot snapshot, @Nullable IOException failure) {

    static final Commit NONE = new Commit(0, null, null);

    static Commit failed(CheckpointId id, Throwable cause) {
        return new Commit(
                0,
                null,
                cause instanceof IOException stored
                        ? stored
                        : new IOException("the handler could not write the model of " + id, cause));
    }

    boolean isNone() {
        return snapshot == null && failure == null;
    }

    void release() {
        if (snapshot != null) {
            snapshot.release();
        }
    }
}
