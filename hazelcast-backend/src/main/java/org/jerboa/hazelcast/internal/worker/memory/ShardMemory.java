package org.jerboa.hazelcast.internal.worker.memory;

/** Heap that a member's shards may take, of all studies together. Thread-safe. */
public final class ShardMemory {

    private final long bytes;
    private long taken;

    public ShardMemory(long bytes) {
        this.bytes = bytes;
    }

    /** Takes so much, if it is there. */
    public synchronized boolean take(long some) {
        if (some > bytes - taken) {
            return false;
        }
        taken += some;
        return true;
    }

    public synchronized long taken() {
        return taken;
    }

    public synchronized void giveBack(long some) {
        taken -= some;
    }
}
