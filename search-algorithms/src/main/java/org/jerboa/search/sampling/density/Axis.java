package org.jerboa.search.sampling.density;

import java.util.Arrays;
import java.util.List;
import org.jerboa.tune.space.CategoricalParameter;
import org.jerboa.tune.space.Parameter;

/** One axis of the unit cube, as kernels see it. Immutable. */
final class Axis {

    /** Countable values above this number are so close together that they are modelled as continuous. */
    static final int MAX_CELLS = 4096;

    /** How values lie to each other. */
    enum Kind {
        CONTINUOUS,
        /** Values in order, each with a cell of the axis. */
        COUNTABLE,
        CATEGORICAL
    }

    private final int index;
    private final Kind kind;

    /** Where the cells meet, ends included; empty if continuous. */
    private final double[] edges;

    private final double[] positions;

    private Axis(int index, Kind kind, double[] edges, double[] positions) {
        this.index = index;
        this.kind = kind;
        this.edges = edges;
        this.positions = positions;
    }

    /** @param index of the parameter among the axes of its space */
    static Axis of(int index, Parameter parameter) {
        long count = parameter.cardinality().orElse(Long.MAX_VALUE);
        boolean categorical = parameter instanceof CategoricalParameter;
        if (count > MAX_CELLS && !categorical) {
            return new Axis(index, Kind.CONTINUOUS, new double[0], new double[0]);
        }
        List<Object> values = parameter.gridValues((int) count);
        double[] edges = new double[values.size() + 1];
        double[] positions = new double[values.size()];
        for (int i = 0; i < positions.length; i++) {
            edges[i] = parameter.cell(values.get(i)).low();
            positions[i] = parameter.encode(values.get(i));
        }
        edges[positions.length] = 1;
        return new Axis(index, categorical ? Kind.CATEGORICAL : Kind.COUNTABLE, edges, positions);
    }

    /** Of the parameter among the axes of its space. */
    int index() {
        return index;
    }

    Kind kind() {
        return kind;
    }

    boolean isCategorical() {
        return kind == Kind.CATEGORICAL;
    }

    /** Number of values; 0 if continuous. */
    int cells() {
        return positions.length;
    }

    /** The cell that a coordinate lies in; 0 if continuous. */
    int cellOf(double coordinate) {
        if (kind == Kind.CONTINUOUS) {
            return 0;
        }
        int found = Arrays.binarySearch(edges, coordinate);
        return Math.min(positions.length - 1, found >= 0 ? found : -found - 2);
    }

    double low(int cell) {
        return edges[cell];
    }

    double high(int cell) {
        return edges[cell + 1];
    }

    double width(int cell) {
        return edges[cell + 1] - edges[cell];
    }

    /** The coordinate of the value in a cell. */
    double position(int cell) {
        return positions[cell];
    }
}
