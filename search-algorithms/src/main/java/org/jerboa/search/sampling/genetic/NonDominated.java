package org.jerboa.search.sampling.genetic;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Points of several losses in the order of NSGA-II (K. Deb, A. Pratap, S. Agarwal, T. Meyarivan: <i>A Fast and Elitist
 * Multiobjective Genetic Algorithm: NSGA-II</i>, IEEE Transactions on Evolutionary Computation 6(2), 2002, section III): by
 * fronts, and within a front by how much room there is around a point. All losses are finite.
 */
final class NonDominated {

    private NonDominated() {}

    /** Whether a point is nowhere worse than another, and somewhere better. */
    static boolean dominates(double[] one, double[] other) {
        boolean better = false;
        for (int i = 0; i < one.length; i++) {
            if (one[i] > other[i]) {
                return false;
            }
            better |= one[i] < other[i];
        }
        return better;
    }

    /**
     * The fronts, each as indices of points: those that no point dominates, those that only points of the first front dominate,
     * and so on. Sorted by the losses, a point can be dominated only by those before it, so each is compared with the fronts
     * that there are by then (X. Zhang, Y. Tian, R. Cheng, Y. Jin: <i>An Efficient Approach to Nondominated Sorting for
     * Evolutionary Multiobjective Optimization</i>, IEEE Transactions on Evolutionary Computation 19(2), 2015).
     */
    static List<List<Integer>> fronts(double[][] points) {
        List<List<Integer>> fronts = new ArrayList<>();
        IntStream.range(0, points.length)
                .boxed()
                .sorted((a, b) -> compare(points[a], points[b]))
                .forEach(index -> frontOf(points, index, fronts).add(index));
        return fronts;
    }

    /** By the first loss that differs. Not {@code Arrays.compare}: for that -0.0 is less than 0.0, which dominance does not know. */
    private static int compare(double[] one, double[] other) {
        for (int i = 0; i < one.length; i++) {
            if (one[i] != other[i]) {
                return one[i] < other[i] ? -1 : 1;
            }
        }
        return 0;
    }

    private static List<Integer> frontOf(double[][] points, int index, List<List<Integer>> fronts) {
        for (List<Integer> front : fronts) {
            boolean dominated = false;
            // from the last, which is the likeliest to dominate
            for (int i = front.size() - 1; i >= 0 && !dominated; i--) {
                dominated = dominates(points[front.get(i)], points[index]);
            }
            if (!dominated) {
                return front;
            }
        }
        List<Integer> next = new ArrayList<>();
        fronts.add(next);
        return next;
    }

    /**
     * The crowding distance of each point of a front, in its order: the sum over objectives of the gap between its neighbours, as
     * a share of the front's range; infinite at the ends (section III B of the paper).
     */
    static double[] crowding(double[][] points, List<Integer> front) {
        double[] distance = new double[front.size()];
        for (int objective = 0; objective < points[front.get(0)].length; objective++) {
            int by = objective;
            int[] order = IntStream.range(0, distance.length)
                    .boxed()
                    .sorted(Comparator.comparingDouble(i -> points[front.get(i)][by]))
                    .mapToInt(Integer::intValue)
                    .toArray();
            int last = order.length - 1;
            double range = points[front.get(order[last])][by] - points[front.get(order[0])][by];
            distance[order[0]] = Double.POSITIVE_INFINITY;
            distance[order[last]] = Double.POSITIVE_INFINITY;
            for (int i = 1; i < last && range > 0; i++) {
                double gap = points[front.get(order[i + 1])][by] - points[front.get(order[i - 1])][by];
                distance[order[i]] += gap / range;
            }
        }
        return distance;
    }

    /** All points, the best first: by front, then by crowding distance, the loneliest first; ties in their order. */
    static List<Integer> bestFirst(double[][] points) {
        List<Integer> order = new ArrayList<>();
        for (List<Integer> front : fronts(points)) {
            double[] distance = crowding(points, front);
            IntStream.range(0, front.size())
                    .boxed()
                    .sorted(Comparator.comparingDouble((Integer i) -> -distance[i])
                            .thenComparing(front::get))
                    .forEach(i -> order.add(front.get(i)));
        }
        return order;
    }
}
