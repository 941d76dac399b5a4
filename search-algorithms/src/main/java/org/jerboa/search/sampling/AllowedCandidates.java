package org.jerboa.search.sampling;

import java.util.NoSuchElementException;
import org.jerboa.search.Constraint;
import org.jerboa.tune.space.Configuration;
import org.jspecify.annotations.Nullable;

/** Those of other candidates that a constraint allows. */
final class AllowedCandidates implements Candidates {

    private final Candidates all;
    private final Constraint allowed;
    private @Nullable Configuration next;

    AllowedCandidates(Candidates all, Constraint allowed) {
        this.all = all;
        this.allowed = allowed;
    }

    @Override
    public boolean hasNext() {
        while (next == null && all.hasNext()) {
            Configuration candidate = all.next();
            next = allowed.allows(candidate) ? candidate : null;
        }
        return next != null;
    }

    @Override
    public Configuration next() {
        Configuration given = hasNext() ? next : null;
        if (given == null) {
            throw new NoSuchElementException("all candidates were given out");
        }
        next = null;
        return given;
    }
}
