package org.jerboa.tune.random;

import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * Derives independent random streams from one seed and a path: the only source of randomness in the project.
 *
 * <p>A stream is named by what it is for, for example {@code stream(studySeed, "trial", 7, "learningRate")}. Two calls
 * with the same seed and path give the same numbers on every machine and JDK, whatever happened in between; paths that
 * differ in any element, in the type of an element ({@code 7} and {@code "7"}) or in how elements are divided
 * ({@code "ab"} and {@code "a", "b"}) give unrelated numbers. All methods are pure and safe to call from any thread; the
 * generators they return are not thread-safe and belong to the caller.
 *
 * <p>Path elements may be {@code byte}, {@code short}, {@code int}, {@code long}, strings and enum constants (by name).
 *
 * <p>The hash is the finaliser of SplitMix64 (Steele, Lea and Flood, Fast Splittable Pseudorandom Number Generators,
 * OOPSLA 2014) chained over the elements.
 */
public final class RandomStreams {

    private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;

    /** Keeps a number apart from a text that would otherwise mix to the same value. */
    private static final long NUMBER_TAG = 1;

    private static final long TEXT_TAG = 2;

    private RandomStreams() {}

    /**
     * One step of SplitMix64: adds the golden gamma and scrambles. A bijection on 64-bit values; equal to the first
     * {@code nextLong()} of a {@link SplittableRandom} seeded with {@code value}.
     */
    public static long mix(long value) {
        long z = value + GOLDEN_GAMMA;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }

    /**
     * A 64-bit hash of the seed and the path.
     *
     * @throws IllegalArgumentException if a path element is neither an integer, a string nor an enum constant
     */
    public static long seed(long seed, Object... path) {
        long hash = mix(seed);
        for (Object element : path) {
            hash = add(hash, element);
        }
        return hash;
    }

    /**
     * A fresh generator at the start of the stream that the seed and the path name.
     *
     * @throws IllegalArgumentException as {@link #seed}
     */
    public static RandomGenerator stream(long seed, Object... path) {
        return new SplittableRandom(seed(seed, path));
    }

    /**
     * A uniformly random order of 0..size-1, drawn from the stream that the seed and the path name.
     *
     * <p>The algorithm is part of the contract, as recorded studies are replayed through it: start from the identity;
     * for i from size-1 down to 1 draw j in 0..i and swap the entries at i and j. A draw takes the upper 63 bits r of
     * {@code nextLong()}, repeats while r is at or above the largest multiple of i+1 not above 2^63-1, and gives r mod
     * (i+1).
     *
     * @throws IllegalArgumentException if size is negative, or as {@link #seed}
     */
    public static int[] permutation(int size, long seed, Object... path) {
        if (size < 0) {
            throw new IllegalArgumentException("size (" + size + ") of a permutation must not be negative");
        }
        RandomGenerator random = stream(seed, path);
        int[] order = new int[size];
        for (int i = 0; i < size; i++) {
            order[i] = i;
        }
        for (int i = size - 1; i > 0; i--) {
            int j = below(i + 1, random);
            int swapped = order[i];
            order[i] = order[j];
            order[j] = swapped;
        }
        return order;
    }

    /** Not {@code nextInt(bound)}: how the JDK turns bits into a bounded number is not specified and has changed. */
    private static int below(int bound, RandomGenerator random) {
        long limit = Long.MAX_VALUE / bound * bound;
        long bits = random.nextLong() >>> 1;
        while (bits >= limit) {
            bits = random.nextLong() >>> 1;
        }
        return (int) (bits % bound);
    }

    private static long add(long hash, Object element) {
        if (element instanceof Long
                || element instanceof Integer
                || element instanceof Short
                || element instanceof Byte) {
            return mix(mix(hash ^ NUMBER_TAG) ^ ((Number) element).longValue());
        }
        if (element instanceof String text) {
            return addText(hash, text);
        }
        if (element instanceof Enum<?> constant) {
            return addText(hash, constant.name());
        }
        throw new IllegalArgumentException("path element " + element + " of type "
                + element.getClass().getName() + " has no stable hash; use an integer, a string or an enum constant");
    }

    private static long addText(long hash, String text) {
        long mixed = mix(mix(hash ^ TEXT_TAG) ^ text.length());
        for (int i = 0; i < text.length(); i++) {
            mixed = mix(mixed ^ text.charAt(i));
        }
        return mixed;
    }
}
