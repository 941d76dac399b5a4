package org.jerboa.search.sampling.genetic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.jerboa.tune.random.RandomStreams;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NonDominatedTest {

    /**
     * The population of K. Deb's hand calculation (Multi-Objective Optimization using Evolutionary Algorithms, Wiley 2001, chapter
     * 6): parents 1 to 6, then offspring a to f, of the problem f1 = x1, f2 = (1 + x2) / x1.
     */
    private static final double[][] MIN_EX = {
        minEx(0.31, 0.89), minEx(0.43, 1.92), minEx(0.22, 0.56), minEx(0.59, 3.63), minEx(0.66, 1.41),
                minEx(0.83, 2.51),
        minEx(0.21, 0.24), minEx(0.79, 2.14), minEx(0.51, 2.32), minEx(0.27, 0.87), minEx(0.58, 1.62), minEx(0.24, 1.05)
    };

    private static double[] minEx(double x1, double x2) {
        return new double[] {x1, (1 + x2) / x1};
    }

    private static List<Set<Integer>> sets(List<List<Integer>> fronts) {
        return fronts.stream().map(front -> (Set<Integer>) new HashSet<>(front)).toList();
    }

    /** By peeling: each front is what no other of those that are left dominates. */
    private static List<Set<Integer>> bruteForce(double[][] points) {
        List<Set<Integer>> fronts = new ArrayList<>();
        Set<Integer> left =
                new HashSet<>(IntStream.range(0, points.length).boxed().toList());
        while (!left.isEmpty()) {
            Set<Integer> front = new HashSet<>(left);
            front.removeIf(one -> left.stream().anyMatch(other -> isBehind(points[one], points[other])));
            left.removeAll(front);
            fronts.add(front);
        }
        return fronts;
    }

    private static boolean isBehind(double[] one, double[] other) {
        int worse = 0;
        for (int i = 0; i < one.length; i++) {
            if (other[i] > one[i]) {
                return false;
            }
            worse += other[i] < one[i] ? 1 : 0;
        }
        return worse > 0;
    }

    @Test
    void sortsThePublishedPopulation() {
        // {5, a, e}, {1, 3, b, d}, {2, 6, c, f}, {4}
        assertThat(sets(NonDominated.fronts(MIN_EX)))
                .containsExactly(Set.of(4, 6, 10), Set.of(0, 2, 7, 9), Set.of(1, 5, 8, 11), Set.of(3));
    }

    @ParameterizedTest
    @CsvSource({"1, 1000000", "2, 1000000", "3, 1000000", "5, 1000000", "2, 4", "3, 3", "4, 2"})
    void sortsAsBruteForceDoes(int objectives, int values) {
        RandomGenerator random = RandomStreams.stream(3, "points", objectives, values);
        for (int size = 0; size < 60; size++) {
            double[][] points = new double[size][objectives];
            for (double[] point : points) {
                for (int i = 0; i < objectives; i++) {
                    // few values give many ties; a zero of either sign is one value
                    int value = (int) (random.nextDouble() * values) - values / 2;
                    point[i] = value == 0 && random.nextBoolean() ? -0.0 : value;
                }
            }

            assertThat(sets(NonDominated.fronts(points))).isEqualTo(bruteForce(points));
            assertThat(NonDominated.bestFirst(points))
                    .containsExactlyInAnyOrderElementsOf(
                            IntStream.range(0, size).boxed().toList());
        }
    }

    /**
     * The book divides by the ranges of the problem, 0.1 to 1 and 1 to 60; so the corners of these are added to the front here, as
     * its ends. Then 1, whose neighbours are d and b, has (0.79 - 0.27) / 0.9 + (6.93 - 3.97) / 59 = 0.63, and d, between 3 and 1,
     * (0.31 - 0.22) / 0.9 + (7.09 - 6.10) / 59 = 0.12, as printed in its table.
     */
    @Test
    void hasThePublishedCrowdingDistances() {
        double[][] points = {MIN_EX[0], MIN_EX[2], MIN_EX[7], MIN_EX[9], {0.1, 60}, {1, 1}};

        double[] distances = NonDominated.crowding(points, List.of(0, 1, 2, 3, 4, 5));

        assertThat(distances[0]).isCloseTo(0.63, within(0.005));
        assertThat(distances[3]).isCloseTo(0.12, within(0.005));
        assertThat(distances[4]).isInfinite();
        assertThat(distances[5]).isInfinite();
    }

    @Test
    void measuresTheGapBetweenNeighboursAsAShareOfTheRange() {
        // ranges are 10 and 100: (4 - 0) / 10 + (100 - 50) / 100, and (10 - 1) / 10 + (80 - 0) / 100
        double[][] points = {{0, 100}, {1, 80}, {4, 50}, {10, 0}};

        assertThat(NonDominated.crowding(points, List.of(2, 0, 3, 1)))
                .containsExactly(
                        new double[] {1.7, Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY, 0.9}, within(1e-12));
    }

    @Test
    void prefersFrontsThenRoom() {
        double[][] points = {{5, 5}, {0, 100}, {1, 80}, {4, 50}, {10, 0}, {3, 3}};

        // {3, 3} beats {4, 50} and {5, 5}; of the front {0, 100}, {1, 80}, {3, 3}, {10, 0} the ends come first, then
        // what has more
        // room: 9 / 10 + 80 / 100 against 3 / 10 + 97 / 100
        assertThat(NonDominated.bestFirst(points)).containsExactly(1, 4, 5, 2, 0, 3);
    }

    @Test
    void knowsNoRoomAmongEquals() {
        double[][] points = {{1, 1}, {1, 1}, {1, 1}};

        assertThat(NonDominated.fronts(points)).hasSize(1);
        assertThat(NonDominated.crowding(points, List.of(0, 1, 2)))
                .containsExactly(Double.POSITIVE_INFINITY, 0, Double.POSITIVE_INFINITY);
        assertThat(NonDominated.bestFirst(points)).containsExactly(0, 2, 1);
    }
}
