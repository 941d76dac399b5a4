package org.jerboa.search.sampling;

import org.jerboa.search.Constraint;
import org.jerboa.tune.spi.SearchProblem;

/** Independent uniform draws from the unit cube of the space, none of them twice; see {@link org.jerboa.search.RandomSearch}. Immutable. */
public final class RandomSampling implements Sampling {

    @Override
    public Sampler start(SearchProblem problem, Constraint allowed) {
        return CandidateSampler.of(new RandomCandidates(problem.space(), problem.seed(), allowed));
    }

    @Override
    public String describe() {
        return "random";
    }
}
