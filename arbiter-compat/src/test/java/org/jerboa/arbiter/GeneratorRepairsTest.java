package org.jerboa.arbiter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.commons.math3.random.JDKRandomGenerator;
import org.deeplearning4j.arbiter.MultiLayerSpace;
import org.deeplearning4j.arbiter.conf.updater.SgdSpace;
import org.deeplearning4j.arbiter.optimize.api.Candidate;
import org.deeplearning4j.arbiter.optimize.api.ParameterSpace;
import org.deeplearning4j.arbiter.optimize.api.termination.MaxCandidatesCondition;
import org.deeplearning4j.arbiter.optimize.generator.GeneticSearchCandidateGenerator;
import org.deeplearning4j.arbiter.optimize.generator.GridSearchCandidateGenerator;
import org.deeplearning4j.arbiter.optimize.generator.GridSearchCandidateGenerator.Mode;
import org.deeplearning4j.arbiter.optimize.generator.genetic.crossover.ArithmeticCrossover;
import org.deeplearning4j.arbiter.optimize.generator.genetic.crossover.CrossoverOperator;
import org.deeplearning4j.arbiter.optimize.generator.genetic.crossover.KPointCrossover;
import org.deeplearning4j.arbiter.optimize.generator.genetic.crossover.SinglePointCrossover;
import org.deeplearning4j.arbiter.optimize.generator.genetic.crossover.UniformCrossover;
import org.deeplearning4j.arbiter.optimize.generator.genetic.population.PopulationModel;
import org.deeplearning4j.arbiter.optimize.generator.genetic.selection.GeneticSelectionOperator;
import org.deeplearning4j.arbiter.optimize.parameter.BooleanSpace;
import org.deeplearning4j.arbiter.optimize.parameter.continuous.ContinuousParameterSpace;
import org.deeplearning4j.arbiter.optimize.parameter.discrete.DiscreteParameterSpace;
import org.deeplearning4j.arbiter.optimize.parameter.integer.IntegerParameterSpace;
import org.deeplearning4j.arbiter.optimize.runner.CandidateInfo;
import org.deeplearning4j.arbiter.scoring.impl.TestSetLossScoreFunction;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Grids and genetic searches, where Arbiter's have mistakes. */
@Timeout(600)
class GeneratorRepairsTest {

    private static GridSearchCandidateGenerator grid(ParameterSpace<?> space, int discretization, Mode mode) {
        return new GridSearchCandidateGenerator(space, discretization, mode, Map.of());
    }

    private static List<double[]> vectors(Grid grid) {
        List<double[]> vectors = new ArrayList<>();
        while (grid.hasMoreCandidates()) {
            Candidate<Object> candidate = grid.getCandidate();
            assertThat(candidate.getException()).isNull();
            assertThat(candidate.getIndex()).isEqualTo(vectors.size());
            vectors.add(candidate.getFlatParameters());
        }
        return vectors;
    }

    @Test
    void gridIsArbitersWhereThatIsRight() throws Exception {
        for (int discretization = 2; discretization < 6; discretization++) {
            GridSearchCandidateGenerator arbiters = grid(Spaces.sequential(), discretization, Mode.Sequential);
            List<double[]> ours = vectors(Grid.like(arbiters, null));
            assertThat(ours).hasSize(arbiters.getTotalNumCandidates());
            for (double[] vector : ours) {
                assertThat(vector).isEqualTo(arbiters.getCandidate().getFlatParameters());
            }
            assertThat(arbiters.hasMoreCandidates()).isFalse();
        }
    }

    /** A list of leaves as a space: its value is theirs. */
    private static final class Leaves extends ContinuousParameterSpace {

        private final List<ParameterSpace<?>> leaves;

        Leaves(ParameterSpace<?>... leaves) {
            super(0, 1);
            this.leaves = List.of(leaves);
        }

        @Override
        @SuppressWarnings("rawtypes") // as Arbiter declares it
        public List<ParameterSpace> collectLeaves() {
            return List.copyOf(leaves);
        }

        @Override
        public int numParameters() {
            return leaves.stream().mapToInt(ParameterSpace::numParameters).sum();
        }

        @Override
        public boolean isLeaf() {
            return false;
        }

