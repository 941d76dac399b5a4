package org.jerboa.search.sampling.genetic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jerboa.search.Statistics;
import org.jerboa.tune.random.RandomStreams;
import org.jerboa.tune.space.Parameter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class MutationTest {

    private static final int DRAWS = 20_000;

    private final RandomGenerator random = RandomStreams.stream(1, "test");

    private static final Parameter REAL = Parameter.real("x", 0, 1);

    static List<Mutation> all() {
        return List.of(Mutation.reset(), Mutation.normal(0.3), Mutation.polynomial(2));
    }

    private double[] mutants(Mutation mutation, double gene, Parameter parameter) {
        return IntStream.range(0, DRAWS)
                .mapToDouble(i -> mutation.rate(1).mutate(new double[] {gene}, List.of(parameter), random)[0])
                .toArray();
    }

    private Set<String> texts(Mutation mutation, double gene, Parameter parameter) {
        return Arrays.stream(mutants(mutation, gene, parameter))
                .mapToObj(mutant -> parameter.text(parameter.decode(mutant)))
                .collect(Collectors.toSet());
    }

    private static double share(double[] genes, double low, double high) {
        return Arrays.stream(genes).filter(x -> x > low && x < high).count() / (double) genes.length;
    }

    @ParameterizedTest
    @MethodSource("all")
    void leavesTheGenesItIsGivenAndStaysInTheCube(Mutation mutation) {
        double[] genes = {0, 0.3, 1};
        for (int i = 0; i < 1000; i++) {
            double[] mutant = mutation.rate(1).mutate(genes, List.of(REAL, REAL, REAL), random);

            assertThat(genes).containsExactly(0, 0.3, 1);
            assertThat(Arrays.stream(mutant)).allMatch(gene -> gene >= 0 && gene <= 1);
        }
    }

    @ParameterizedTest
    @MethodSource("all")
    void changesOneGeneOnAverageUnlessARateIsSet(Mutation mutation) {
        List<Parameter> axes = List.of(REAL, REAL, REAL, REAL, REAL);
        assertThat(changed(mutation, axes)).isCloseTo(1, within(0.03));
        assertThat(changed(mutation.rate(0.5), axes)).isCloseTo(2.5, within(0.04));
        assertThat(changed(mutation.rate(0), axes)).isZero();
    }

    private double changed(Mutation mutation, List<Parameter> axes) {
        double[] genes = {0.5, 0.5, 0.5, 0.5, 0.5};
        return IntStream.range(0, DRAWS)
                .mapToLong(i -> Arrays.stream(mutation.mutate(genes, axes, random))
                        .filter(gene -> gene != 0.5)
                        .count())
                .average()
                .orElseThrow();
    }

    @ParameterizedTest
    @MethodSource("all")
    void givesCategoricalParametersEachOtherValueEquallyOften(Mutation mutation) {
        Parameter choice = Parameter.categorical("c", "a", "b", "c", "d");

        long[] counts = new long[4];
        for (double gene : mutants(mutation, choice.encode("b"), choice)) {
            counts[List.of("a", "b", "c", "d").indexOf(choice.decode(gene))]++;
        }

        assertThat(counts[1]).isZero();
        long[] others = {counts[0], counts[2], counts[3]};
        assertThat(Statistics.chiSquare(others, DRAWS / 3.0)).isLessThan(Statistics.chiSquareLimit(2));
    }

    @Test
    void stepsOfCountableParametersReachANeighbourAtLeast() {
        Parameter integer = Parameter.integer("n", 0, 3);
        for (Mutation mutation : List.of(Mutation.normal(1e-6), Mutation.polynomial(1e6))) {
            assertThat(texts(mutation, integer.encode(2), integer)).containsExactlyInAnyOrder("1", "3");
            assertThat(texts(mutation, integer.encode(3), integer)).containsExactly("2");
        }
    }

    @Test
    void leavesAParameterOfOneValueAlone() {
        Parameter only = Parameter.categorical("c", "a");
        for (Mutation mutation : all()) {
            assertThat(texts(mutation, 0.5, only)).containsExactly("a");
        }
    }

    @Test
    void resetsToAnywhere() {
        assertThat(Statistics.distanceToUniform(mutants(Mutation.reset(), 0.2, REAL)))
                .isLessThan(Statistics.distanceLimit(DRAWS));
    }

    @Test
    void normalStepsEndAtTheBounds() {
        double[] genes = mutants(Mutation.normal(0.1), 0.1, REAL);

        // one standard deviation to the bound: 0.8413 - 0.5 and 0.1587 of a normal distribution
        assertThat(share(genes, 0, 0.1)).isCloseTo(0.3413, within(0.014));
        assertThat(share(genes, 0.1, 0.2)).isCloseTo(0.3413, within(0.014));
        assertThat(share(genes, -1, Double.MIN_VALUE)).isCloseTo(0.1587, within(0.011));
    }

    /**
     * Down from x with u from 0 to 1/2, the step is 1 - (2u + (1 - 2u) (1 - x)^(n + 1))^(1 / (n + 1)). With n = 2 and x = 1/2 it is
     * 1/4 or more where 2u + (1 - 2u) / 8 <= 27/64, that is u <= 19/112.
     */
    @Test
    void polynomialStepsHaveTheirDistribution() {
        double[] genes = mutants(Mutation.polynomial(2), 0.5, REAL);

        assertThat(share(genes, -1, 0.25)).isCloseTo(19.0 / 112, within(0.011));
        assertThat(share(genes, 0.25, 0.5)).isCloseTo(0.5 - 19.0 / 112, within(0.014));
        assertThat(share(genes, 0.75, 2)).isCloseTo(19.0 / 112, within(0.011));
    }

    @Test
    void refusesWhatIsNoStepAndNoProbability() {
        assertThatThrownBy(() -> Mutation.normal(0)).hasMessageContaining("spread (0.0)");
        assertThatThrownBy(() -> Mutation.polynomial(-1)).hasMessageContaining("index (-1.0)");
        assertThatThrownBy(() -> Mutation.reset().rate(2)).hasMessageContaining("rate of a mutation (2.0)");
    }
}
