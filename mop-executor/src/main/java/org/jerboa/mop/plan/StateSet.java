package org.jerboa.mop.plan;

/**
 * States of a search that were met, by a hash of 64 bits alone: of a hundred thousand, two differ and share it once in some
 * billions of searches. Of fixed size; once it is three quarters full nothing more is remembered, which costs time only.
 */
final class StateSet {

    private static final int SIZE = 1 << 17;
    private static final long MULTIPLIER = 0x9E3779B97F4A7C15L;

    private final long[] hashes = new long[SIZE];
    private int size;

    static long mix(long hash, long value) {
        long mixed = (hash ^ value) * MULTIPLIER;
        mixed ^= mixed >>> 32;
        mixed *= 0xD6E8FEB86659FD93L;
        return mixed ^ (mixed >>> 29);
    }

    /** @return whether the state is new */
    boolean add(long hash) {
        long entry = hash == 0 ? 1 : hash;
        int at = (int) (entry >>> 40) & (SIZE - 1);
        while (hashes[at] != 0) {
            if (hashes[at] == entry) {
                return false;
            }
            at = (at + 1) & (SIZE - 1);
        }
        if (size < SIZE / 4 * 3) {
            hashes[at] = entry;
            size++;
        }
        return true;
    }
}
