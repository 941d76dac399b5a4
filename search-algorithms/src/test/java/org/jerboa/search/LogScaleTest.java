package org.jerboa.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.jerboa.tune.space.Parameter.real;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jerboa.tune.space.SearchSpace;
import org.jerboa.tune.spi.SearchAlgorithm;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A log scale is the space's, so every algorithm means the same by it, whatever base it computes logarithms in. */
class LogScaleTest {

    /** Not powers of the same base, so that no other reading of the bounds comes near. */
    private static final double LOW = 3e-5;

    private static final double HIGH = 0.2;
    private static final int PARTS = 5;
    private static final int TRIALS = 1000;

    static Stream<SearchAlgorithm> algorithms() {
        return Stream.of(
                GridSearch.sequential().pointsPerReal(TRIALS),
                GridSearch.shuffled().pointsPerReal(TRIALS),
                RandomSearch.trials(TRIALS));
    }

    @ParameterizedTest
    @MethodSource("algorithms")
    void factorsOfTheSameSizeHoldTheSameShareOfTrials(SearchAlgorithm algorithm) {
        SearchSpace space = SearchSpace.of(real("rate").log(LOW, HIGH));
        List<Double> rates = Playthrough.firstStarts(algorithm, space, 11).stream()
                .map(configuration -> configuration.getDouble("rate"))
                .toList();

        assertThat(rates).hasSize(TRIALS).allMatch(rate -> rate >= LOW && rate <= HIGH);
        double factor = Math.pow(HIGH / LOW, 1.0 / PARTS);
        for (int part : IntStream.range(0, PARTS).toArray()) {
            double from = LOW * Math.pow(factor, part);
            long inside = rates.stream()
                    .filter(rate -> rate >= from && rate < from * factor)
                    .count();
            // four standard deviations of a binomial count: 4 * sqrt(1000 / 5 * 4 / 5)
            assertThat(inside)
                    .as("%s from %f to %f", algorithm, from, from * factor)
                    .isBetween(TRIALS / PARTS - 51L, TRIALS / PARTS + 51L);
        }
    }
}