        @Override
        public Double getValue(double[] vector) {
            leaves.forEach(leaf -> leaf.getValue(vector));
            return 0.0;
        }

        List<List<Object>> values(Grid grid) {
            List<List<Object>> values = new ArrayList<>();
            for (double[] vector : vectors(grid)) {
                values.add(leaves.stream()
                        .<Object>map(leaf -> leaf.getValue(vector))
                        .toList());
            }
            return values;
        }
    }

    @Test
    void booleansHaveTwoValuesAndSingleValuesKeepTheirPlace() throws Exception {
        Leaves space = new Leaves(
                new DiscreteParameterSpace<>("only"), new BooleanSpace(), new DiscreteParameterSpace<>(1, 2, 3));
        assertThat(space.values(Grid.like(grid(space, 5, Mode.Sequential), null)))
                .containsExactly(
                        List.of("only", true, 1),
                        List.of("only", false, 1),
                        List.of("only", true, 2),
                        List.of("only", false, 2),
                        List.of("only", true, 3),
                        List.of("only", false, 3));
    }

    @Test
    void oneValueOfARangeIsItsMiddle() throws Exception {
        Leaves space = new Leaves(new ContinuousParameterSpace(2, 4), new IntegerParameterSpace(1, 9));
        assertThat(space.values(Grid.like(grid(space, 1, Mode.Sequential), null)))
                .containsExactly(List.of(3.0, 5));
    }

    @Test
    void fixedLayersAreNoDimension() throws Exception {
        MultiLayerSpace space = new MultiLayerSpace.Builder()
                .updater(new SgdSpace(new ContinuousParameterSpace(0.1, 0.5)))
                .layer(new DenseLayer.Builder().nIn(2).nOut(3).build())
                .layer(new OutputLayer.Builder().nIn(3).nOut(2).build())
                .build();
        assertThat(vectors(Grid.like(grid(space, 3, Mode.Sequential), null)))
                .extracting(vector -> vector[0])
                .containsExactly(0.0, 0.5, 1.0);
    }

    @Test
    void randomOrderIsTheSeedsAndComplete() throws Exception {
        List<List<Double>> first = randomOrder(1L);
        assertThat(first).isEqualTo(randomOrder(1L)).isNotEqualTo(randomOrder(2L));
        assertThat(first).doesNotHaveDuplicates().hasSize(125);
        assertThat(first).isNotEqualTo(first.stream().sorted(byLastFirst()).toList());
    }

    private static Comparator<List<Double>> byLastFirst() {
        return (a, b) -> {
            List<Double> x = new ArrayList<>(a);
            List<Double> y = new ArrayList<>(b);
            Collections.reverse(x);
            Collections.reverse(y);
            return IntStream.range(0, x.size())
                    .map(i -> Double.compare(x.get(i), y.get(i)))
                    .filter(order -> order != 0)
                    .findFirst()
                    .orElse(0);
        };
    }

    private static List<List<Double>> randomOrder(Long seed) throws Exception {
        Leaves space = new Leaves(
                new ContinuousParameterSpace(0, 1),
                new ContinuousParameterSpace(0, 1),
                new ContinuousParameterSpace(0, 1));
        return vectors(Grid.like(grid(space, 5, Mode.RandomOrder), seed)).stream()
                .map(vector -> List.of(vector[0], vector[1], vector[2]))
                .toList();
    }

    @Test
    void runnerUsesTheGridUnlessArbitersIsWanted() {
        assertThat(gridOfABoolean().numCandidatesCompleted()).isEqualTo(2);
        assertThat(gridOfABoolean(ArbiterBehaviour.GRIDS).numCandidatesCompleted())
                .isEqualTo(4);
    }

    private static JerboaOptimizationRunner gridOfABoolean(ArbiterBehaviour... restored) {
        var configuration = Searches.base(
                        grid(new Leaves(new BooleanSpace()), 4, Mode.Sequential), new MaxCandidatesCondition(10))
                .build();
        var runner = new JerboaOptimizationRunner(configuration, Searches.scores(value -> value));
        runner.restore(restored);
        runner.execute();
        return runner;
    }

