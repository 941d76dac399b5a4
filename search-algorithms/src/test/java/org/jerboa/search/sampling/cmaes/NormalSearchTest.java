package org.jerboa.search.sampling.cmaes;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.jerboa.tune.random.RandomStreams;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NormalSearchTest {

    private static double sphere(double[] x) {
        return Arrays.stream(x).map(v -> v * v).sum();
    }

    /** Of condition 10^6. */
    private static double ellipsoid(double[] x) {
        double sum = 0;
        for (int i = 0; i < x.length; i++) {
            sum += Math.pow(1e6, x.length == 1 ? 0 : i / (x.length - 1.0)) * x[i] * x[i];
        }
        return sum;
    }

    private static double rosenbrock(double[] x) {
        double sum = 0;
        for (int i = 0; i + 1 < x.length; i++) {
            sum += 100 * Math.pow(x[i + 1] - x[i] * x[i], 2) + Math.pow(1 - x[i], 2);
        }
        return sum;
    }

    /** Evaluations until the function's value is below 1e-10; at most 20 000. */
    private static int evaluations(NormalSearch search, ToDoubleFunction<double[]> function, long seed) {
        int n = search.mean().length;
        CmaRates rates = CmaRates.of(n, CmaRates.usualPopulation(n));
        RandomGenerator random = RandomStreams.stream(seed, "test");
        for (int evaluations = 0; evaluations < 20_000; ) {
            List<double[]> points = new ArrayList<>();
            for (int i = 0; i < rates.points(); i++) {
                points.add(search.draw(random));
            }
            points.sort(Comparator.comparingDouble(function));
            evaluations += rates.points();
            if (function.applyAsDouble(points.get(0)) < 1e-10) {
                return evaluations;
            }
            search.learn(points, new boolean[rates.points()], rates, 1e6);
        }
        return 20_000;
    }

    private static NormalSearch start(int dimensions) {
        double[] mean = new double[dimensions];
        Arrays.fill(mean, 3);
        return NormalSearch.round(mean, 2);
    }

    /** Hansen and Ostermeier (2001), figure 8: some 100 n evaluations for ten orders of magnitude; here it is twenty. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5, 10})
    void convergesOnTheSphere(int dimensions) {
        assertThat(evaluations(start(dimensions), NormalSearchTest::sphere, 1)).isLessThan(100 + 200 * dimensions);
    }

    /** The same paper has about 4 500 evaluations for n = 10; without adaptation of the shape it would be millions. */
    @ParameterizedTest
    @ValueSource(ints = {2, 5, 10})
    void convergesOnAnEllipsoid(int dimensions) {
        assertThat(evaluations(start(dimensions), NormalSearchTest::ellipsoid, 2))
                .isLessThan(700 * dimensions);
    }

    /** From four dimensions on there is a second minimum, near (-1, 1, ..., 1), to which some starts lead. */
    @ParameterizedTest
    @ValueSource(ints = {2, 5, 8})
    void convergesOnRosenbrocksValley(int dimensions) {
        int best = IntStream.range(0, 4)
                .map(seed -> evaluations(start(dimensions), NormalSearchTest::rosenbrock, seed))
                .min()
                .orElseThrow();
        assertThat(best).isLessThan(1_200 * dimensions);
    }

    @Test
    void findsTheShapeOfTheFunction() {
        NormalSearch search = start(2);
        evaluations(search, x -> 10_000 * x[0] * x[0] + x[1] * x[1], 4);

        assertThat(search.condition()).isBetween(40.0, 250.0);
        assertThat(search.deviation(1) / search.deviation(0)).isBetween(40.0, 250.0);
    }

    @Test
    void drawsFromItsDistribution() {
        double[][] covariance = {{4, 1.5}, {1.5, 1}};
        NormalSearch search = new NormalSearch(new double[] {1, -1}, 0.5, covariance);
        RandomGenerator random = RandomStreams.stream(5, "test");
        int n = 40_000;
        double[] sum = new double[5];
        for (int i = 0; i < n; i++) {
            double[] x = search.draw(random);
            double a = x[0] - 1;
            double b = x[1] + 1;
            double[] moments = {a, b, a * a, b * b, a * b};
            for (int k = 0; k < 5; k++) {
                sum[k] += moments[k] / n;
            }
        }
        // sigma^2 = 1/4 times the matrix; four standard errors of a second moment are 4 sqrt(2 / n) = 2.8 %.
        assertThat(sum[0]).isCloseTo(0, Offset.offset(0.02));
        assertThat(sum[1]).isCloseTo(0, Offset.offset(0.01));
        assertThat(sum[2]).isCloseTo(1, Offset.offset(0.03));
        assertThat(sum[3]).isCloseTo(0.25, Offset.offset(0.0075));
        assertThat(sum[4]).isCloseTo(0.375, Offset.offset(0.015));
    }

    @Test
    void isNotThrownOffByPointsFromFarAway() {
        NormalSearch search = NormalSearch.round(new double[] {0, 0, 0}, 1e-3);
        CmaRates rates = CmaRates.of(3, 7);
        List<double[]> points = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            points.add(new double[] {100, i, -i});
        }
        boolean[] foreign = new boolean[7];
        Arrays.fill(foreign, true);
        search.learn(points, foreign, rates, 1);

        // A step is cut to sqrt(3) + 6/5 = 2.93 deviations.
        assertThat(search.mean()[0]).isBetween(2e-3, 2.94e-3);
        assertThat(search.sigma()).isLessThan(3e-3);
    }

    @Test
    void beginsAroundGoodPoints() {
        NormalSearch search = NormalSearch.around(List.of(new double[] {0.2, 0.5}, new double[] {0.4, 0.7}));

        assertThat(search.mean()[0]).isCloseTo(0.3, Offset.offset(1e-12));
        assertThat(search.mean()[1]).isCloseTo(0.6, Offset.offset(1e-12));
        // Each variance is 0.1^2 of the points and 0.1^2 of the widening.
        assertThat(search.deviation(0)).isCloseTo(Math.sqrt(0.02), Offset.offset(1e-12));
        assertThat(search.deviation(1)).isCloseTo(Math.sqrt(0.02), Offset.offset(1e-12));
        // Along the diagonal 0.03, across it 0.01.
        assertThat(search.condition()).isCloseTo(Math.sqrt(3), Offset.offset(1e-9));
    }
}
