package org.jerboa.hazelcast.internal.checkpoint;

import com.hazelcast.map.IMap;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.zip.CRC32C;

/** Writes a payload as chunks into a map, a few of them at a time. Used by one thread. */
final class ChunkWriter implements WritableByteChannel {

    /** Chunks under way at a time: measured best together with their size. */
    static final int WINDOW = 4;

    private final IMap<String, byte[]> chunks;
    private final String place;
    private final CRC32C sum = new CRC32C();
    private final Deque<CompletableFuture<?>> underWay = new ArrayDeque<>();
    private ByteArrayOutputStream filling = new ByteArrayOutputStream();
    private long length;
    private int written;

    ChunkWriter(IMap<String, byte[]> chunks, String place) {
        this.chunks = chunks;
        this.place = place;
    }

    @Override
    public int write(ByteBuffer source) throws IOException {
        int all = source.remaining();
        sum.update(source.duplicate());
        while (source.hasRemaining()) {
            byte[] part = new byte[Math.min(source.remaining(), Manifest.CHUNK - filling.size())];
            source.get(part);
            filling.write(part, 0, part.length);
            if (filling.size() == Manifest.CHUNK) {
                send();
            }
        }
        length += all;
        return all;
    }

    private void send() throws IOException {
        if (underWay.size() == WINDOW) {
            await(underWay.remove());
        }
        byte[] chunk = filling.toByteArray();
        filling = new ByteArrayOutputStream();
        String key = Manifest.key(place, written++);
        underWay.add(GridCheckpoints.calling(() -> chunks.setAsync(key, chunk).toCompletableFuture()));
    }

    /** All chunks are in the map when it returns. */
    Manifest finish() throws IOException {
        if (filling.size() > 0) {
            send();
        }
        while (!underWay.isEmpty()) {
            await(underWay.remove());
        }
        return new Manifest(place, length, (int) sum.getValue());
    }

    /** Takes out again what was written, as far as the grid lets it. */
    void abort() {
        for (int chunk = 0; chunk < written; chunk++) {
            String key = Manifest.key(place, chunk);
            removeAfter(key, underWay.isEmpty() ? CompletableFuture.completedFuture(key) : underWay.getLast());
        }
    }

    private void removeAfter(String key, CompletableFuture<?> before) {
        underWay.add(before.handle((done, failure) -> {
            CompletableFuture<?> removal = chunks.deleteAsync(key).toCompletableFuture();
            return removal.isCompletedExceptionally();
        }));
    }

    private static void await(CompletableFuture<?> future) throws IOException {
        GridCheckpoints.calling(future::get);
    }

    @Override
    public boolean isOpen() {
        return true;
    }

    @Override
    public void close() {
        // the store finishes it
    }
}
