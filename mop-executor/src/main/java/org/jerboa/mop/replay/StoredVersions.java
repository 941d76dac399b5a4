package org.jerboa.mop.replay;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.NoSuchFileException;
import java.util.List;
import org.jerboa.tune.spi.CheckpointId;
import org.jerboa.tune.spi.CheckpointStore;
import org.jerboa.tune.spi.CorruptCheckpointException;
import org.jerboa.tune.spi.ModelHandler;

/** Compares models with the checkpoints that a study has left, where there is one; byte by byte, without holding them. */
final class StoredVersions<M> {

    private final ModelHandler<M> handler;
    private final CheckpointStore store;
    private final List<String> differences;

    StoredVersions(ModelHandler<M> handler, CheckpointStore store, List<String> differences) {
        this.handler = handler;
        this.store = store;
        this.differences = differences;
    }

    void compare(int trial, int version, M model) throws IOException {
        if (!store.versions(trial).contains(version)) {
            return;
        }
        CheckpointId id = new CheckpointId(trial, version);
        try {
            long equal = store.get(id, payload -> {
                Comparing comparing = new Comparing(payload);
                handler.write(model, comparing);
                return comparing.isSame() ? -1 : comparing.equal;
            });
            if (equal >= 0) {
                differences.add("the model of " + id + " differs from its checkpoint after byte " + equal);
            }
        } catch (CorruptCheckpointException e) {
            differences.add("the checkpoint of " + id + " is damaged: " + e.getMessage());
        } catch (NoSuchFileException e) {
            // the study runs, and has just deleted it
        }
    }

    /** Compares what is written to it with what is read elsewhere. */
    private static final class Comparing implements WritableByteChannel {

        private static final int BLOCK = 1 << 16;

        private final ReadableByteChannel expected;
        private final ByteBuffer block = ByteBuffer.allocate(BLOCK);
        private boolean same = true;
        private long equal;

        Comparing(ReadableByteChannel expected) {
            this.expected = expected;
        }

        @Override
        public int write(ByteBuffer source) throws IOException {
            int length = source.remaining();
            while (source.hasRemaining() && same) {
                block.clear().limit(Math.min(BLOCK, source.remaining()));
                while (block.hasRemaining() && expected.read(block) >= 0) {
                    // until it is full, or there is no more
                }
                block.flip();
                ByteBuffer part = source.slice().limit(block.remaining());
                int mismatch = part.mismatch(block);
                same = mismatch < 0 && block.hasRemaining();
                equal += mismatch < 0 ? block.remaining() : mismatch;
                source.position(source.position() + block.remaining());
            }
            source.position(source.limit());
            return length;
        }

        /** Whether all that was written was expected, and nothing more is. */
        boolean isSame() throws IOException {
            return same && expected.read(ByteBuffer.allocate(1)) < 0;
        }

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public void close() {
            // nothing of it is opened here
        }
    }
}
