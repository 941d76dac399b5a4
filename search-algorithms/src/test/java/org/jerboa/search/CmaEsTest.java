package org.jerboa.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.jerboa.tune.space.Parameter.bool;
import static org.jerboa.tune.space.Parameter.categorical;
import static org.jerboa.tune.space.Parameter.fixed;
import static org.jerboa.tune.space.Parameter.integer;
import static org.jerboa.tune.space.Parameter.real;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jerboa.testkit.functions.Contender;
import org.jerboa.testkit.functions.Contest;
import org.jerboa.testkit.functions.FunctionRun;
import org.jerboa.testkit.functions.FunctionStudy;
import org.jerboa.testkit.functions.TestFunction;
import org.jerboa.testkit.functions.TestFunctions;
import org.jerboa.tune.space.Configuration;
import org.jerboa.tune.space.Parameter;
import org.jerboa.tune.space.SearchSpace;
import org.jerboa.tune.spi.Decision;
import org.jerboa.tune.spi.Searcher;
import org.jerboa.tune.spi.TrialEvent;
import org.jerboa.tune.study.EpochResult;
import org.jerboa.tune.study.Trial;
import org.jerboa.tune.study.TrialStatus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CmaEsTest {

    private static SearchSpace reals(int dimensions) {
        return SearchSpace.of(IntStream.range(0, dimensions)
                .mapToObj(i -> (Parameter) real("x" + i, -3, 7))
                .toList());
    }

    private static TestFunction function(SearchSpace space, ToDoubleFunction<Configuration> loss) {
        return TestFunction.plain("test", space, loss);
    }

    private static double sphere(Configuration c) {
        return c.names().stream()
                .filter(name -> name.startsWith("x"))
                .mapToDouble(c::getDouble)
                .map(x -> (x - 1) * (x - 1))
                .sum();
    }

    private static double[] scores(TestFunction function, CmaEs search, int trials, int slots) {
        return IntStream.range(0, 9)
                .parallel()
                .mapToDouble(seed -> FunctionStudy.of(function)
                        .trials(trials)
                        .seed(seed)
                        .slots(slots)
                        .unevenTrials()
                        .run(search)
                        .score())
                .sorted()
                .toArray();
    }

    private static double median(TestFunction function, CmaEs search, int trials, int slots) {
        return scores(function, search, trials, slots)[4];
    }

    @ParameterizedTest
    @CsvSource({"1, 60", "2, 120", "5, 250", "10, 500"})
    void convergesOnTheSphereAfterFiftyTrialsForEachParameter(int dimensions, int trials) {
        // The mean of uniform draws is 100 / 12 + 1 = 9.3 for each parameter.
        assertThat(median(
                        function(reals(dimensions), CmaEsTest::sphere),
                        CmaEs.trials(trials).epochs(1),
                        trials,
                        1))
                .isLessThan(0.02);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 8, 32})
    void convergesThoughManyTrialsAreUnderWay(int slots) {
        assertThat(median(
                        function(reals(4), CmaEsTest::sphere), CmaEs.trials(500).epochs(1), 500, slots))
                .isLessThan(0.05);
    }

    @Test
    void startsWhateverIsWantedAtAnyTime() {
        Searcher searcher = Playthrough.start(CmaEs.trials(10_000).epochs(1), reals(3), 1);
        int next = 0;
        for (int wanted : new int[] {1, 2, 200, 1, 8}) {
            assertThat(searcher.ask(new Searcher.Ask(next, wanted)))
                    .filteredOn(Decision.Start.class::isInstance)
                    .hasSize(wanted);
            next += wanted;
            searcher.tell(new TrialEvent.EpochFinished(next - 1, 0, Map.of("loss", 1.0 / next)));
        }
    }

    /** The quartiles of Optuna's CMA-ES (3.1.0, cmaes 0.9.1, 20 seeds) on the same functions with the same budgets. */
    @ParameterizedTest
    @CsvSource({
        "branin2, 0.411339, 0.46582",
        "hartmann6, -3.27992, -3.2302",
        "rosenbrock4, 3.07536, 3.80364",
        "ackley5s, 3.09925, 3.62882",
        "noisylevy4, 0.262132, 0.451297",
        "rastrigin3q, 8.01198, 9.81966"
    })
    void isAsGoodAsAnotherImplementation(String name, double median, double upperQuartile) {
        TestFunction function = TestFunctions.plain().stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow();
        Contender cma =
                new Contender("cma-es", (f, trials) -> CmaEs.trials(trials).epochs(1));

        double[] scores = Contest.on(List.of(function)).threads(2).between(List.of(cma)).runs(name, "cma-es").stream()
                .mapToDouble(FunctionRun::score)
                .sorted()
                .toArray();

        double ours = (scores[9] + scores[10]) / 2;
        assertThat(ours).isLessThan(median + 0.25 * (upperQuartile - median));
    }

    @Test
    void findsTheBestOfMixedParameters() {
        SearchSpace space = SearchSpace.of(
                real("x0", -3, 7),
                integer("x1", -3, 7),
                integer("x2").log(1, 1024),
                categorical("kind", "a", "b", "c"),
                bool("flag"));
        TestFunction function = function(
                space,
                c -> Math.pow(c.getDouble("x0") - 1, 2)
                        + Math.pow(c.getDouble("x1") - 5, 2)
                        + Math.pow(Math.log(c.getDouble("x2") / 100), 2)
                        + (c.getString("kind").equals("b") ? 0 : 2)
                        + (c.getBoolean("flag") ? 0 : 1));

        assertThat(median(function, CmaEs.trials(300).epochs(1), 300, 1)).isLessThan(0.01);
    }

    @Test
    void goesOnThroughPlateausOfIntegers() {
        // What is left when the real parameters are found is told by integers alone, far from where they began.
        SearchSpace space =
                SearchSpace.of(real("x0", -3, 7), real("x1", -3, 7), integer("n", 0, 9), integer("m", 0, 9));
        TestFunction function = function(
                space, c -> sphere(c) * 100 + Math.abs(c.getInt("n") - 9) * 0.01 + Math.abs(c.getInt("m")) * 0.01);

        assertThat(median(function, CmaEs.trials(800).epochs(1), 800, 1)).isLessThan(0.001);
    }

    @Test
    void tunesTheBranchThatTurnsOutBest() {
        SearchSpace space = SearchSpace.of(
                categorical("kind", "a", "b", "c"),
                real("xa", -3, 7).when("kind", "a"),
                real("xb", -3, 7).when("kind", "b"),
                integer("layers", 1, 3).when("kind", "b"),
                real("xb2", -3, 7).when("layers", 2, 3));
        TestFunction function = function(
                space,
                c -> sphere(c)
                        + switch (c.getString("kind")) {
                            case "a" -> 1.0;
                            case "b" -> c.getInt("layers") == 3 ? 0 : 0.5;
                            default -> 2.0;
                        });

        assertThat(median(function, CmaEs.trials(300).epochs(1), 300, 1)).isLessThan(0.05);
    }

    @Test
    void restartsWhereItIsStuck() {
        // Two bowls; the better one is too small to be felt from outside, and far from the centre.
        TestFunction function = function(reals(2), c -> {
            double shallow = 1 + 0.1 * sphere(c);
            double deep = Math.pow(c.getDouble("x0") + 2, 2) + Math.pow(c.getDouble("x1") + 2, 2);
            return Math.min(shallow, deep);
        });

        assertThat(median(function, CmaEs.trials(2000).epochs(1), 2000, 1)).isLessThan(0.01);
    }

    @Test
    void triesNoConfigurationOfAFiniteSpaceTwiceAndAllInTheEnd() {
        SearchSpace space =
                SearchSpace.of(integer("a", 1, 4), categorical("b", "x", "y", "z"), bool("c"), fixed("d", 1));

        Playthrough played = Playthrough.of(CmaEs.trials(50).epochs(1), space, 2);

        assertThat(played.trials.values()).doesNotHaveDuplicates().hasSize(24);
    }

    @Test
    void keepsToConstraints() {
        CmaEs search = CmaEs.trials(200).epochs(1).where("corner", c -> c.getDouble("x0") + c.getDouble("x1") > 13);

        Playthrough played = Playthrough.of(search, reals(2), 2);

        assertThat(played.trials.values()).hasSize(200).allMatch(c -> c.getDouble("x0") + c.getDouble("x1") > 13);
        assertThatThrownBy(() -> Playthrough.start(CmaEs.trials(5).where("none", c -> false), reals(2), 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("no configuration met the constraints", "['none']");
    }

    @Test
    void startsFromTheBestTrialsOfAnEarlierStudy() {
        SearchSpace space = reals(3);
        TestFunction function = function(space, CmaEsTest::sphere);
        FunctionRun earlier = FunctionStudy.of(function)
                .trials(60)
                .seed(77)
                .run(CmaEs.trials(60).epochs(1));
        List<Trial> trials = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            Configuration configuration = earlier.configurations().get(i);
            EpochResult result = new EpochResult(0, 1, Map.of(FunctionStudy.METRIC, function.loss(configuration)), 0);
            trials.add(new Trial(
                    i,
                    configuration,
                    i,
                    TrialStatus.COMPLETED,
                    Optional.empty(),
                    0,
                    List.of(result),
                    Optional.empty()));
        }

        double with = median(function, CmaEs.trials(20).epochs(1).learnFrom(trials), 20, 1);
        double without = median(function, CmaEs.trials(20).epochs(1), 20, 1);

        assertThat(with).isLessThan(0.6 * without);
    }

    @Test
    void isSetByPopulationAndSpread() {
        assertThat(CmaEs.trials(9).epochs(2).population(12).spread(0.3).describe())
                .isEqualTo("cmaes(trials=9, population=12, spread=0.3, epochs=2)");
        assertThat(CmaEs.trials(9).describe())
                .isEqualTo("cmaes(trials=9, population=usual, spread=0.16666666666666666, epochs=parameter or 10)");
        assertThatThrownBy(() -> CmaEs.trials(9).population(1)).hasMessageContaining("population (1)");
        assertThatThrownBy(() -> CmaEs.trials(9).spread(0)).hasMessageContaining("spread (0.0)");
    }

    @Test
    void drawsTheFirstGenerationAroundTheCentre() {
        Map<Boolean, Long> counts =
                Playthrough.of(CmaEs.trials(1000).population(1000).spread(0.05).epochs(1), reals(1), 1000)
                        .trials
                        .values()
                        .stream()
                        .mapToDouble(c -> c.getDouble("x0"))
                        .boxed()
                        .collect(Collectors.partitioningBy(x -> Math.abs(x - 2) < 0.5, Collectors.counting()));

        // One deviation is 0.05 of 10: 68.3 %, with four standard deviations of 1.5 % each.
        assertThat(counts.get(true)).isBetween(623L, 742L);
    }

    @Test
    void worksWithoutOrderedParameters() {
        SearchSpace space = SearchSpace.of(IntStream.range(0, 6)
                .mapToObj(i -> (Parameter) categorical("c" + i, "a", "b", "c", "d"))
                .toList());
        TestFunction function = function(
                space,
                c -> c.names().stream()
                        .filter(name -> !c.getString(name).equals("c"))
                        .count());

        // Of uniform draws in a space of 4096, a best of 150 has two values wrong.
        assertThat(median(function, CmaEs.trials(150).epochs(1), 150, 1)).isLessThan(1);
    }

    @Test
    void isNotStoppedByFailures() {
        TestFunction function = function(reals(2), c -> c.getDouble("x0") > 2 ? Double.NaN : sphere(c));

        assertThat(median(function, CmaEs.trials(150).epochs(1), 150, 1)).isLessThan(0.05);
        assertThat(Arrays.stream(scores(
                        function(reals(2), c -> Double.NaN), CmaEs.trials(60).epochs(1), 60, 1)))
                .allMatch(score -> Double.isInfinite(score));
    }
}
