package org.jerboa.transfer.materialise;

/** Counts what computing outputs takes, and bytes of those that are stored, in this process or another. Thread-safe. */
final class Ledger {

    private long multiplyAccumulates;
    private long nanos;
    private long held;
    private long written;
    private long peak;

    /** @param threadNanos time that a thread has spent */
    synchronized void computed(long work, long threadNanos) {
        multiplyAccumulates += work;
        nanos += threadNanos;
    }

    synchronized void written(long bytes) {
        written += bytes;
        found(bytes);
    }

    /** In the place of what was lost. */
    synchronized void writtenAgain(long bytes) {
        written += bytes;
    }

    /** They were there already. */
    synchronized void found(long bytes) {
        held += bytes;
        peak = Math.max(peak, held);
    }

    synchronized void dropped(long bytes) {
        held -= bytes;
    }

    synchronized long multiplyAccumulates() {
        return multiplyAccumulates;
    }

    /** Time that threads have spent, together. */
    synchronized long nanos() {
        return nanos;
    }

    synchronized long bytesWritten() {
        return written;
    }

    /** The most that were there at any time. */
    synchronized long peakBytes() {
        return peak;
    }
}
