package org.jerboa.search;

import org.jerboa.search.sampling.GridSampling;
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
public final class GridSearch extends FixedSearch<GridSearch> {

    private static final int DEFAULT_POINTS = 3;

    private final GridSampling grid;

    private GridSearch(GridSampling grid, Terms terms, @Nullable Integer epochs) {
        super(terms, epochs);
        this.grid = grid;
    }

    /** The cells in the order of {@link org.jerboa.tune.space.SearchSpace#grid}: the first parameter changes fastest. */
    public static GridSearch sequential() {
        return new GridSearch(new GridSampling(false, DEFAULT_POINTS), Terms.NONE, null);
    }

    /**
     * The cells in random order, which makes a good start of a grid that is too large to be finished: see {@link
     * #trials}.
     */
    public static GridSearch shuffled() {
        return new GridSearch(new GridSampling(true, DEFAULT_POINTS), Terms.NONE, null);
    }

    /**
     * The same search with so many values for each continuous parameter, and at most so many for each integer or
     * quantised one; 3 unless set. Values are spread evenly on the parameter's scale and include both bounds; a single
     * one is the middle. Other parameters always take all their values.
     *
     * @throws IllegalArgumentException if {@code points} is below 1
     */
    public GridSearch pointsPerReal(int points) {
        return new GridSearch(new GridSampling(grid.shuffled(), points), terms(), epochs());
    }

    /**
     * The same search ending after so many trials, where the grid has more.
     *
     * @throws IllegalArgumentException if {@code most} is below 1
     */
    public GridSearch trials(int most) {
        return with(terms().trials(most));
    }

    @Override
    GridSearch with(Terms terms, @Nullable Integer epochsPerTrial) {
        return new GridSearch(grid, terms, epochsPerTrial);
    }

    @Override
    boolean learns() {
        return false;
    }

    @Override
    GridSampling sampling() {
        return grid;
    }

    /**
     * {@inheritDoc}
     *
     * @throws IllegalArgumentException also if the grid has more cells than can be numbered
     */
    @Override
    public Searcher start(SearchProblem problem) {
        long cells = grid.cells(problem);
        long known = Math.min(terms().known().size(), Long.MAX_VALUE - cells);
        return terms().trials(Math.min(terms().trials(), cells + known)).start(problem, grid, allocation());
    }

    @Override
    public String describe() {
        String trials = terms().trials() == Long.MAX_VALUE ? "all" : String.valueOf(terms().trials());
        return describe(
                "grid",
                "order=" + (grid.shuffled() ? "shuffled" : "sequential") + ", pointsPerReal=" + grid.pointsPerReal()
                        + ", trials=" + trials);
    }
}
