package org.jerboa.search.sampling;

import java.util.Optional;
import org.jerboa.search.history.History;
import org.jerboa.tune.space.Configuration;

/** Proposes candidates in their order, whatever the results and the trials' numbers; but none that was tried already. */
final class CandidateSampler implements Sampler {

    private final Candidates candidates;

    CandidateSampler(Candidates candidates) {
        this.candidates = candidates;
    }

    @Override
    public Optional<Configuration> propose(int trial, History history) {
        while (candidates.hasNext()) {
            Configuration candidate = candidates.next();
            if (!history.has(candidate)) {
                return Optional.of(candidate);
            }
        }
        return Optional.empty();
    }
}
