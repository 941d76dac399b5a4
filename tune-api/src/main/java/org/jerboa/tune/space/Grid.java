package org.jerboa.tune.space;

import java.math.BigInteger;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * All combinations of the {@linkplain Parameter#gridValues grid values} of a space, numbered from 0 and made on demand.
 * Immutable and thread-safe.
 *
 * <p>Conditional spaces are enumerated exactly: each combination of active parameters comes once. Among parameters that
 * do not depend on each other the one declared first changes fastest; a parent keeps its value while all combinations of
 * the children that this value activates pass by.
 */
public final class Grid {

    private final SearchSpace space;
    private final List<GridNode> roots;
    private final long size;

    Grid(SearchSpace space, int pointsPerReal) {
        this.space = space;
        this.roots = GridNode.roots(space.parameters(), pointsPerReal);
        BigInteger exactSize = GridNode.size(roots);
        if (exactSize.bitLength() >= Long.SIZE) {
            throw new IllegalArgumentException("the grid of " + pointsPerReal + " points per real parameter has "
                    + exactSize + " configurations, more than can be numbered by a long; use fewer points");
        }
        this.size = exactSize.longValueExact();
    }

    /** The number of configurations, at least 1. */
    public long size() {
        return size;
    }

    /**
     * The configuration of that number.
     *
     * @param index from 0 to {@code size() - 1}
     * @throws IndexOutOfBoundsException if it is not
     */
    public Configuration get(long index) {
        if (index < 0 || index >= size) {
            throw new IndexOutOfBoundsException("index (" + index + ") must lie between 0 and " + (size - 1));
        }
        Map<String, Object> values = new HashMap<>();
        GridNode.choose(roots, index, values);
        return space.assemble(
                values.keySet(), (parameter, axis) -> Objects.requireNonNull(values.get(parameter.name())));
    }

    /** All configurations, in order of their numbers. */
    public Stream<Configuration> stream() {
        return LongStream.range(0, size).mapToObj(this::get);
    }
}
