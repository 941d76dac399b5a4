package org.jerboa.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.jerboa.tune.space.Parameter.bool;
import static org.jerboa.tune.space.Parameter.categorical;
import static org.jerboa.tune.space.Parameter.fixed;
import static org.jerboa.tune.space.Parameter.integer;
import static org.jerboa.tune.space.Parameter.real;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jerboa.search.sampling.RandomSampling;
import org.jerboa.search.sampling.genetic.Crossover;
import org.jerboa.search.sampling.genetic.Mutation;
import org.jerboa.testkit.functions.FunctionRun;
import org.jerboa.testkit.functions.FunctionStudy;
import org.jerboa.testkit.functions.TestFunction;
import org.jerboa.testkit.functions.TestFunctions;
import org.jerboa.tune.space.Configuration;
import org.jerboa.tune.space.Parameter;
import org.jerboa.tune.space.SearchSpace;
import org.jerboa.tune.study.EpochResult;
import org.jerboa.tune.study.Trial;
import org.jerboa.tune.study.TrialStatus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GeneticSearchTest {

    private static final SearchSpace REALS = SearchSpace.of(real("x", 0, 1), real("y", 0, 1));

    /** Children are crossed gene by gene, and never changed. */
    private static final GeneticSearch CROSSES_ONLY = GeneticSearch.trials(40)
            .crossover(Crossover.uniform(1, 0.5))
            .mutation(Mutation.reset().rate(0))
            .epochs(1);

    private static GeneticSearch search(int trials) {
        return GeneticSearch.trials(trials).epochs(1);
    }

    private static double[] scores(TestFunction function, GeneticSearch search, int slots) {
        return IntStream.range(0, 11)
                .parallel()
                .mapToDouble(seed -> run(function, search, slots, seed).score())
                .sorted()
                .toArray();
    }

    private static FunctionRun run(TestFunction function, GeneticSearch search, int slots, long seed) {
        return FunctionStudy.of(function).slots(slots).unevenTrials().seed(seed).run(search);
    }

    private static TestFunction distanceTo(double x, double y) {
        return TestFunction.plain("distance", REALS, c -> Math.hypot(c.getDouble("x") - x, c.getDouble("y") - y));
    }

    /** So near come 550 random trials in the median: where 1 - exp(-n pi r^2) is a half; 100 come to 0.047. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 10})
    void improvesOnItsFoundersThoughManyTrialsAreUnderWay(int slots) {
        double[] scores = scores(distanceTo(0.31, 0.82), search(100), slots);

        assertThat(scores[5]).isLessThan(0.02);
    }

    /** What random search comes to in the median of 20 seeds, and what the operators of Arbiter as it sets them do. */
    @Test
    void isBetterThanRandomSearchAndThanArbitersSettings() {
        for (TestFunction function :
                List.of(TestFunctions.hartmann6(), TestFunctions.rosenbrock4(), TestFunctions.mlpmix6())) {
            GeneticSearch ours = search(function.budget());
            GeneticSearch arbiters = ours.population(30)
                    .tournament(1)
                    .founders(new RandomSampling())
                    .crossover(Crossover.singlePoint(0.85))
                    .mutation(Mutation.reset().rate(0.005));

            assertThat(scores(function, ours, 1)[5]).as(function.name()).isLessThan(scores(function, arbiters, 1)[5]);
        }
    }

    @Test
    void breedsWhenAsManyTrialsHaveAResultAsACullingLeaves() {
        List<Configuration> trials = crossed(CROSSES_ONLY);

        List<Object> founders = trials.subList(0, 10).stream()
                .flatMap(c -> c.texts().entrySet().stream())
                .map(Object.class::cast)
                .toList();
        assertThat(founders).doesNotHaveDuplicates();
        assertThat(trials.subList(10, 40))
                .allSatisfy(
                        child -> assertThat(founders).containsAll(child.texts().entrySet()));
    }

    @Test
    void childrenAreOfTheFittest() {
        List<Configuration> trials =
                crossed(CROSSES_ONLY.population(20).culling(0.5).tournament(4));

        double founders = meanOfX(trials.subList(0, 10));
        double first = meanOfX(trials.subList(10, 20));
        double last = meanOfX(trials.subList(30, 40));
        assertThat(first).isLessThan(founders);
        assertThat(last).isLessThan(first);
    }

    /** Trials, one after another, in a space that has new combinations of genes at any time; the loss is x0. */
    private static List<Configuration> crossed(GeneticSearch search) {
        SearchSpace space = SearchSpace.of(IntStream.range(0, 8)
                .mapToObj(i -> (Parameter) real("x" + i, 0, 1))
                .toList());
        TestFunction function = TestFunction.plain("x0", space, c -> c.getDouble("x0"));
        return FunctionStudy.of(function).trials(40).run(search).configurations();
    }

    private static double meanOfX(List<Configuration> trials) {
        return trials.stream().mapToDouble(c -> c.getDouble("x0")).average().orElseThrow();
    }

    @Test
    void parentsAreNotChangedByTheirChildren() {
        // Of 200 trials that breed from each other, each is still what it was measured as.
        GeneticSearch search = search(200)
                .crossover(Crossover.singlePoint(0))
                .mutation(Mutation.reset().rate(0.9));
        TestFunction function = distanceTo(0.5, 0.5);
        FunctionRun run = FunctionStudy.of(function).trials(200).run(search);

        assertThat(run.epochs())
                .hasSize(200)
                .allSatisfy(epoch -> assertThat(epoch.observed())
                        .isEqualTo(function.loss(run.configurations().get(epoch.trial()))));
        assertThat(run.configurations()).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 5})
    void goesOnWithThreeOrFewerInThePopulation(int population) {
        GeneticSearch search = search(150).population(population).culling(0.99);

        assertThat(scores(distanceTo(0.31, 0.82).budget(150), search, 1)[5]).isLessThan(0.03);
    }

    @Test
    void findsTheBestBranchOfATree() {
        SearchSpace space = SearchSpace.of(
                categorical("kind", "a", "b", "c"),
                real("xa", 0, 1).when("kind", "a"),
                real("xb", 0, 1).when("kind", "b"),
                integer("layers", 1, 3).when("kind", "b"),
                real("deep", 0, 1).when("layers", 2, 3));
        TestFunction function = TestFunction.plain("tree", space, c -> switch (c.getString("kind")) {
            case "a" -> 0.5 + c.getDouble("xa");
            case "b" ->
                Math.abs(c.getDouble("xb") - 0.3)
                        + (c.getInt("layers") == 3 ? Math.abs(c.getDouble("deep") - 0.7) : 0.3);
            default -> 0.8;
        });

        assertThat(scores(function.budget(150), search(150), 1)[5]).isLessThan(0.05);
    }

    @Test
    void triesNoConfigurationOfAFiniteSpaceTwiceAndAllInTheEnd() {
        SearchSpace space =
                SearchSpace.of(integer("a", 1, 4), categorical("b", "x", "y", "z"), bool("c"), fixed("d", 1));

        Playthrough played = Playthrough.of(search(50), space, 2);

        assertThat(played.trials.values()).doesNotHaveDuplicates().hasSize(24);
    }

    @Test
    void keepsToConstraints() {
        GeneticSearch search = search(200).where("corner", c -> c.getDouble("x") + c.getDouble("y") > 1.9);

        Playthrough played = Playthrough.of(search, REALS, 2);

        assertThat(played.trials.values()).hasSize(200).allMatch(c -> c.getDouble("x") + c.getDouble("y") > 1.9);
        assertThatThrownBy(() -> Playthrough.start(search(5).where("none", c -> false), REALS, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("no configuration met the constraints", "['none']");
    }

    @Test
    void isNotStoppedByFailures() {
        TestFunction half = TestFunction.plain(
                "half",
                REALS,
                c -> c.getDouble("x") > 0.5 ? Double.NaN : Math.hypot(c.getDouble("x") - 0.4, c.getDouble("y")));

        assertThat(scores(half, search(100), 1)[5]).isLessThan(0.02);
        assertThat(run(TestFunction.plain("nothing", REALS, c -> Double.NaN), search(100), 3, 1)
                        .configurations())
                .hasSize(100);
        assertThat(run(TestFunction.plain("ties", REALS, c -> 7), search(100), 3, 1)
                        .configurations())
                .hasSize(100)
                .doesNotHaveDuplicates();
    }

    @Test
    void breedsFromTheTrialsOfAnEarlierStudyAtOnce() {
        List<Trial> earlier = IntStream.range(0, 15)
                .mapToObj(i -> trial(i, REALS.configuration(Map.of("x", 0.5 + 0.01 * i, "y", 0.25 + 0.01 * i))))
                .toList();

        List<Configuration> first = Playthrough.firstStarts(CROSSES_ONLY.learnFrom(earlier), REALS, 1);

        assertThat(first).hasSize(1).allSatisfy(child -> {
            assertThat(earlier)
                    .extracting(trial -> trial.configuration().getDouble("x"))
                    .contains(child.getDouble("x"));
            assertThat(earlier)
                    .extracting(trial -> trial.configuration().getDouble("y"))
                    .contains(child.getDouble("y"));
        });
    }

    private static Trial trial(int id, Configuration configuration) {
        EpochResult result = new EpochResult(0, 1, Map.of("loss", configuration.getDouble("x")), 0);
        return new Trial(
                id, configuration, id, TrialStatus.COMPLETED, Optional.empty(), 0, List.of(result), Optional.empty());
    }

    @Test
    void beginsWithTheFoundersThatAreAskedFor() {
        Configuration known = REALS.configuration(Map.of("x", 0.125, "y", 0.5));

        Playthrough random =
                Playthrough.of(search(8).founders(new RandomSampling()).warmStart(known), REALS, 1);
        Playthrough plain = Playthrough.of(RandomSearch.trials(7).epochs(1), REALS, 1);

        assertThat(random.trials.get(0)).isEqualTo(known);
        assertThat(List.copyOf(random.trials.values()).subList(1, 8)).isEqualTo(List.copyOf(plain.trials.values()));
    }

    @Test
    void isDescribedWithItsOperators() {
        assertThat(GeneticSearch.trials(9).epochs(2).describe())
                .isEqualTo("genetic(trials=9, population=15, culling=0.3333333333333333, founders=sobol, tournament=3, "
                        + "crossover=uniform(0.85, 0.5), mutation=normal(0.1)@one gene, epochs=2)");
        assertThat(GeneticSearch.trials(9)
                        .population(4)
                        .culling(0.5)
                        .tournament(1)
                        .founders(new RandomSampling())
                        .crossover(Crossover.kPoint(0.9, 1, 4))
                        .mutation(Mutation.reset().rate(0.005))
                        .describe())
                .isEqualTo("genetic(trials=9, population=4, culling=0.5, founders=random, tournament=1, "
                        + "crossover=kPoint(0.9, 1..4), mutation=reset@0.005, epochs=parameter or 10)");
    }

    @Test
    void refusesPopulationsOfOne() {
        assertThatThrownBy(() -> search(9).population(1)).hasMessageContaining("population (1)");
        assertThatThrownBy(() -> search(9).culling(1)).hasMessageContaining("culling (1.0)");
        assertThatThrownBy(() -> search(9).culling(0)).hasMessageContaining("culling (0.0)");
        assertThatThrownBy(() -> search(9).tournament(0)).hasMessageContaining("tournament (0)");
    }

    @Test
    void searchesASpaceOfOneParameter() {
        SearchSpace one = SearchSpace.of((Parameter) real("x", 0, 1));
        for (Crossover crossover : List.of(Crossover.kPoint(0.85, 1, 4), Crossover.simulatedBinary(0.9, 5))) {
            assertThat(Playthrough.of(search(60).crossover(crossover), one, 2).trials)
                    .hasSize(60);
        }
    }
}
