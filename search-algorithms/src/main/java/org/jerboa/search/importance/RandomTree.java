package org.jerboa.search.importance;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * An extremely randomised regression tree over the unit cube, as the boxes of its leaves: a node is cut at random in a
 * few ways, and the cut that leaves the least variance is taken. Not thread-safe while it is built.
 */
final class RandomTree {

    /** Random cuts among which the best is taken: more find strong effects sooner, fewer do not overlook those that cancel. */
    private static final int CUTS = 3;

    private final double[][] points;
    private final double[] values;
    private final RandomGenerator random;
    private final List<Leaf> leaves = new ArrayList<>();

    /**
     * @param low inclusive corner of its box
     * @param high exclusive corner, but for the cube's own bound
     * @param value mean of the points in it
     */
    record Leaf(double[] low, double[] high, double value) {

        double length(int axis) {
            return high[axis] - low[axis];
        }

        /** Volume over all axes but two; {@code -1} leaves out none. */
        double volumeWithout(int one, int other) {
            double volume = 1;
            for (int axis = 0; axis < low.length; axis++) {
                volume *= axis == one || axis == other ? 1 : length(axis);
            }
            return volume;
        }
    }

    private record Cut(int axis, double at) {}

    private RandomTree(double[][] points, double[] values, RandomGenerator random) {
        this.points = points;
        this.values = values;
        this.random = random;
    }

    static List<Leaf> grow(double[][] points, double[] values, RandomGenerator random) {
        RandomTree tree = new RandomTree(points, values, random);
        int[] all = new int[points.length];
        Arrays.setAll(all, i -> i);
        double[] high = new double[points[0].length];
        Arrays.fill(high, 1);
        tree.grow(all, new double[high.length], high);
        return tree.leaves;
    }

    private void grow(int[] members, double[] low, double[] high) {
        Cut cut = bestCut(members);
        if (cut.axis < 0) {
            leaves.add(new Leaf(
                    low,
                    high,
                    Arrays.stream(members).mapToDouble(i -> values[i]).average().orElse(0)));
            return;
        }
        double[] highOfLeft = high.clone();
        double[] lowOfRight = low.clone();
        highOfLeft[cut.axis] = cut.at;
        lowOfRight[cut.axis] = cut.at;
        grow(Arrays.stream(members).filter(i -> points[i][cut.axis] < cut.at).toArray(), low, highOfLeft);
        grow(Arrays.stream(members).filter(i -> points[i][cut.axis] >= cut.at).toArray(), lowOfRight, high);
    }

    /** Axis -1 if there is nothing to cut: one value, or one place. */
    private Cut bestCut(int[] members) {
        Cut best = new Cut(-1, 0);
        if (Arrays.stream(members).mapToDouble(i -> values[i]).distinct().count() < 2) {
            return best;
        }
        double least = Double.POSITIVE_INFINITY;
        for (int attempt = 0; attempt < CUTS; attempt++) {
            Cut cut = randomCut(members);
            if (cut.axis >= 0) {
                double left = spread(members, cut.axis, cut.at);
                if (left < least) {
                    least = left;
                    best = cut;
                }
            }
        }
        return best;
    }

    /** Along one of the axes on which the members differ; halfway between two neighbours, so that a category is cut off whole. */
    private Cut randomCut(int[] members) {
        int[] axes = IntStream.range(0, points[0].length)
                .filter(axis -> Arrays.stream(members).anyMatch(i -> points[i][axis] != points[members[0]][axis]))
                .toArray();
        if (axes.length == 0) {
            return new Cut(-1, 0);
        }
        int axis = axes[(int) (uniform() * axes.length)];
        double from = Double.POSITIVE_INFINITY;
        double to = Double.NEGATIVE_INFINITY;
        for (int i : members) {
            from = Math.min(from, points[i][axis]);
            to = Math.max(to, points[i][axis]);
        }
        double near = to - (to - from) * uniform();
        double below = from;
        double above = to;
        for (int i : members) {
            double at = points[i][axis];
            below = at < near ? Math.max(below, at) : below;
            above = at >= near ? Math.min(above, at) : above;
        }
        return new Cut(axis, (below + above) / 2);
    }

    private double uniform() {
        return (random.nextLong() >>> 11) * 0x1.0p-53;
    }

    /** Sum of squares around the means of both sides. */
    private double spread(int[] members, int axis, double at) {
        double[] count = new double[2];
        double[] sum = new double[2];
        double[] squares = new double[2];
        for (int i : members) {
            int side = points[i][axis] < at ? 0 : 1;
            count[side]++;
            sum[side] += values[i];
            squares[side] += values[i] * values[i];
        }
        return squares[0] - sum[0] * sum[0] / count[0] + squares[1] - sum[1] * sum[1] / count[1];
    }
}
