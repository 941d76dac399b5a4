package org.jerboa.testkit.functions;

import java.util.Comparator;
import java.util.List;

/**
 * The area between points of two losses and a reference point that is worse: how much of what there is to gain they have gained, in
 * both losses together (E. Zitzler, L. Thiele: <i>Multiobjective Optimization Using Evolutionary Algorithms: A Comparative Case
 * Study</i>, PPSN V, 1998, which calls it the size of the space covered).
 */
public final class Hypervolume {

    private Hypervolume() {}

    /**
     * Of points of two losses. Those that are not better than the reference in both, or not numbers, add nothing.
     *
     * @throws IllegalArgumentException if a point is not of two losses
     */
    public static double of(List<double[]> points, double firstReference, double secondReference) {
        for (double[] point : points) {
            if (point.length != 2) {
                throw new IllegalArgumentException("a point of " + point.length + " losses has no area; give two");
            }
        }
        List<double[]> better = points.stream()
                .filter(point -> point[0] < firstReference && point[1] < secondReference)
                .sorted(Comparator.comparingDouble(point -> point[0]))
                .toList();
        double area = 0;
        double height = secondReference;
        for (double[] point : better) {
            if (point[1] < height) {
                area += (firstReference - point[0]) * (height - point[1]);
                height = point[1];
            }
        }
        return area;
    }
}
