package org.jerboa.transfer.materialise;

/** Counts bytes of outputs that are stored. Thread-safe. */
final class Ledger {

    private long held;
    private long written;
    private long peak;

    synchronized void written(long bytes) {
        written += bytes;
        found(bytes);
    }

    /** They were there already. */
    synchronized void found(long bytes) {
        held += bytes;
        peak = Math.max(peak, held);
    }

    synchronized void dropped(long bytes) {
        held -= bytes;
    }

    synchronized long bytesWritten() {
        return written;
    }

    /** The most that were there at any time. */
    synchronized long peakBytes() {
        return peak;
    }
}
