package org.jerboa.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.jerboa.search.Playthrough.firstStarts;
import static org.jerboa.tune.space.Parameter.bool;
import static org.jerboa.tune.space.Parameter.categorical;
import static org.jerboa.tune.space.Parameter.fixed;
import static org.jerboa.tune.space.Parameter.integer;
import static org.jerboa.tune.space.Parameter.ordinal;
import static org.jerboa.tune.space.Parameter.real;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.jerboa.search.history.History;
import org.jerboa.search.sampling.RandomSampling;
import org.jerboa.search.sampling.Sampler;
import org.jerboa.tune.metric.Objective;
import org.jerboa.tune.space.Configuration;
import org.jerboa.tune.space.Parameter;
import org.jerboa.tune.space.SearchSpace;
import org.jerboa.tune.spi.SearchProblem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RandomSearchTest {

    private static final SearchSpace WIDE = SearchSpace.of(
            real("rate").log(1e-5, 1e-1),
            real("momentum", 0.1, 0.9),
            integer("units").log(8, 4096),
            integer("layers", 1, 12),
            real("dropout", 0, 0.5).step(0.05),
            ordinal("size", "S", "M", "L", "XL"),
            categorical("activation", "relu", "tanh", "gelu"));

    /** Few configurations repeat in a space of 6 * 10^6 times two continua, so that all draws are first draws. */
    private static final int DRAWS = 10_000;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void drawsParametersIndependentlyOfEachOther(long seed) {
        double[][] columns = columns(seed);

        for (int i = 0; i < columns.length; i++) {
            for (int j = 0; j < i; j++) {
                assertThat(Statistics.correlation(columns[i], columns[j]))
                        .as("seed %d, axes %d and %d", seed, i, j)
                        .isBetween(-0.05, 0.05);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void drawsTrialsIndependentlyOfEachOther(long seed) {
        for (double[] column : columns(seed)) {
            double[] earlier = Arrays.copyOf(column, DRAWS - 1);
            double[] later = Arrays.copyOfRange(column, 1, DRAWS);
            assertThat(Statistics.correlation(earlier, later))
                    .as("seed %d", seed)
                    .isBetween(-0.05, 0.05);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void drawsContinuousParametersUniformlyOnTheirScale(long seed) {
        List<Configuration> drawn = draw(seed, DRAWS);
        double[] rate = drawn.stream()
                .mapToDouble(c -> (Math.log10(c.getDouble("rate")) + 5) / 4)
                .toArray();
        double[] momentum = drawn.stream()
                .mapToDouble(c -> (c.getDouble("momentum") - 0.1) / 0.8)
                .toArray();

        assertThat(Statistics.distanceToUniform(rate)).isLessThan(Statistics.distanceLimit(DRAWS));
        assertThat(Statistics.distanceToUniform(momentum)).isLessThan(Statistics.distanceLimit(DRAWS));
    }

    @ParameterizedTest
    @ValueSource(strings = {"layers", "dropout", "size", "activation"})
    void drawsEveryLinearValueEquallyOften(String name) {
        List<Object> values = WIDE.parameter(name).gridValues(100);
        List<Configuration> drawn = draw(4, DRAWS);
        long[] counts = values.stream()
                .mapToLong(v -> drawn.stream()
                        .filter(c -> Objects.equals(c.asMap().get(name), v))
                        .count())
                .toArray();

        assertThat(LongStream.of(counts).sum()).isEqualTo(DRAWS);
        assertThat(Statistics.chiSquare(counts, (double) DRAWS / counts.length))
                .isLessThan(Statistics.chiSquareLimit(counts.length - 1));
    }

    @Test
    void drawsEveryOctaveOfALogIntegerEquallyOften() {
        // 8..4096 on a log scale reaches from ln 7.5 to ln 4096.5; each half of it by logarithm gets half the draws.
        double middle = Math.sqrt(7.5 * 4096.5);
        long below =
                draw(5, DRAWS).stream().filter(c -> c.getInt("units") < middle).count();

        // Four standard deviations of a binomial count: 4 * sqrt(10 000 / 4).
        assertThat(below).isBetween(DRAWS / 2 - 200L, DRAWS / 2 + 200L);
    }

    @Test
    void leavesOtherParametersAloneWhenOneIsAddedOrMoved() {
        List<Parameter> parameters = new ArrayList<>(WIDE.parameters());
        parameters.add(0, real("added", 0, 1));
        parameters.add(parameters.remove(2));
        List<Configuration> before = draw(6, 100);
        List<Configuration> after = firstStarts(RandomSearch.trials(100), SearchSpace.of(parameters), 6);

        for (int i = 0; i < 100; i++) {
            assertThat(after.get(i).asMap()).containsAllEntriesOf(before.get(i).asMap());
        }
    }

    @Test
    void drawsWhatItDrewWhenStudiesWereRecorded() {
        // With other draws, studies that an earlier version began could not be resumed. Rate, momentum and layers were
        // also
        // worked out by a Python script of SplitMix64, from (mix(seed(42, "random", n, name)) >> 11) * 2^-53.
        assertThat(draw(42, 2))
                .extracting(Configuration::text)
                .containsExactly(
                        "activation=tanh, dropout=0.4, layers=2, momentum=0.55298631355953, rate=0.000953629935991, size=M, units=8",
                        "activation=relu, dropout=0.05, layers=1, momentum=0.4234637931747, rate=0.00891822743304, size=L, units=226");
    }

    @Test
    void beginsTheSameWhateverTheNumberOfTrials() {
        assertThat(draw(7, 300).subList(0, 20)).isEqualTo(draw(7, 20));
    }

    @Test
    void differsBySeed() {
        assertThat(draw(8, 50)).doesNotContainAnyElementsOf(draw(9, 50));
    }

    @ParameterizedTest
    @ValueSource(ints = {59, 60, 61, 500})
    void triesEachConfigurationOfAFiniteSpaceOnce(int trials) {
        SearchSpace space = SearchSpace.of(
                integer("a", 1, 5),
                categorical("b", "x", "y", "z"),
                integer("c").log(1, 4));

        List<Configuration> drawn = firstStarts(RandomSearch.trials(trials), space, 1);

        assertThat(drawn).doesNotHaveDuplicates().hasSize(Math.min(trials, 5 * 3 * 4));
    }

    @Test
    void triesRareConfigurationsOfAFiniteSpaceToo() {
        // On a log scale a value v of 1..3000 is drawn with a probability of about 1 / (v ln 3000).
        SearchSpace space = SearchSpace.of(integer("a").log(1, 3_000));

        Playthrough played = Playthrough.of(RandomSearch.trials(6_000).epochs(1), space, 1);

        assertThat(played.trials.values()).doesNotHaveDuplicates().hasSize(3_000);
    }

    @Test
    void triesEachBranchOfAConditionalFiniteSpaceOnce() {
        SearchSpace space = SearchSpace.of(
                categorical("kind", "leaf", "tree"), integer("depth", 1, 3).when("kind", "tree"));

        assertThat(firstStarts(RandomSearch.trials(10), space, 1))
                .extracting(Configuration::text)
                .containsExactlyInAnyOrder(
                        "kind=leaf", "depth=1, kind=tree", "depth=2, kind=tree", "depth=3, kind=tree");
    }

    @Test
    void triesTheOneConfigurationOfAFixedSpace() {
        assertThat(firstStarts(RandomSearch.trials(10), SearchSpace.of(fixed("a", 1)), 1))
                .hasSize(1);
    }

    @Test
    void triesABranchWithoutChoicesOnceBesideAContinuousOne() {
        SearchSpace space =
                SearchSpace.of(bool("momentum"), real("factor", 0.1, 0.9).when("momentum", true));

        List<Configuration> drawn = firstStarts(RandomSearch.trials(50), space, 1);

        assertThat(drawn).doesNotHaveDuplicates().hasSize(50);
        assertThat(drawn).filteredOn(c -> !c.getBoolean("momentum")).hasSize(1);
    }

    @Test
    void endsEarlyWhereOneBranchIsUsedUpAndTheOtherIsForbidden() {
        SearchSpace space =
                SearchSpace.of(bool("momentum"), real("factor", 0.1, 0.9).when("momentum", true));
        RandomSearch search = RandomSearch.trials(50).where("plain", c -> !c.getBoolean("momentum"));

        assertThat(firstStarts(search, space, 1)).hasSize(1);
    }

    @Test
    void keepsToItsConstraints() {
        RandomSearch search = RandomSearch.trials(200)
                .where("few layers", c -> c.getInt("layers") < 6)
                .where("no gelu", c -> !c.getString("activation").equals("gelu"));

        assertThat(firstStarts(search, WIDE, 1))
                .hasSize(200)
                .allMatch(c ->
                        c.getInt("layers") < 6 && !c.getString("activation").equals("gelu"));
    }

    @Test
    void findsEveryAllowedConfigurationOfAFiniteSpaceHoweverRare() {
        SearchSpace space = SearchSpace.of(integer("a", 0, 999), integer("b", 0, 999));
        RandomSearch search = RandomSearch.trials(10).where("corner", c -> c.getInt("a") + c.getInt("b") >= 1997);

        // (999, 999), (999, 998), (998, 999): 3 in 10^6.
        assertThat(firstStarts(search, space, 1)).hasSize(3);
    }

    @Test
    void rejectsConstraintsThatNothingMeets() {
        RandomSearch search = RandomSearch.trials(3).where("more layers than there are", c -> c.getInt("layers") > 12);

        assertThatThrownBy(() -> Playthrough.start(search, WIDE, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("'more layers than there are'", "10000 draws", "loosen");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  ", "two\nlines", "taken"})
    void rejectsAConstraintWithoutANameOfItsOwn(String name) {
        RandomSearch search = RandomSearch.trials(3).where("taken", c -> true);

        assertThatThrownBy(() -> search.where(name, c -> true))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("name '" + name + "'");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1})
    void rejectsLessThanOneTrial(int trials) {
        assertThatThrownBy(() -> RandomSearch.trials(trials))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("trials (" + trials + ") must be at least 1");
    }

    @Test
    void describesAllItsSettings() {
        assertThat(RandomSearch.trials(24).describe()).isEqualTo("random(trials=24, epochs=parameter or 10)");
        assertThat(RandomSearch.trials(24)
                        .epochs(10)
                        .where("a", c -> true)
                        .where("b", c -> true)
                        .describe())
                .isEqualTo("random(trials=24, epochs=10, where=['a', 'b'])");
    }

    @Test
    void drawsTheSameAfterSerialisation() throws Exception {
        RandomSearch search = RandomSearch.trials(30).epochs(4).where("few layers", c -> c.getInt("layers") < 6);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(search);
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            RandomSearch copy = (RandomSearch) in.readObject();

            assertThat(copy.describe()).isEqualTo(search.describe());
            assertThat(firstStarts(copy, WIDE, 3)).isEqualTo(firstStarts(search, WIDE, 3));
        }
    }

    private static List<Configuration> draw(long seed, int draws) {
        SearchProblem problem = new SearchProblem(WIDE, List.of(Objective.minimize("loss")), seed);
        Sampler sampler = new RandomSampling().start(problem, c -> true);
        History none = new History(problem);
        return IntStream.range(0, draws)
                .mapToObj(i -> sampler.propose(i, none).orElseThrow())
                .toList();
    }

    /** The draws' coordinates in the unit cube, by axis. */
    private static double[][] columns(long seed) {
        double[][] columns = new double[WIDE.dimensions()][DRAWS];
        List<Configuration> drawn = draw(seed, DRAWS);
        for (int i = 0; i < DRAWS; i++) {
            double[] point = WIDE.encode(drawn.get(i));
            for (int axis = 0; axis < point.length; axis++) {
                columns[axis][i] = point[axis];
            }
        }
        return columns;
    }
}
