package org.jerboa.search.importance;

import java.util.Arrays;
import java.util.List;
import org.jerboa.tune.random.RandomStreams;

/**
 * The shares of variance of axes and of pairs of axes, exact for each tree and averaged over trees. A tree is constant on
 * boxes, so its marginal along an axis is constant between the boxes' edges, and that along two axes on a grid of rectangles;
 * each leaf adds its value, by its volume along all other axes, to what it covers.
 */
final class Variances {

    private final double[] single;
    private final double[][] pairs;

    private Variances(int axes) {
        single = new double[axes];
        pairs = new double[axes][axes];
    }

    /** @param points in the unit cube */
    static Variances of(double[][] points, double[] values, int trees) {
        Variances mean = new Variances(points[0].length);
        double[] moderate = centred(values);
        int counted = 0;
        for (int tree = 0; tree < trees; tree++) {
            counted += mean.add(RandomTree.grow(points, moderate, RandomStreams.stream(trees, "importance", tree)));
        }
        mean.divide(Math.max(1, counted));
        return mean;
    }

    /** Around zero: sums of squares of numbers far from it cancel. */
    private static double[] centred(double[] values) {
        double mean = Arrays.stream(values).average().orElse(0);
        return Arrays.stream(values).map(value -> value - mean).toArray();
    }

    double share(int axis) {
        return single[axis];
    }

    /** Beyond their own. */
    double share(int one, int other) {
        return pairs[one][other];
    }

    /** Returns 0 if the tree is constant and so says nothing, or else 1. */
    private int add(List<RandomTree.Leaf> leaves) {
        double total = total(leaves);
        if (total <= 0) {
            return 0;
        }
        double[] own = new double[single.length];
        for (int axis = 0; axis < own.length; axis++) {
            own[axis] = along(leaves, axis, axis);
            single[axis] += own[axis] / total;
        }
        for (int one = 0; one < own.length; one++) {
            for (int other = one + 1; other < own.length; other++) {
                double beyond = along(leaves, one, other) - own[one] - own[other];
                pairs[one][other] += Math.max(0, beyond) / total;
            }
        }
        return 1;
    }

    private void divide(int trees) {
        for (int axis = 0; axis < single.length; axis++) {
            single[axis] /= trees;
            for (int other = 0; other < single.length; other++) {
                pairs[axis][other] /= trees;
            }
        }
    }

    private static double total(List<RandomTree.Leaf> leaves) {
        double mean = 0;
        double squares = 0;
        for (RandomTree.Leaf leaf : leaves) {
            double volume = leaf.volumeWithout(-1, -1);
            mean += volume * leaf.value();
            squares += volume * leaf.value() * leaf.value();
        }
        return squares - mean * mean;
    }

    /** Variance of the marginal along two axes, or along one if they are the same. */
    private static double along(List<RandomTree.Leaf> leaves, int one, int other) {
        double[] rows = edges(leaves, one);
        double[] columns = one == other ? new double[] {0, 1} : edges(leaves, other);
        double[][] height = new double[rows.length][columns.length];
        for (RandomTree.Leaf leaf : leaves) {
            int top = Arrays.binarySearch(rows, leaf.low()[one]);
            int bottom = Arrays.binarySearch(rows, leaf.high()[one]);
            int left = one == other ? 0 : Arrays.binarySearch(columns, leaf.low()[other]);
            int right = one == other ? 1 : Arrays.binarySearch(columns, leaf.high()[other]);
            double part = leaf.value() * leaf.volumeWithout(one, other);
            // differences at the corners: the sums over all before give the height of each rectangle
            height[top][left] += part;
            height[top][right] -= part;
            height[bottom][left] -= part;
            height[bottom][right] += part;
        }
        return variance(height, rows, columns);
    }

    private static double variance(double[][] height, double[] rows, double[] columns) {
        double mean = 0;
        double squares = 0;
        for (int row = 0; row + 1 < rows.length; row++) {
            for (int column = 0; column + 1 < columns.length; column++) {
                height[row][column] += (row > 0 ? height[row - 1][column] : 0)
                        + (column > 0 ? height[row][column - 1] : 0)
                        - (row > 0 && column > 0 ? height[row - 1][column - 1] : 0);
                double area = (rows[row + 1] - rows[row]) * (columns[column + 1] - columns[column]);
                mean += area * height[row][column];
                squares += area * height[row][column] * height[row][column];
            }
        }
        return Math.max(0, squares - mean * mean);
    }

    private static double[] edges(List<RandomTree.Leaf> leaves, int axis) {
        return leaves.stream()
                .flatMapToDouble(leaf -> Arrays.stream(new double[] {leaf.low()[axis], leaf.high()[axis]}))
                .sorted()
                .distinct()
                .toArray();
    }
}
