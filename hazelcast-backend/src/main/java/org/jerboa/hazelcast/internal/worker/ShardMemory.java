package org.jerboa.hazelcast.internal.worker;

/** Heap that a member's shards may take, of all studies together. Thread-safe. */
final class ShardMemory {

    private final long bytes;
    private long taken;

    ShardMemory(long bytes) {
        this.bytes = bytes;
    }

    /** Takes so much, if it is there. */
    synchronized boolean take(long some) {
        if (some > bytes - taken) {
            return false;
        }
        taken += some;
        return true;
    }

    synchronized long taken() {
        return taken;
    }

    synchronized void giveBack(long some) {
        taken -= some;
    }
}
