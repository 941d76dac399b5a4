package org.jerboa.tune.spi;

import java.util.List;
import org.jerboa.tune.metric.Objective;
import org.jerboa.tune.space.SearchSpace;

/**
 * What a searcher searches.
 *
 * @param objectives at least one; the first decides which trial is best
 * @param seed all of a searcher's randomness is derived from it
 */
public record SearchProblem(SearchSpace space, List<Objective> objectives, long seed) {

    public SearchProblem {
        objectives = List.copyOf(objectives);
        if (objectives.isEmpty()) {
            throw new IllegalArgumentException("no objective; name one with minimize(metric) or maximize(metric)");
        }
    }

    /** The first objective. */
    public Objective primary() {
        return objectives.get(0);
    }
}
