package org.jerboa.mop.local;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.util.ArrayList;
import java.util.List;

/** A checkpoint in memory, as the handler wrote it. Written by one thread, then read by one, then released. */
final class Snapshot implements WritableByteChannel {

    private final CommitMemory memory;
    private final List<byte[]> chunks = new ArrayList<>();
    private long bytes;
    private boolean overflowed;
    private boolean open = true;

    Snapshot(CommitMemory memory) {
        this.memory = memory;
    }

    @Override
    public int write(ByteBuffer source) throws IOException {
        int length = source.remaining();
        while (source.hasRemaining()) {
            int used = (int) (bytes % CommitMemory.CHUNK);
            if (used == 0) {
                byte[] chunk = memory.take();
                if (chunk == null) {
                    overflowed = true;
                    throw new IOException("no memory is left for checkpoints on their way to the store");
                }
                chunks.add(chunk);
            }
            int part = Math.min(source.remaining(), CommitMemory.CHUNK - used);
            source.get(chunks.get(chunks.size() - 1), used, part);
            bytes += part;
        }
        return length;
    }

    /** Whether it did not find enough memory, which is no fault of who wrote it. */
    boolean overflowed() {
        return overflowed;
    }

    void copyTo(WritableByteChannel out) throws IOException {
        long left = bytes;
        for (byte[] chunk : chunks) {
            ByteBuffer part = ByteBuffer.wrap(chunk, 0, (int) Math.min(left, chunk.length));
            left -= part.remaining();
            while (part.hasRemaining()) {
                out.write(part);
            }
        }
    }

    long bytes() {
        return bytes;
    }

    void release() {
        memory.giveBack(chunks);
        chunks.clear();
    }

    @Override
    public boolean isOpen() {
        return open;
    }

    @Override
    public void close() {
        open = false;
    }
}
