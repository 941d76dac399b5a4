package org.jerboa.search;

import java.util.List;
import org.jerboa.search.allocation.Allocator;
import org.jerboa.search.allocation.FixedEpochs;
import org.jerboa.search.sampling.GridSampling;
import org.jerboa.tune.spi.SearchAlgorithm;
import org.jerboa.tune.spi.SearchProblem;
import org.jerboa.tune.spi.Searcher;
import org.jspecify.annotations.Nullable;

/**
 * Grid search: every combination of evenly spread values once, each trained for its epochs whatever its results.
 *
 * <pre>{@code
 * .search(GridSearch.sequential().pointsPerReal(4).epochs(10))
 * }</pre>
 *
 * <p>Children of a conditional parameter are combined only where they exist. The grid is never materialised: one of 10^9
 * cells starts as fast as one of ten. All trials are started at once, up to 1024 in training at a time.
 *
 * <p>Which trials there are, and in which order, does not depend on the number of workers. Immutable.
 */
public final class GridSearch implements SearchAlgorithm {

    private static final int DEFAULT_POINTS = 3;

    /** The order of the cells. */
    private enum Order {
        SEQUENTIAL,
        SHUFFLED
    }

    private final Order order;
    private final int pointsPerReal;
    private final long trials;
    private final @Nullable Integer epochs;

    private GridSearch(Order order, int pointsPerReal, long trials, @Nullable Integer epochs) {
        this.order = order;
        this.pointsPerReal = pointsPerReal;
        this.trials = trials;
        this.epochs = epochs;
    }

    /** The cells in the order of {@link org.jerboa.tune.space.SearchSpace#grid}: the first parameter changes fastest. */
    public static GridSearch sequential() {
        return new GridSearch(Order.SEQUENTIAL, DEFAULT_POINTS, Long.MAX_VALUE, null);
    }

    /**
     * The cells in random order, which makes a good start of a grid that is too large to be finished: see {@link
     * #trials}.
     */
    public static GridSearch shuffled() {
        return new GridSearch(Order.SHUFFLED, DEFAULT_POINTS, Long.MAX_VALUE, null);
    }

    /**
     * The same search with so many values for each continuous parameter, and at most so many for each integer or
     * quantised one; 3 unless set. Values are spread evenly on the parameter's scale and include both bounds; a single
     * one is the middle. Other parameters always take all their values.
     *
     * @throws IllegalArgumentException if {@code points} is below 1
     */
    public GridSearch pointsPerReal(int points) {
        if (points < 1) {
            throw new IllegalArgumentException("pointsPerReal (" + points + ") must be at least 1; raise it");
        }
        return new GridSearch(order, points, trials, epochs);
    }

    /**
     * The same search ending after so many trials, where the grid has more.
     *
     * @throws IllegalArgumentException if {@code most} is below 1
     */
    public GridSearch trials(int most) {
        if (most < 1) {
            throw new IllegalArgumentException("trials (" + most + ") must be at least 1; raise it");
        }
        return new GridSearch(order, pointsPerReal, most, epochs);
    }

    /**
     * The same search with so many epochs for each trial. Unless this is called, a trial gets as many as its own value of
     * the parameter {@code epochs} says, or 10 where the space has no such parameter.
     *
     * @throws IllegalArgumentException if {@code epochsPerTrial} is below 1
     */
    public GridSearch epochs(int epochsPerTrial) {
        FixedEpochs.allAtOnce(epochsPerTrial); // refuses what is no number of epochs
        return new GridSearch(order, pointsPerReal, trials, epochsPerTrial);
    }

    /**
     * {@inheritDoc}
     *
     * @throws IllegalArgumentException if epochs are set both here and by a parameter, or the grid has more cells than
     *     can be numbered
     */
    @Override
    public Searcher start(SearchProblem problem) {
        GridSampling sampling = new GridSampling(order == Order.SHUFFLED, pointsPerReal);
        long cells = Math.min(trials, sampling.cells(problem));
        Allocator allocator = FixedEpochs.allAtOnce(epochs).start(problem, cells);
        return new ComposedSearcher(problem, sampling.start(problem, any -> true), allocator, List.of(), cells);
    }

    @Override
    public String describe() {
        return "grid(order=" + (order == Order.SHUFFLED ? "shuffled" : "sequential") + ", pointsPerReal="
                + pointsPerReal + ", trials=" + (trials == Long.MAX_VALUE ? "all" : trials) + ", "
                + FixedEpochs.allAtOnce(epochs).describe() + ")";
    }

    @Override
    public String toString() {
        return describe();
    }
}
