package org.jerboa.mop.checkpoint;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.file.NoSuchFileException;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jerboa.tune.spi.CheckpointId;
import org.jerboa.tune.spi.CheckpointStore;

/** Checkpoints on the heap, for studies without a folder. Up to 2 GiB each. Thread-safe. */
public final class MemoryCheckpointStore implements CheckpointStore {

    private final ConcurrentSkipListMap<CheckpointId, byte[]> payloads = new ConcurrentSkipListMap<>();

    @Override
    public long put(CheckpointId id, Writer payload) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        payload.writeTo(Channels.newChannel(bytes));
        payloads.put(id, bytes.toByteArray());
        return bytes.size();
    }

    @Override
    public <T> T get(CheckpointId id, Reader<T> reader) throws IOException {
        byte[] payload = payloads.get(id);
        if (payload == null) {
            throw new NoSuchFileException(id.toString(), null, "there is no such checkpoint");
        }
        return reader.readFrom(Channels.newChannel(new ByteArrayInputStream(payload)));
    }

    @Override
    public SortedSet<Integer> versions(int trial) {
        SortedSet<Integer> versions = new TreeSet<>();
        payloads.subMap(new CheckpointId(trial, 0), true, new CheckpointId(trial, Integer.MAX_VALUE), true)
                .keySet()
                .forEach(id -> versions.add(id.version()));
        return versions;
    }

    @Override
    public void delete(CheckpointId id) {
        payloads.remove(id);
    }

    @Override
    public void close() {
        // what it holds is garbage as soon as it is
    }
}
