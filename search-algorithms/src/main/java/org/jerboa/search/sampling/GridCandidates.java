package org.jerboa.search.sampling;

import java.util.NoSuchElementException;
import java.util.OptionalLong;
import java.util.function.LongUnaryOperator;
import org.jerboa.tune.space.Configuration;
import org.jerboa.tune.space.Grid;
import org.jerboa.tune.space.Parameter;
import org.jerboa.tune.space.SearchSpace;

/** The cells of a grid in some order; each is made when it is asked for. */
final class GridCandidates implements Candidates {

    /** Combinations up to which a space counts as small enough to be enumerated. */
    static final long SMALL = 1L << 20;

    private final Grid grid;
    private final LongUnaryOperator order;
    private final long count;
    private long position;

    private GridCandidates(Grid grid, LongUnaryOperator order, long count) {
        this.grid = grid;
        this.order = order;
        this.count = count;
    }

    static GridCandidates inOrder(Grid grid) {
        return new GridCandidates(grid, LongUnaryOperator.identity(), grid.size());
    }

    static GridCandidates shuffled(Grid grid, long seed) {
        return new GridCandidates(grid, new IndexShuffle(grid.size(), seed)::at, grid.size());
    }

    /** Every configuration of a finite space of at most {@value #SMALL} combinations, shuffled; none of another space. */
    static GridCandidates ofSmall(SearchSpace space, long seed) {
        long combinations = 1;
        long mostValues = 1;
        for (Parameter parameter : space.parameters()) {
            OptionalLong values = parameter.cardinality();
            if (values.isEmpty() || values.getAsLong() > SMALL / combinations) {
                return new GridCandidates(space.grid(1), LongUnaryOperator.identity(), 0);
            }
            combinations *= values.getAsLong();
            mostValues = Math.max(mostValues, values.getAsLong());
        }
        return shuffled(space.grid((int) mostValues), seed);
    }

    @Override
    public boolean hasNext() {
        return position < count;
    }

    @Override
    public Configuration next() {
        if (!hasNext()) {
            throw new NoSuchElementException("all " + count + " cells were given out");
        }
        return grid.get(order.applyAsLong(position++));
    }
}
