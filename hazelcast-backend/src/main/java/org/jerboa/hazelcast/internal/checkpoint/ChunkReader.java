package org.jerboa.hazelcast.internal.checkpoint;

import com.github.benmanes.caffeine.cache.Cache;
import com.hazelcast.map.IMap;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.zip.CRC32C;
import org.jerboa.tune.spi.CheckpointId;
import org.jerboa.tune.spi.CorruptCheckpointException;
import org.jspecify.annotations.Nullable;

/** Reads a payload from chunks in a map, a few of them ahead. Used by one thread. */
final class ChunkReader implements ReadableByteChannel {

    private final IMap<String, byte[]> chunks;
    private final Manifest manifest;
    private final Cache<String, byte[]> atHand;
    private final CRC32C sum = new CRC32C();
    private final Deque<CompletableFuture<byte @Nullable []>> ahead = new ArrayDeque<>();
    private ByteBuffer present = ByteBuffer.allocate(0);
    private int asked;
    private int taken;
    private long length;
    private @Nullable IOException failure;

    ChunkReader(IMap<String, byte[]> chunks, Manifest manifest, Cache<String, byte[]> atHand) {
        this.chunks = chunks;
        this.manifest = manifest;
        this.atHand = atHand;
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
        if (!target.hasRemaining()) {
            return 0;
        }
        if (!present.hasRemaining() && !next()) {
            return -1;
        }
        int part = Math.min(target.remaining(), present.remaining());
        ByteBuffer bytes = present.slice().limit(part);
        sum.update(bytes.duplicate());
        target.put(bytes);
        present.position(present.position() + part);
        length += part;
        return part;
    }

    private boolean next() throws IOException {
        if (taken == manifest.chunks()) {
            return false;
        }
        while (asked < manifest.chunks() && ahead.size() < ChunkWriter.WINDOW) {
            ahead.add(ask(manifest.key(asked++)));
        }
        try {
            byte[] chunk = GridCheckpoints.calling(ahead.remove()::get);
            if (chunk == null) {
                throw new GridCheckpoints.MissingChunkException(manifest, taken);
            }
            atHand.put(manifest.key(taken), chunk);
            present = ByteBuffer.wrap(chunk);
            taken++;
            return true;
        } catch (IOException e) {
            failure = e;
            throw e;
        }
    }

    private CompletableFuture<byte @Nullable []> ask(String key) throws IOException {
        byte[] known = atHand.getIfPresent(key);
        return known != null
                ? CompletableFuture.completedFuture(known)
                : GridCheckpoints.calling(() -> chunks.getAsync(key).toCompletableFuture());
    }

    /** What kept a chunk from coming is what a reader failed of, whatever it made of that. */
    void rethrow() throws IOException {
        if (failure != null) {
            throw failure;
        }
    }

    /** Reads what the reader left, and compares length and checksum. */
    void verify(CheckpointId id) throws IOException {
        ByteBuffer rest = ByteBuffer.allocate(8_192);
        while (read(rest.clear()) >= 0) {
            // only to sum it
        }
        if (length != manifest.length()) {
            throw new CorruptCheckpointException(id, "it has " + length + " bytes of " + manifest.length());
        }
        if ((int) sum.getValue() != manifest.checksum()) {
            throw new CorruptCheckpointException(id, "its payload does not have the checksum it was written with");
        }
    }

    @Override
    public boolean isOpen() {
        return true;
    }

    @Override
    public void close() {
        ahead.clear();
    }
}
