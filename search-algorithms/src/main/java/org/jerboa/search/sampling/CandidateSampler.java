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

    /**
     * Of candidates that are drawn.
     *
     * @throws IllegalArgumentException if there is none
     */
    static CandidateSampler of(DrawnCandidates candidates) {
        if (!candidates.hasNext()) {
            throw new IllegalArgumentException("no configuration met the constraints in " + DrawnCandidates.MAX_DRAWS
                    + " draws; loosen them or narrow the space to where they hold");
        }
        return new CandidateSampler(candidates);
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
