package org.jerboa.mop.local;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Memory for checkpoints on their way to the store, in chunks that are used again: a bounded number, so that a slow disk
 * cannot fill the heap. Chunks are small enough not to count as humongous for the G1 collector. Thread-safe.
 */
final class CommitMemory {

    static final int CHUNK = 256 << 10;

    private final long chunks;
    private final Deque<byte[]> free = new ArrayDeque<>();
    private long taken;

    /** @param bytes bound of all checkpoints on their way together */
    CommitMemory(long bytes) {
        this.chunks = bytes / CHUNK;
    }

    /** An eighth of the heap. */
    static CommitMemory ofHeap() {
        return new CommitMemory(Runtime.getRuntime().maxMemory() / 8);
    }

    /** Whether a checkpoint of this size would find room now. */
    synchronized boolean hasRoomFor(long bytes) {
        return bytes <= (chunks - taken) * CHUNK;
    }

    /** A chunk with anything in it; null if the bound is reached. */
    synchronized byte @Nullable [] take() {
        if (taken == chunks) {
            return null;
        }
        byte[] chunk = free.isEmpty() ? new byte[CHUNK] : free.pop();
        taken++; // after the allocation, which may fail
        return chunk;
    }

    synchronized void giveBack(Iterable<byte[]> used) {
        for (byte[] chunk : used) {
            taken--;
            free.push(chunk);
        }
    }

    /** Leaves unused chunks to the garbage collector. */
    synchronized void shrink() {
        free.clear();
    }
}
