package org.jerboa.benchmarks.schedule;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.SortedSet;
import java.util.concurrent.TimeUnit;
import org.jerboa.tune.spi.CheckpointId;
import org.jerboa.tune.spi.CheckpointStore;

/** A store that takes a while for every checkpoint and the processor for none of it, as one behind a network. */
record SlowStore(CheckpointStore store, Duration storing) implements CheckpointStore {

    @Override
    public long put(CheckpointId id, Writer payload) throws IOException {
        try {
            TimeUnit.NANOSECONDS.sleep(storing.toNanos());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted before " + id + " was stored");
        }
        return store.put(id, payload);
    }

    @Override
    public <T> T get(CheckpointId id, Reader<T> reader) throws IOException {
        return store.get(id, reader);
    }

    @Override
    public SortedSet<Integer> versions(int trial) throws IOException {
        return store.versions(trial);
    }

    @Override
    public void delete(CheckpointId id) throws IOException {
        store.delete(id);
    }

    @Override
    public void close() throws IOException {
        store.close();
    }
}
