package org.jerboa.search.sampling;

import java.util.function.Supplier;
import org.jerboa.search.Constraint;
import org.jerboa.tune.space.Configuration;
import org.jerboa.tune.space.SearchSpace;
import org.jerboa.tune.spi.SearchProblem;

/** Points of a scrambled Sobol sequence over the unit cube of the space; see {@link org.jerboa.search.SobolSearch}. Immutable. */
public final class SobolSampling implements Sampling {

    @Override
    public Sampler start(SearchProblem problem, Constraint allowed) {
        int axes = problem.space().dimensions();
        if (axes > ScrambledSobol.MAX_DIMENSION) {
            throw new IllegalArgumentException("a Sobol sequence has at most " + ScrambledSobol.MAX_DIMENSION
                    + " dimensions, and the space has " + axes + " that are searched; use RandomSearch");
        }
        // A space without axes has one configuration, which any sequence leads to.
        ScrambledSobol sequence = new ScrambledSobol(Math.max(1, axes), problem.seed());
        return CandidateSampler.of(new Points(problem.space(), problem.seed(), allowed, sequence));
    }

    @Override
    public String describe() {
        return "sobol";
    }

    /** Configurations at the points. */
    private static final class Points extends DrawnCandidates {

        private final SearchSpace space;
        private final ScrambledSobol sequence;

        Points(SearchSpace space, long seed, Constraint allowed, ScrambledSobol sequence) {
            super(space, seed, "sobol", allowed);
            this.space = space;
            this.sequence = sequence;
        }

        @Override
        Supplier<Configuration> draws(int ordinal) {
            return () -> space.decode(space.dimensions() == 0 ? new double[0] : sequence.next());
        }
    }
}
