package org.jerboa.search;

import java.util.Deque;
import java.util.Optional;
import org.jerboa.search.history.History;
import org.jerboa.search.sampling.Sampler;
import org.jerboa.tune.space.Configuration;

/** The configurations of a search's new trials: the known ones first, then what the sampler proposes, up to a number. */
final class Proposals {

    private final Deque<Configuration> known;
    private final Sampler sampler;
    private final History history;
    private long left;

    Proposals(Deque<Configuration> known, Sampler sampler, History history, long trials) {
        this.known = known;
        this.sampler = sampler;
        this.history = history;
        this.left = trials;
    }

    /** Whether there may be another one. */
    boolean mayHaveMore() {
        return left > 0;
    }

    Optional<Configuration> next(int trial) {
        if (left == 0) {
            return Optional.empty();
        }
        Optional<Configuration> next = known.isEmpty() ? sampler.propose(trial, history) : Optional.of(known.remove());
        left = next.isPresent() ? left - 1 : 0;
        return next;
    }
}
