package org.jerboa.search.sampling;

import org.jerboa.search.Constraint;
import org.jerboa.tune.spi.SearchProblem;

/** Independent uniform draws from the unit cube of the space, none of them twice; see {@link org.jerboa.search.RandomSearch}. Immutable. */
public final class RandomSampling implements Sampling {

    @Override
    public Sampler start(SearchProblem problem, Constraint allowed) {
        RandomCandidates candidates = new RandomCandidates(problem.space(), problem.seed(), allowed);
        if (!candidates.hasNext()) {
            throw new IllegalArgumentException("no configuration met the constraints in " + RandomCandidates.MAX_DRAWS
                    + " draws; loosen them or narrow the space to where they hold");
        }
        return new CandidateSampler(candidates);
    }

    @Override
    public String describe() {
        return "random";
    }
}
