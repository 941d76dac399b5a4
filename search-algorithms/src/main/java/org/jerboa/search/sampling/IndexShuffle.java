package org.jerboa.search.sampling;

import org.jerboa.tune.random.RandomStreams;

/**
 * A seeded permutation of 0..size-1 that is computed where it is needed and never stored, so that the cells of a grid
 * of any size can be visited in random order at once and in constant memory.
 *
 * <p>A Feistel network (Luby and Rackoff, How to Construct Pseudorandom Permutations from Pseudorandom Functions, SIAM
 * Journal on Computing 17(2), 1988) permutes the numbers of an even count of bits. That count is the smallest that
 * holds all indices, so the network's range is less than four times the size, or four. Where the network leads out of
 * 0..size-1 it is applied again until it leads back in (cycle walking: Black and Rogaway, Ciphers with Arbitrary Finite
 * Domains, CT-RSA 2002, section 3): following a cycle of a permutation from inside a subset back into it permutes the
 * subset, and takes fewer than four steps on average.
 *
 * <p>It is statistically good, not cryptographically strong. The 64-bit seed reaches at most 2^64 of the size!
 * permutations. Immutable.
 */
final class IndexShuffle {

    /** Four rounds make a pseudorandom permutation in theory; halves of a few bits need more to mix. */
    private static final int ROUNDS = 12;

    private final long size;
    private final int halfBits;
    private final long halfMask;
    private final long[] keys = new long[ROUNDS];

    /** @param seed the same seed and size give the same permutation on every JDK */
    IndexShuffle(long size, long seed) {
        if (size < 1) {
            throw new IllegalArgumentException("size (" + size + ") of a permutation must be at least 1");
        }
        this.size = size;
        int bits = Math.max(1, Long.SIZE - Long.numberOfLeadingZeros(size - 1));
        this.halfBits = (bits + 1) / 2;
        this.halfMask = (1L << halfBits) - 1;
        for (int round = 0; round < ROUNDS; round++) {
            keys[round] = RandomStreams.seed(seed, "round", round);
        }
    }

    /** The index at a position of the order; both in 0..size-1. */
    long at(long position) {
        if (position < 0 || position >= size) {
            throw new IndexOutOfBoundsException("position " + position + " of " + size);
        }
        long index = position;
        do {
            index = permute(index);
            // Unsigned: the network for more than 2^62 indices permutes all 64 bits.
        } while (Long.compareUnsigned(index, size) >= 0);
        return index;
    }

    private long permute(long index) {
        long left = index >>> halfBits;
        long right = index & halfMask;
        for (long key : keys) {
            // The high bits of the mix, as the low ones of its input are all that tells neighbours apart.
            long scrambled = RandomStreams.mix(key ^ right) >>> (Long.SIZE - halfBits);
            long newRight = left ^ scrambled;
            left = right;
            right = newRight;
        }
        return left << halfBits | right;
    }
}