    static Stream<Arguments> crossovers() {
        return Stream.<Supplier<CrossoverOperator>>of(
                        () -> new SinglePointCrossover.Builder().build(),
                        () -> new UniformCrossover.Builder().build(),
                        () -> new ArithmeticCrossover.Builder().build(),
                        () -> new KPointCrossover.Builder().build(),
                        () -> new KPointCrossover.Builder().numCrossovers(2).build())
                .map(Arguments::of);
    }

    /** Two genes: fewer than a k-point crossover has points. */
    @ParameterizedTest
    @MethodSource("crossovers")
    void geneticSearchesAreTheSeeds(Supplier<CrossoverOperator> crossover) {
        List<List<Double>> first = genetic(crossover.get(), 3);
        assertThat(first).isEqualTo(genetic(crossover.get(), 3)).isNotEqualTo(genetic(crossover.get(), 4));
        assertThat(first).hasSize(40);
    }

    private static List<List<Double>> genetic(CrossoverOperator crossover, long seed) {
        var generator = new GeneticSearchCandidateGenerator.Builder(
                        new Leaves(new ContinuousParameterSpace(0, 1), new ContinuousParameterSpace(0, 1)),
                        new TestSetLossScoreFunction())
                .populationModel(
                        new PopulationModel.Builder().populationSize(10).build())
                .selectionOperator(new GeneticSelectionOperator.Builder()
                        .crossoverOperator(crossover)
                        .build())
                .build();
        Random scores = new Random(1);
        var configuration = Searches.base(generator, new MaxCandidatesCondition(40))
                .rngSeed(seed)
                .build();
        var runner = new JerboaOptimizationRunner(configuration, Searches.scores(value -> scores.nextDouble()));
        runner.execute();
        assertThat(runner.numCandidatesCompleted()).isEqualTo(40);
        return runner.getCandidateStatus().stream()
                .map(CandidateInfo::getFlatParams)
                .map(genes -> List.of(genes[0], genes[1]))
                .toList();
    }

    @Test
    void generatorsThatUsersGaveKeepTheirSeeds() throws Exception {
        var own = new JDKRandomGenerator();
        own.setSeed(77);
        var generator = new GeneticSearchCandidateGenerator.Builder(Spaces.numbers(), new TestSetLossScoreFunction())
                .selectionOperator(new GeneticSelectionOperator.Builder()
                        .randomGenerator(own)
                        .build())
                .build();
        // The operators' generators: of crossover, of its parents, and of mutation.
        assertThat(Genetics.prepare(generator, 5L)).isEqualTo(3);
        var same = new JDKRandomGenerator();
        same.setSeed(77);
        assertThat(generator.getCandidate().getFlatParameters()[0]).isEqualTo(same.nextDouble());
    }

    @Test
    void crossoverPointsAreAsManyAsWantedAndThereCanBe() {
        assertThat(pointCounts(10, 1, 4)).containsExactly(1, 2, 3, 4);
        assertThat(pointCounts(10, 3, 3)).containsExactly(3);
        assertThat(pointCounts(2, 1, 4)).containsExactly(1, 2);
        assertThat(pointCounts(2, 4, 4)).containsExactly(2);
    }

    private static TreeSet<Integer> pointCounts(int genes, int least, int most) {
        var random = new JDKRandomGenerator();
        random.setSeed(9);
        CrossoverPoints points = new CrossoverPoints(genes, least, most, random);
        TreeSet<Integer> counts = new TreeSet<>();
        for (int i = 0; i < 200; i++) {
            Deque<Integer> drawn = points.getCrossoverPoints();
            assertThat(drawn.removeLast()).isEqualTo(Integer.MAX_VALUE);
            assertThat(List.copyOf(drawn)).isSorted().doesNotHaveDuplicates().allMatch(point -> point < genes);
            counts.add(drawn.size());
        }
        return counts;
    }

    @Test
    void refusesGridsThatNobodyCanFinish() {
        ParameterSpace<Object> space =
                untyped(new Leaves(new ContinuousParameterSpace(0, 1), new ContinuousParameterSpace(0, 1)));
        assertThatThrownBy(() -> new Grid(space, Map.of(), 100_000, Mode.Sequential, null))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("the grid has 10000000000 points or more");
    }

    @SuppressWarnings("unchecked") // only its numbers are looked at
    private static ParameterSpace<Object> untyped(ParameterSpace<?> space) {
        return (ParameterSpace<Object>) space;
    }
}
