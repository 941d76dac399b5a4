package org.jerboa.search.sampling;

import java.util.random.RandomGenerator;

/** Numbers from random bits by our own algorithms: how the JDK makes them is not specified for all its versions. */
public final class RandomNumbers {

    private RandomNumbers() {}

    /** Uniform in [0, 1): the 53 upper bits of a long. */
    public static double uniform(RandomGenerator stream) {
        return (stream.nextLong() >>> 11) * 0x1.0p-53;
    }

    /** Uniform in 0..bound-1, by multiplying a uniform number; the bias is below bound / 2^53. */
    public static int below(int bound, RandomGenerator stream) {
        return (int) (uniform(stream) * bound);
    }

    /** Whether something of that probability happens. */
    public static boolean chance(double probability, RandomGenerator stream) {
        return uniform(stream) < probability;
    }

    /**
     * Standard normal, by the method of Box and Muller (A Note on the Generation of Random Normal Deviates, Annals of
     * Mathematical Statistics 29(2), 1958); the second number of each pair is not used.
     */
    public static double gaussian(RandomGenerator stream) {
        double radius = Math.sqrt(-2 * StrictMath.log(1 - uniform(stream)));
        return radius * StrictMath.cos(2 * Math.PI * uniform(stream));
    }
}
