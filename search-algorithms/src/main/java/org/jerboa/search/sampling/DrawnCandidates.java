package org.jerboa.search.sampling;

import java.util.HashSet;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.function.Supplier;
import org.jerboa.search.Constraint;
import org.jerboa.tune.random.RandomStreams;
import org.jerboa.tune.space.Configuration;
import org.jerboa.tune.space.SearchSpace;
import org.jspecify.annotations.Nullable;

/**
 * Configurations that are drawn, without repetition.
 *
 * <p>Repeating draws alone would need ever more of them as a finite space fills up, and could never tell that it is full.
 * After {@value #MAX_DRAWS} draws in vain the rest of a small space is therefore enumerated, in an order shuffled by the seed.
 */
abstract class DrawnCandidates implements Candidates {

    static final int MAX_DRAWS = 10_000;

    private final SearchSpace space;
    private final long restSeed;
    private final Constraint constraint;
    private final Set<Configuration> drawn = new HashSet<>();

    /** Null until drawing fails, and where the space cannot be enumerated. */
    private @Nullable Candidates rest;

    /** The configuration to give out next, if it was found already. */
    private @Nullable Configuration next;

    /** @param stream name of all that is random in the way of drawing */
    DrawnCandidates(SearchSpace space, long seed, String stream, Constraint constraint) {
        this.space = space;
        this.restSeed = RandomStreams.seed(seed, stream, "rest");
        this.constraint = constraint;
    }

    /** Draws for one candidate, to be repeated until one is new and allowed. */
    abstract Supplier<Configuration> draws(int ordinal);

    @Override
    public final boolean hasNext() {
        if (next == null) {
            next = find();
        }
        return next != null;
    }

    @Override
    public final Configuration next() {
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
        Supplier<Configuration> draws = draws(drawn.size());
        for (int i = 0; i < MAX_DRAWS; i++) {
            Configuration configuration = draws.get();
            if (isNew(configuration)) {
                return configuration;
            }
        }
        return null;
    }

    private @Nullable Configuration enumerate() {
        if (rest == null) {
            rest = GridCandidates.ofSmall(space, restSeed);
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
}
