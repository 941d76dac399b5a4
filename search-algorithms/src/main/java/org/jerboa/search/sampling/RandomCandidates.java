package org.jerboa.search.sampling;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jerboa.search.Constraint;
import org.jerboa.tune.random.RandomStreams;
import org.jerboa.tune.space.Configuration;
import org.jerboa.tune.space.SearchSpace;

/**
 * Independent uniform draws. Draw n takes its numbers for a parameter from the stream (seed, "random", n, name of the
 * parameter); a repeated draw goes on in the same streams.
 */
final class RandomCandidates extends DrawnCandidates {

    private static final String STREAM = "random";

    private final SearchSpace space;
    private final long seed;

    RandomCandidates(SearchSpace space, long seed, Constraint constraint) {
        super(space, seed, STREAM, constraint);
        this.space = space;
        this.seed = seed;
    }

    @Override
    Supplier<Configuration> draws(int ordinal) {
        Map<String, RandomGenerator> streams = new HashMap<>();
        return () -> space.sample(name -> RandomNumbers.uniform(
                streams.computeIfAbsent(name, n -> RandomStreams.stream(seed, STREAM, ordinal, n))));
    }
}
