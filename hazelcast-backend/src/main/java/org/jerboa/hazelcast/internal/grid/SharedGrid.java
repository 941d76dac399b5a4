package org.jerboa.hazelcast.internal.grid;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A grid that starts with the first study that needs it and ends with the last. Thread-safe. */
public final class SharedGrid {

    private final Supplier<OpenGrid> starting;
    private @Nullable OpenGrid open;
    private int users;

    public SharedGrid(Supplier<OpenGrid> starting) {
        this.starting = starting;
    }

    /** @throws org.jerboa.tune.study.StudyException if it cannot start */
    public synchronized OpenGrid take() {
        OpenGrid grid = open == null ? starting.get() : open;
        open = grid;
        users++;
        return grid;
    }

    /** As often as {@link #take}. */
    public synchronized void giveBack() {
        users--;
        OpenGrid grid = open;
        if (users == 0 && grid != null) {
            open = null;
            grid.ending().run();
        }
    }
}
