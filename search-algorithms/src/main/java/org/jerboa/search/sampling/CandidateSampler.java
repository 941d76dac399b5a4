package org.jerboa.search.sampling;

import java.util.Optional;
import org.jerboa.search.history.History;
import org.jerboa.tune.space.Configuration;

/** Proposes candidates in their order, whatever the results and the trials' numbers. */
final class CandidateSampler implements Sampler {

    private final Candidates candidates;

    CandidateSampler(Candidates candidates) {
        this.candidates = candidates;
    }

    @Override
    public Optional<Configuration> propose(int trial, History history) {
        return candidates.hasNext() ? Optional.of(candidates.next()) : Optional.empty();
    }
}
