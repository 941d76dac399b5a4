package org.jerboa.search.sampling;

import org.apache.commons.math3.random.SobolSequenceGenerator;
import org.jerboa.tune.random.RandomStreams;

/**
 * The points of a Sobol sequence in the unit cube, scrambled by a seed: each point for itself is uniformly random, and
 * together they fill the cube more evenly than random points do. Of the first 2^m points, every interval of length 2^-m on
 * every axis holds exactly one.
 *
 * <p>The sequence is that of Commons Math, by the direction numbers of S. Joe and F. Y. Kuo (<i>Constructing Sobol Sequences
 * with Better Two-Dimensional Projections</i>, SIAM Journal on Scientific Computing 30(5), 2008). The scrambling is the nested
 * uniform one of A. B. Owen (<i>Randomly Permuted (t,m,s)-Nets and (t,s)-Sequences</i>, 1995) in base 2: whether a bit is
 * flipped is random, and depends on all the bits before it. No permutation is stored; the flip is the hash of those bits.
 *
 * <p>The first point of an unscrambled sequence is a corner of the cube and must not be left out, or the balance of all that
 * follow is lost (Owen, On Dropping the First Sobol' Point, MCQMC 2020); scrambled it is as random as any. Not thread-safe.
 */
final class ScrambledSobol {

    /** Direction numbers go no further. */
    static final int MAX_DIMENSION = 1000;

    private static final int BITS = 52;

    private static final double SCALE = 1L << BITS;

    private final SobolSequenceGenerator sequence;
    private final long[] keys;

    /** @param dimension from 1 to {@value #MAX_DIMENSION} */
    ScrambledSobol(int dimension, long seed) {
        sequence = new SobolSequenceGenerator(dimension);
        keys = new long[dimension];
        for (int axis = 0; axis < dimension; axis++) {
            keys[axis] = RandomStreams.seed(seed, "sobol", axis);
        }
    }

    /** The next point; all coordinates in [0, 1). */
    double[] next() {
        double[] point = sequence.nextVector();
        for (int axis = 0; axis < point.length; axis++) {
            point[axis] = scrambled((long) (point[axis] * SCALE), keys[axis]) / SCALE;
        }
        return point;
    }

    private static long scrambled(long bits, long key) {
        long flipped = 0;
        for (int bit = BITS - 1; bit >= 0; bit--) {
            // A leading one keeps prefixes of different lengths apart.
            long prefix = bits >>> (bit + 1) | 1L << (BITS - 1 - bit);
            flipped |= (RandomStreams.mix(key ^ RandomStreams.mix(prefix)) >>> (Long.SIZE - 1)) << bit;
        }
        return bits ^ flipped;
    }
}
