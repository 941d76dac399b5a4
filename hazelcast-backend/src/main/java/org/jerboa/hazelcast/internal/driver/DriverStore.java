package org.jerboa.hazelcast.internal.driver;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.util.SortedSet;
import org.jerboa.hazelcast.internal.checkpoint.GridCheckpoints;
import org.jerboa.tune.spi.CheckpointId;
import org.jerboa.tune.spi.CheckpointStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The checkpoints that the driver keeps, in the study's folder or in its memory: each is copied there from the grid before
 * it counts as committed, so that a study survives the loss of all workers, and its results that of the grid. What is
 * deleted goes from both. Thread-safe.
 */
final class DriverStore implements CheckpointStore {

    private static final Logger LOG = LoggerFactory.getLogger(DriverStore.class);
    private static final int BLOCK = 1 << 16;

    private final CheckpointStore kept;
    private final GridCheckpoints grid;
    private final Object gridUse = new Object();
    private boolean apart;

    DriverStore(CheckpointStore kept, GridCheckpoints grid) {
        this.kept = kept;
        this.grid = grid;
    }

    /** Copies a checkpoint from the grid. */
    long keep(CheckpointId id) throws IOException {
        return grid.get(id, in -> kept.put(id, out -> copy(in, out)));
    }

    /** Copies what another driver left in the grid, when it ended before it could. */
    void salvage() throws IOException {
        for (int trial : grid.known()) {
            for (int version : grid.versions(trial)) {
                if (!kept.versions(trial).contains(version)) {
                    CheckpointId id = new CheckpointId(trial, version);
                    try {
                        keep(id);
                    } catch (IOException e) {
                        LOG.warn("The grid has lost {}; its units are run again", id, e);
                    }
                }
            }
        }
    }

    static void copy(ReadableByteChannel in, WritableByteChannel out) throws IOException {
        ByteBuffer block = ByteBuffer.allocate(BLOCK);
        while (in.read(block.clear()) >= 0) {
            block.flip();
            while (block.hasRemaining()) {
                out.write(block);
            }
        }
    }

    /**
     * The grid is about to end, or not this study's any more: nothing is deleted there from now on. Waits for a deletion that is
     * under way, which would find no member half way.
     */
    void comeApart() {
        synchronized (gridUse) {
            apart = true;
        }
    }

    @Override
    public long put(CheckpointId id, Writer payload) throws IOException {
        return kept.put(id, payload);
    }

    @Override
    public <T> T get(CheckpointId id, Reader<T> reader) throws IOException {
        return kept.get(id, reader);
    }

    @Override
    public SortedSet<Integer> versions(int trial) throws IOException {
        return kept.versions(trial);
    }

    @Override
    public void delete(CheckpointId id) throws IOException {
        kept.delete(id);
        synchronized (gridUse) {
            if (!apart) {
                grid.delete(id);
            }
        }
    }

    @Override
    public void close() throws IOException {
        kept.close();
    }
}
