package org.jerboa.search.sampling.genetic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.jerboa.search.Statistics;
import org.jerboa.tune.random.RandomStreams;
import org.jerboa.tune.space.Parameter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class CrossoverTest {

    private static final int DRAWS = 20_000;

    private final RandomGenerator random = RandomStreams.stream(1, "test");

    private static List<Parameter> reals(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> (Parameter) Parameter.real("x" + i, 0, 1))
                .toList();
    }

    /** Of genes all 0 and genes all 1: which parent each gene is from. */
    private double[] ofZerosAndOnes(Crossover crossover, int genes) {
        double[] ones = new double[genes];
        Arrays.fill(ones, 1);
        return crossover.cross(new double[genes], ones, reals(genes), random);
    }

    private static int changes(double[] genes) {
        return (int) IntStream.range(1, genes.length)
                .filter(i -> genes[i] != genes[i - 1])
                .count();
    }

    static List<Crossover> all() {
        return List.of(
                Crossover.singlePoint(0.7),
                Crossover.kPoint(0.7, 1, 4),
                Crossover.uniform(0.7, 0.3),
                Crossover.arithmetic(0.7),
                Crossover.simulatedBinary(0.7, 2));
    }

    @ParameterizedTest
    @MethodSource("all")
    void leavesParentsAsTheyAreAndChildrenInTheCube(Crossover crossover) {
        for (int i = 0; i < 1000; i++) {
            double[] one = DoubleStream.generate(random::nextDouble).limit(7).toArray();
            double[] other = DoubleStream.generate(random::nextDouble).limit(7).toArray();
            double[] oneBefore = one.clone();
            double[] otherBefore = other.clone();

            double[] child = crossover.cross(one, other, reals(7), random);

            assertThat(child).isNotSameAs(one).isNotSameAs(other).hasSize(7);
            assertThat(Arrays.stream(child)).allMatch(gene -> gene >= 0 && gene <= 1);
            assertThat(one).isEqualTo(oneBefore);
            assertThat(other).isEqualTo(otherBefore);
        }
    }

    @ParameterizedTest
    @MethodSource("all")
    void copiesTheFirstParentWhereItDoesNotCross(Crossover crossover) {
        long copies = IntStream.range(0, DRAWS)
                .filter(i -> Arrays.stream(ofZerosAndOnes(crossover, 40)).sum() == 0)
                .count();

        // 3 of 10; of 40 genes, crossed ones are all of the first parent in less than 1 in 1000 cases, but a single
        // point is
        // never. Four standard deviations of a share of 20 000 are 0.013.
        assertThat(copies / (double) DRAWS).isCloseTo(0.3, within(0.014));
    }

    @ParameterizedTest
    @MethodSource("all")
    void worksForOneGene(Crossover crossover) {
        assertThat(ofZerosAndOnes(crossover, 1)).hasSize(1);
    }

    @Test
    void takesCategoricalGenesFromEitherParentAndNothingBetween() {
        List<Parameter> axes = List.of(Parameter.categorical("c", "a", "b", "c", "d", "e"));
        for (Crossover crossover : all()) {
            for (int i = 0; i < 100; i++) {
                assertThat(crossover.cross(new double[] {0.1}, new double[] {0.9}, axes, random)[0])
                        .isIn(0.1, 0.9);
            }
        }
    }

    @Test
    void cutsAtEachPlaceEquallyOften() {
        Map<Integer, Long> counts = new TreeMap<>();
        for (int i = 0; i < DRAWS; i++) {
            double[] child = ofZerosAndOnes(Crossover.singlePoint(1), 6);
            assertThat(changes(child)).isEqualTo(1);
            assertThat(child[0]).isZero();
            counts.merge((int) Arrays.stream(child).sum(), 1L, Long::sum);
        }

        long[] fromOther = counts.values().stream().mapToLong(Long::longValue).toArray();
        assertThat(counts.keySet()).containsExactly(1, 2, 3, 4, 5);
        assertThat(Statistics.chiSquare(fromOther, DRAWS / 5.0)).isLessThan(Statistics.chiSquareLimit(4));
    }

    @ParameterizedTest
    @CsvSource({"2, 2, 6, 2, 2", "1, 4, 9, 1, 4", "3, 9, 4, 3, 3", "1, 4, 3, 1, 2"})
    void cutsAsOftenAsIsAskedForAndPossible(int fewest, int most, int genes, int least, int largest) {
        int[] cuts = IntStream.range(0, 1000)
                .map(i -> changes(ofZerosAndOnes(Crossover.kPoint(1, fewest, most), genes)))
                .distinct()
                .sorted()
                .toArray();

        assertThat(cuts).isEqualTo(IntStream.rangeClosed(least, largest).toArray());
    }

    @Test
    void takesAShareOfTheFirstParentsGenes() {
        double fromOther = IntStream.range(0, DRAWS)
                .mapToDouble(i -> ofZerosAndOnes(Crossover.uniform(1, 0.3), 1)[0])
                .sum();

        assertThat(fromOther / DRAWS).isCloseTo(0.7, within(0.013));
    }

    @Test
    void arithmeticChildrenAreEvenlySpreadBetweenTheirParents() {
        double[] genes = IntStream.range(0, DRAWS)
                .mapToDouble(i -> ofZerosAndOnes(Crossover.arithmetic(1), 1)[0])
                .toArray();

        assertThat(Statistics.distanceToUniform(genes)).isLessThan(Statistics.distanceLimit(DRAWS));
    }

    /**
     * Far from the bounds the spread b of two children, as a share of their parents' distance, has the density (n + 1) / 2 b^n up
     * to 1 and (n + 1) / 2 b^-(n + 2) from there on: half of them are nearer to each other than their parents.
     */
    @Test
    void binaryChildrenAreOnEitherSideOfAParent() {
        List<Parameter> axis = reals(1);
        double index = 2;
        int crossed = 0;
        int inside = 0;
        int half = 0;
        for (int i = 0; i < DRAWS; i++) {
            double child = Crossover.simulatedBinary(1, index)
                    .cross(new double[] {0.499}, new double[] {0.501}, axis, random)[0];
            if (child != 0.499) {
                double spread = Math.abs(child - 0.5) / 0.001;
                crossed++;
                inside += spread < 1 ? 1 : 0;
                half += spread < 0.5 ? 1 : 0;
            }
        }

        assertThat(crossed / (double) DRAWS).isCloseTo(0.5, within(0.015));
        assertThat(inside / (double) crossed).isCloseTo(0.5, within(0.02));
        // the integral of 3/2 b^2 from 0 to 1/2
        assertThat(half / (double) crossed).isCloseTo(1.0 / 16, within(0.01));
    }

    @Test
    void refusesWhatIsNoProbabilityAndNoNumberOfPoints() {
        assertThatThrownBy(() -> Crossover.singlePoint(1.1)).hasMessageContaining("rate of a crossover (1.1)");
        assertThatThrownBy(() -> Crossover.arithmetic(Double.NaN)).hasMessageContaining("rate of a crossover (NaN)");
        assertThatThrownBy(() -> Crossover.uniform(1, -0.1)).hasMessageContaining("share");
        assertThatThrownBy(() -> Crossover.kPoint(1, 0, 2)).hasMessageContaining("from 0 to 2");
        assertThatThrownBy(() -> Crossover.kPoint(1, 3, 2)).hasMessageContaining("from 3 to 2");
        assertThatThrownBy(() -> Crossover.simulatedBinary(1, -1)).hasMessageContaining("index (-1.0)");
    }
}
