package org.jerboa.hazelcast.internal.driver;

import java.util.function.Consumer;
import org.jerboa.tune.spi.WorkerPool;
import org.jspecify.annotations.Nullable;

/** Tells the executor what happens, one thing at a time, and nothing after the end. Thread-safe. */
final class Telling {

    private WorkerPool.@Nullable Events events;

    synchronized void begin(WorkerPool.Events told) {
        events = told;
    }

    synchronized boolean hasBegun() {
        return events != null;
    }

    synchronized void tell(Consumer<WorkerPool.Events> event) {
        WorkerPool.Events listening = events;
        if (listening != null) {
            event.accept(listening);
        }
    }

    /** Waits for what is being told. */
    synchronized void end() {
        events = null;
    }
}
