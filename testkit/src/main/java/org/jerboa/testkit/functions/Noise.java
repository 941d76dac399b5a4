package org.jerboa.testkit.functions;

import org.jerboa.tune.random.RandomStreams;

/**
 * Standard normal numbers that are a function of (seed, trial, step): the same in every language, whatever the order in
 * which trials are evaluated. By Box and Muller from two hashes, each a chain of SplitMix64 steps.
 */
final class Noise {

    private static final double UNIT = 0x1.0p-53;

    private Noise() {}

    /** @param step epochs trained, or 0 where training has no length */
    static double normal(long seed, int trial, int step) {
        return Math.sqrt(-2 * Math.log(uniform(seed, trial, step, 1)))
                * Math.cos(2 * Math.PI * uniform(seed, trial, step, 2));
    }

    /** Inside (0, 1), never at its ends. */
    static double uniform(long seed, int trial, int step, int lane) {
        long hash = RandomStreams.mix(seed);
        hash = RandomStreams.mix(hash ^ trial);
        hash = RandomStreams.mix(hash ^ step);
        hash = RandomStreams.mix(hash ^ lane);
        return ((hash >>> 11) + 0.5) * UNIT;
    }
}
