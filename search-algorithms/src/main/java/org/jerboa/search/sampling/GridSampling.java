package org.jerboa.search.sampling;

import org.jerboa.search.Constraint;
import org.jerboa.tune.random.RandomStreams;
import org.jerboa.tune.space.Grid;
import org.jerboa.tune.spi.SearchProblem;

/**
 * Every combination of evenly spread values once; see {@link org.jerboa.search.GridSearch}. Immutable.
 *
 * @param shuffled whether in an order drawn from the study's seed
 * @param pointsPerReal values of a continuous parameter, and the most of an integer or quantised one; at least 1
 */
public record GridSampling(boolean shuffled, int pointsPerReal) implements Sampling {

    public GridSampling {
        if (pointsPerReal < 1) {
            throw new IllegalArgumentException("pointsPerReal (" + pointsPerReal + ") must be at least 1; raise it");
        }
    }

    @Override
    public Sampler start(SearchProblem problem, Constraint allowed) {
        Grid grid = problem.space().grid(pointsPerReal);
        Candidates cells = shuffled
                ? GridCandidates.shuffled(grid, RandomStreams.seed(problem.seed(), "grid"))
                : GridCandidates.inOrder(grid);
        return new CandidateSampler(new AllowedCandidates(cells, allowed));
    }

    /** Cells that the grid has over the problem's space, allowed or not. */
    public long cells(SearchProblem problem) {
        return problem.space().grid(pointsPerReal).size();
    }

    @Override
    public String describe() {
        return "grid(order=" + (shuffled ? "shuffled" : "sequential") + ", pointsPerReal=" + pointsPerReal + ")";
    }
}
