package org.jerboa.hazelcast.internal.worker.memory;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import org.jspecify.annotations.Nullable;

/**
 * Bytes on the heap or in a file: written in pieces, then read. Pieces may be written by several threads. What was read of it stays
 * readable when it is freed.
 */
public final class Block {

    private final @Nullable ShardMemory memory;
    private final @Nullable ByteBuffer heap;
    private final @Nullable FileChannel file;
    private boolean freed;

    private Block(@Nullable ShardMemory memory, @Nullable ByteBuffer heap, @Nullable FileChannel file) {
        this.memory = memory;
        this.heap = heap;
        this.file = file;
    }

    /** @param memory that the bytes have been taken from */
    static Block onHeap(ShardMemory memory, int length) {
        return new Block(memory, ByteBuffer.allocate(length), null);
    }

    static Block inFile(FileChannel file) {
        return new Block(null, null, file);
    }

    /** Takes all of the piece's remaining bytes. */
    public void write(long offset, ByteBuffer piece) throws IOException {
        if (heap != null) {
            heap.duplicate().position((int) offset).put(piece);
        } else if (file != null) {
            long at = offset;
            while (piece.hasRemaining()) {
                at += file.write(piece, at);
            }
        }
    }

    /** Some of the bytes, without a copy; below 2 GB. */
    public ByteBuffer slice(long from, long length) throws IOException {
        if (heap != null) {
            return heap.slice((int) from, (int) length);
        } else if (file != null) {
            return file.map(FileChannel.MapMode.READ_ONLY, from, length);
        }
        throw new IllegalStateException("a block is on the heap or in a file");
    }

    /** Nothing is written or sliced any more: mappings outlive their file. */
    public void seal() throws IOException {
        if (file != null) {
            file.close();
        }
    }

    /** Gives its room back. */
    public synchronized void free() throws IOException {
        if (!freed) {
            freed = true;
            if (memory != null && heap != null) {
                memory.giveBack(heap.capacity());
            }
            seal();
        }
    }
}
