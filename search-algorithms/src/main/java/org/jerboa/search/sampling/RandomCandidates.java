package org.jerboa.search.sampling;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jerboa.search.Constraint;
import org.jerboa.tune.random.RandomStreams;
import org.jerboa.tune.space.Configuration;
import org.jerboa.tune.space.SearchSpace;
import org.jspecify.annotations.Nullable;

/**
 * Draws configurations without repetition. Draw n takes its numbers for a parameter from the stream (seed, "random", n,
 * name of the parameter); a repeated draw goes on in the same streams.
 *
 * <p>Repetition alone would need ever more draws as a finite space fills up, and could never tell that it is full. After
 * {@value #MAX_DRAWS} draws in vain the rest of a small space is therefore enumerated, in an order shuffled by the seed.
 */
final class RandomCandidates implements Candidates {

    static final int MAX_DRAWS = 10_000;

    private static final String STREAM = "random";

    private final SearchSpace space;
    private final long seed;
    private final Constraint constraint;
    private final Set<Configuration> drawn = new HashSet<>();

    /** Null until drawing fails, and where the space cannot be enumerated. */
    private @Nullable Candidates rest;

    /** The configuration to give out next, if it was found already. */
    private @Nullable Configuration next;

    RandomCandidates(SearchSpace space, long seed, Constraint constraint) {
        this.space = space;
        this.seed = seed;
        this.constraint = constraint;
    }

    @Override
    public boolean hasNext() {
        if (next == null) {
            next = find();
        }
        return next != null;
    }

    @Override
    public Configuration next() {
        Configuration given = hasNext() ? next : null;
        if (given == null) {
            throw new NoSuchElementException("all " + drawn.size() + " configurations were given out");
        }
        next = null;
        return given;
    }

    private @Nullable Configuration find() {
        Configuration found = rest == null ? draw() : null;
        if (found == null) {
            found = enumerate();
        }
        if (found != null) {
            drawn.add(found);
        }
        return found;
    }

    private @Nullable Configuration draw() {
        int ordinal = drawn.size();
        Map<String, RandomGenerator> streams = new HashMap<>();
        for (int i = 0; i < MAX_DRAWS; i++) {
            Configuration configuration = space.sample(name ->
                    uniform(streams.computeIfAbsent(name, n -> RandomStreams.stream(seed, STREAM, ordinal, n))));
            if (isNew(configuration)) {
                return configuration;
            }
        }
        return null;
    }

    private @Nullable Configuration enumerate() {
        if (rest == null) {
            rest = GridCandidates.ofSmall(space, RandomStreams.seed(seed, STREAM, "rest"));
        }
        while (rest.hasNext()) {
            Configuration configuration = rest.next();
            if (isNew(configuration)) {
                return configuration;
            }
        }
        return null;
    }

    private boolean isNew(Configuration configuration) {
        return !drawn.contains(configuration) && constraint.allows(configuration);
    }

    /** The 53 upper bits as a number in [0, 1); how the JDK makes one is not specified for all versions. */
    private static double uniform(RandomGenerator stream) {
        return (stream.nextLong() >>> 11) * 0x1.0p-53;
    }
}
