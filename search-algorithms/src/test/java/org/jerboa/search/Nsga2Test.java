package org.jerboa.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.jerboa.tune.space.Parameter.bool;
import static org.jerboa.tune.space.Parameter.categorical;
import static org.jerboa.tune.space.Parameter.integer;
import static org.jerboa.tune.space.Parameter.real;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jerboa.search.sampling.RandomSampling;
import org.jerboa.search.sampling.genetic.Crossover;
import org.jerboa.search.sampling.genetic.Mutation;
import org.jerboa.testkit.functions.Hypervolume;
import org.jerboa.testkit.functions.TradeOff;
import org.jerboa.testkit.functions.TradeOffStudy;
import org.jerboa.tune.metric.Objective;
import org.jerboa.tune.space.Configuration;
import org.jerboa.tune.space.SearchSpace;
import org.jerboa.tune.spi.Decision;
import org.jerboa.tune.spi.SearchAlgorithm;
import org.jerboa.tune.spi.SearchProblem;
import org.jerboa.tune.spi.Searcher;
import org.jerboa.tune.spi.TrialEvent;
import org.jerboa.tune.study.EpochResult;
import org.jerboa.tune.study.Trial;
import org.jerboa.tune.study.TrialStatus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class Nsga2Test {

    private static final int SEEDS = 9;

    private static final int TRIALS = 100;

    private static final SearchSpace REALS = SearchSpace.of(real("x", 0, 1), real("y", 0, 1));

    private static double area(TradeOff function, SearchAlgorithm search, int slots, long seed) {
        return Hypervolume.of(new TradeOffStudy(function, seed, slots).run(search), 1.1, 11);
    }

    private static long wins(TradeOff function, Nsga2 search, SearchAlgorithm other, int slots) {
        return IntStream.range(0, SEEDS)
                .parallel()
                .filter(seed -> area(function, search, slots, seed) > area(function, other, slots, seed))
                .count();
    }

    private static Nsga2 search() {
        return Nsga2.trials(TRIALS).epochs(1);
    }

    static List<TradeOff> functions() {
        return List.of(TradeOff.zdt1(6), TradeOff.zdt2(6));
    }

    @ParameterizedTest
    @MethodSource("functions")
    void gainsMoreThanRandomAndEvenlySpreadTrials(TradeOff function) {
        assertThat(wins(function, search(), RandomSearch.trials(TRIALS).epochs(1), 1))
                .isGreaterThanOrEqualTo(8);
        assertThat(wins(function, search(), SobolSearch.trials(TRIALS).epochs(1), 1))
                .isGreaterThanOrEqualTo(8);
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 16})
    void gainsMoreThanRandomTrialsThoughManyAreUnderWay(int slots) {
        assertThat(wins(TradeOff.zdt2(6), search(), RandomSearch.trials(TRIALS).epochs(1), slots))
                .isGreaterThanOrEqualTo(8);
    }

    @Test
    void gainsMoreWithThePapersOperatorsToo() {
        Nsga2 papers = search().crossover(Crossover.simulatedBinary(0.9, 20)).mutation(Mutation.polynomial(20));

        assertThat(wins(TradeOff.zdt1(6), papers, RandomSearch.trials(TRIALS).epochs(1), 1))
                .isGreaterThanOrEqualTo(8);
    }

    /** The front of ZDT1 is at f2 = 1 - sqrt(f1) from f1 = 0 to 1, and is to be found all along. */
    @Test
    void comesToTheWholeFront() {
        List<double[]> losses =
                new TradeOffStudy(TradeOff.zdt1(4), 1, 1).run(Nsga2.trials(600).epochs(1));

        double[] beyondTheFront = new double[5];
        Arrays.fill(beyondTheFront, Double.POSITIVE_INFINITY);
        for (double[] point : losses) {
            int fifth = Math.min(4, (int) (5 * point[0]));
            beyondTheFront[fifth] = Math.min(beyondTheFront[fifth], point[1] - (1 - Math.sqrt(point[0])));
        }
        assertThat(Arrays.stream(beyondTheFront)).allMatch(far -> far < 0.1);
    }

    @Test
    void learnsNothingFromWhatFailedOrIsNoNumber() {
        TradeOff half = new TradeOff(
                "half",
                REALS,
                List.of("a", "b"),
                c -> c.getDouble("x") > 0.5
                        ? new double[] {-1, Double.NaN}
                        : new double[] {c.getDouble("x") + c.getDouble("y"), 1 - c.getDouble("x")});
        List<double[]> losses = new TradeOffStudy(half, 1, 3).run(search());

        long failedLate = losses.subList(TRIALS / 2, TRIALS).stream()
                .filter(point -> Double.isNaN(point[1]))
                .count();
        assertThat(losses).hasSize(TRIALS);
        assertThat(failedLate).isLessThan(TRIALS / 4);
        TradeOff nothing = new TradeOff("nothing", REALS, List.of("a", "b"), c -> new double[] {0, Double.NaN});
        assertThat(new TradeOffStudy(nothing, 1, 3).run(search())).hasSize(TRIALS);
        TradeOff ties = new TradeOff("ties", REALS, List.of("a", "b"), c -> new double[] {1, 2});
        assertThat(new TradeOffStudy(ties, 1, 3).run(search())).hasSize(TRIALS);
    }

    @Test
    void minimisesAndMaximisesEachObjective() {
        Function<Configuration, double[]> losses =
                c -> new double[] {c.getDouble("x") + c.getDouble("y"), 1 - c.getDouble("x")};

        assertThat(trials(search(), REALS, List.of(Objective.minimize("a"), Objective.minimize("b")), losses))
                .isEqualTo(trials(search(), REALS, List.of(Objective.maximize("a"), Objective.minimize("b")), c ->
                        new double[] {-losses.apply(c)[0], losses.apply(c)[1]}))
                .isEqualTo(trials(search(), REALS, List.of(Objective.minimize("a"), Objective.maximize("b")), c ->
                        new double[] {losses.apply(c)[0], -losses.apply(c)[1]}))
                .isNotEqualTo(
                        trials(search(), REALS, List.of(Objective.minimize("a"), Objective.maximize("b")), losses));
    }

    /** Plays one trial after another. */
    private static List<Configuration> trials(
            Nsga2 search, SearchSpace space, List<Objective> objectives, Function<Configuration, double[]> values) {
        Searcher searcher = search.start(new SearchProblem(space, objectives, 3));
        List<Configuration> configurations = new ArrayList<>();
        List<Decision> answer = searcher.ask(new Searcher.Ask(0, 1));
        while (!answer.isEmpty()) {
            for (Decision decision : answer) {
                if (decision instanceof Decision.Start start) {
                    int trial = configurations.size();
                    configurations.add(start.configuration());
                    Map<String, Double> metrics = new HashMap<>();
                    double[] measured = values.apply(start.configuration());
                    for (int i = 0; i < measured.length; i++) {
                        metrics.put(objectives.get(i).metric(), measured[i]);
                    }
                    searcher.tell(new TrialEvent.EpochFinished(trial, 0, metrics));
                }
            }
            answer = searcher.ask(new Searcher.Ask(configurations.size(), 1));
        }
        return configurations;
    }

    @Test
    void searchesTreesAndFiniteSpacesToTheirEnd() {
        SearchSpace space =
                SearchSpace.of(categorical("kind", "a", "b"), integer("n", 1, 4).when("kind", "a"), bool("flag"));
        List<Configuration> tried =
                trials(search().population(4), space, List.of(Objective.minimize("a"), Objective.maximize("b")), c ->
                        new double[] {c.getBoolean("flag") ? 0 : 1, c.has("n") ? c.getInt("n") : 0});

        // 4 of kind a, 1 of kind b, each with the flag or without
        assertThat(tried).hasSize(10).doesNotHaveDuplicates();
    }

    @Test
    void keepsToConstraints() {
        List<Configuration> tried = trials(
                search().where("corner", c -> c.getDouble("x") + c.getDouble("y") > 1.8),
                REALS,
                List.of(Objective.minimize("a"), Objective.minimize("b")),
                c -> new double[] {c.getDouble("x"), c.getDouble("y")});

        assertThat(tried).hasSize(TRIALS).allMatch(c -> c.getDouble("x") + c.getDouble("y") > 1.8);
        SearchProblem problem = new SearchProblem(REALS, List.of(Objective.minimize("a")), 3);
        assertThatThrownBy(() -> search().where("none", c -> false).start(problem))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("no configuration met the constraints", "['none']");
    }

    @Test
    void breedsFromTheTrialsOfAnEarlierStudyAtOnce() {
        List<Trial> earlier = IntStream.range(0, 20)
                .mapToObj(i -> trial(i, REALS.configuration(Map.of("x", 0.5 + 0.01 * i, "y", 0.45 - 0.01 * i))))
                .toList();
        Nsga2 search = search().mutation(Mutation.reset().rate(0)).learnFrom(earlier);

        Searcher searcher =
                search.start(new SearchProblem(REALS, List.of(Objective.minimize("a"), Objective.minimize("b")), 3));

        Decision first = searcher.ask(new Searcher.Ask(0, 1)).get(0);
        Configuration child = ((Decision.Start) first).configuration();
        assertThat(earlier)
                .extracting(trial -> trial.configuration().getDouble("x"))
                .contains(child.getDouble("x"));
        assertThat(earlier)
                .extracting(trial -> trial.configuration().getDouble("y"))
                .contains(child.getDouble("y"));
    }

    private static Trial trial(int id, Configuration c) {
        EpochResult result = new EpochResult(0, 1, Map.of("a", c.getDouble("x"), "b", c.getDouble("y")), 0);
        return new Trial(id, c, id, TrialStatus.COMPLETED, Optional.empty(), 0, List.of(result), Optional.empty());
    }

    @Test
    void isDescribedWithItsOperators() {
        assertThat(Nsga2.trials(9).epochs(2).describe())
                .isEqualTo("nsga2(trials=9, population=20, founders=sobol, tournament=2, "
                        + "crossover=uniform(0.9, 0.5), mutation=normal(0.1)@one gene, epochs=2)");
        assertThat(Nsga2.trials(9)
                        .population(4)
                        .founders(new RandomSampling())
                        .crossover(Crossover.simulatedBinary(0.9, 20))
                        .mutation(Mutation.polynomial(20))
                        .describe())
                .isEqualTo("nsga2(trials=9, population=4, founders=random, tournament=2, "
                        + "crossover=simulatedBinary(0.9, 20.0), mutation=polynomial(20.0)@one gene, "
                        + "epochs=parameter or 10)");
        assertThatThrownBy(() -> search().population(1)).hasMessageContaining("population (1)");
    }
}
