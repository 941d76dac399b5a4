package org.jerboa.testkit.functions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jerboa.tune.random.RandomStreams;
import org.jerboa.tune.space.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DrawnFunctionsTest {

    private static final int SAMPLES = 300;
    private static final int STEPS = 2000;

    static Stream<TestFunction> functions() {
        return Stream.of(
                        DrawnFunctions.keptAside(),
                        DrawnFunctions.curvesKeptAside(),
                        DrawnFunctions.plain(1),
                        DrawnFunctions.curves(1))
                .flatMap(List::stream);
    }

    private static Configuration sample(TestFunction function, int number) {
        return function.space()
                .sample(name -> RandomStreams.stream(21, number, name).nextDouble());
    }

    private static double[] losses(TestFunction function) {
        double[] losses = new double[SAMPLES];
        for (int number = 0; number < SAMPLES; number++) {
            losses[number] = function.loss(sample(function, number));
        }
        return losses;
    }

    @ParameterizedTest
    @MethodSource("functions")
    void differBetweenConfigurationsAndKeepAboveTheirOptimum(TestFunction function) {
        double[] finite =
                Arrays.stream(losses(function)).filter(Double::isFinite).toArray();
        // The highest learning rates diverge: an axis of at most a tenth.
        assertThat(finite.length).isGreaterThan(function.isCurve() ? SAMPLES * 8 / 10 : SAMPLES - 1);
        assertThat(Quartiles.of(finite).q75())
                .isGreaterThan(Quartiles.of(finite).q25());
        function.optimum()
                .ifPresent(least ->
                        assertThat(Arrays.stream(finite).min().orElseThrow()).isGreaterThanOrEqualTo(least - 1e-9));
    }

    /** Walks downhill from the best of many samples; none of the landscapes is so rugged that it gets nowhere. */
    @ParameterizedTest
    @MethodSource("functions")
    void theOptimumIsInTheSpace(TestFunction function) {
        function.optimum().ifPresent(least -> {
            double typical = Quartiles.of(losses(function)).median();
            assertThat(downhill(function) - least).isLessThan(0.2 * (typical - least));
        });
    }

    private static double downhill(TestFunction function) {
        Configuration best = sample(function, 0);
        for (int number = 1; number < SAMPLES; number++) {
            Configuration other = sample(function, number);
            best = function.loss(other) < function.loss(best) ? other : best;
        }
        double[] point = function.space().encode(best);
        double loss = function.loss(best);
        for (int step = 0; step < STEPS; step++) {
            double[] next = step(point, step);
            Configuration tried = function.space().decode(next);
            if (function.loss(tried) < loss) {
                loss = function.loss(tried);
                point = next;
            }
        }
        return loss;
    }

    private static double[] step(double[] point, int number) {
        double size = Math.pow(10, -3.0 * number / STEPS);
        double[] next = point.clone();
        for (int i = 0; i < next.length; i++) {
            double off = RandomStreams.stream(22, number, i).nextDouble() - 0.5;
            double from = Double.isNaN(next[i]) ? 0.5 : next[i];
            next[i] = Math.min(1, Math.max(0, from + size * off));
        }
        return next;
    }

    @ParameterizedTest
    @MethodSource("functions")
    void axesAreThoseOfTheSpacesOwnEncoding(TestFunction function) {
        for (int number = 0; number < 20; number++) {
            Configuration configuration = sample(function, number);
            assertThat(Axes.of(function.space()).point(configuration))
                    .isEqualTo(function.space().encode(configuration));
        }
    }

    @Test
    void oneDrawIsAlwaysTheSameAndAnotherAnother() {
        for (int kind = 0; kind < 8; kind++) {
            TestFunction one = DrawnFunctions.plain(5).get(kind);
            TestFunction again = DrawnFunctions.plain(5).get(kind);
            TestFunction other = DrawnFunctions.plain(6).get(kind);
            Configuration configuration = sample(one, 3);
            assertThat(again.space()).isEqualTo(one.space());
            assertThat(again.loss(configuration)).isEqualTo(one.loss(configuration));
            assertThat(other.name()).isNotEqualTo(one.name());
            boolean samePlace = other.space().equals(one.space());
            assertThat(samePlace && other.loss(configuration) == one.loss(configuration))
                    .as(one + " and " + other)
                    .isFalse();
        }
    }

    /** Computed once by this code: whoever changes a draw changes all figures that were taken with it. */
    @Test
    void theDrawsKeptAsideStayWhatTheyWere() {
        assertThat(DrawnFunctions.keptAside()).hasSize(24);
        assertThat(DrawnFunctions.curvesKeptAside()).hasSize(6);
        double sum = 0;
        for (TestFunction function : functions().toList()) {
            sum += Math.cbrt(function.loss(sample(function, 7)));
        }
        assertThat(sum).isCloseTo(104.54738040806254, within(1e-9));
    }
}
