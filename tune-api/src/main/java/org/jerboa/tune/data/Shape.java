package org.jerboa.tune.data;

import java.util.Arrays;
import java.util.List;

/**
 * The dimensions of one example of a tensor, without the leading dimension of examples. Elements lie in row-major (C)
 * order: the last dimension varies fastest. The empty shape is a scalar: one element an example.
 */
public record Shape(List<Integer> dimensions) {

    private static final Shape SCALAR = new Shape(List.of());

    public Shape {
        dimensions = List.copyOf(dimensions);
        long elements = 1;
        for (int dimension : dimensions) {
            if (dimension < 1) {
                throw new IllegalArgumentException("dimension " + dimension + " of shape " + dimensions
                        + " must be at least 1; leave it out or correct it");
            }
            elements *= dimension;
            if (elements > Integer.MAX_VALUE) {
                throw new IllegalArgumentException("shape " + dimensions + " has more than " + Integer.MAX_VALUE
                        + " elements an example; use smaller examples");
            }
        }
    }

    public static Shape of(int... dimensions) {
        return dimensions.length == 0
                ? SCALAR
                : new Shape(Arrays.stream(dimensions).boxed().toList());
    }

    /** One element an example. */
    public static Shape scalar() {
        return SCALAR;
    }

    public int rank() {
        return dimensions.size();
    }

    public int dimension(int axis) {
        return dimensions.get(axis);
    }

    /** Elements of one example: the product of the dimensions, 1 for a scalar. */
    public int elements() {
        int elements = 1;
        for (int dimension : dimensions) {
            elements *= dimension;
        }
        return elements;
    }

    public int[] toArray() {
        return dimensions.stream().mapToInt(Integer::intValue).toArray();
    }

    /** Whether {@code other} begins with these dimensions; a scalar begins every shape. */
    public boolean isPrefixOf(Shape other) {
        return rank() <= other.rank() && other.dimensions.subList(0, rank()).equals(dimensions);
    }

    @Override
    public String toString() {
        return dimensions.toString();
    }
}
