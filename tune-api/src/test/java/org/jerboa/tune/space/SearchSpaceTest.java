package org.jerboa.tune.space;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.jerboa.tune.space.Parameter.atLeast;
import static org.jerboa.tune.space.Parameter.atMost;
import static org.jerboa.tune.space.Parameter.bool;
import static org.jerboa.tune.space.Parameter.categorical;
import static org.jerboa.tune.space.Parameter.fixed;
import static org.jerboa.tune.space.Parameter.integer;
import static org.jerboa.tune.space.Parameter.ordinal;
import static org.jerboa.tune.space.Parameter.real;

import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jerboa.tune.random.RandomStreams;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class SearchSpaceTest {

    private static final long SEED = 20_250_105;

    private static final SearchSpace SPACE = SearchSpace.of(
            real("learningRate").log(1e-4, 1e-1),
            real("dropout", 0, 0.5).step(0.05),
            integer("layers", 1, 3),
            integer("filters", 8, 64).log(),
            categorical("activation", Activation.RELU, Activation.TANH),
            ordinal("size", 16, 32, 64),
            bool("batchNorm"),
            real("decay", 0.9, 1).when("batchNorm", true),
            fixed("seed", 42),
            categorical("updater", "SGD", "NESTEROVS"),
            real("momentum", 0.5, 0.99).when("updater", "NESTEROVS"),
            integer("units2", 8, 64).when("layers", atLeast(2)),
            integer("units3", 8, 64).when("layers", 3),
            bool("wide").when("layers", atMost(1)),
            fixed("width", 256).when("wide", true),
            bool("skip").when("size", 32, 64));

    private static Configuration draw(SearchSpace space, int trial) {
        return space.sample(
                name -> RandomStreams.stream(SEED, "trial", trial, name).nextDouble());
    }

    @Test
    void samplesAreValidAndSurviveTheUnitCubeAndTheirTexts() {
        Set<Set<String>> shapes = new HashSet<>();
        for (int trial = 0; trial < 2000; trial++) {
            Configuration configuration = draw(SPACE, trial);
            assertThat(SPACE.contains(configuration))
                    .as("seed %d, trial %d", SEED, trial)
                    .isTrue();
            assertThat(SPACE.decode(SPACE.encode(configuration))).isEqualTo(configuration);
            assertThat(SPACE.parse(configuration.texts())).isEqualTo(configuration);
            assertThat(SPACE.configuration(configuration.asMap())).isEqualTo(configuration);
            assertThat(configuration.has("momentum"))
                    .isEqualTo(configuration.getString("updater").equals("NESTEROVS"));
            assertThat(configuration.has("units2")).isEqualTo(configuration.getInt("layers") >= 2);
            assertThat(configuration.has("units3")).isEqualTo(configuration.getInt("layers") == 3);
            assertThat(configuration.has("wide")).isEqualTo(configuration.getInt("layers") == 1);
            assertThat(configuration.has("width"))
                    .isEqualTo(configuration.has("wide") && configuration.getBoolean("wide"));
            assertThat(configuration.has("skip")).isEqualTo(configuration.getInt("size") > 16);
            shapes.add(configuration.names());
        }
        // 2 for batchNorm, 2 for updater, 4 for layers (wide or not, 2, 3), 2 for size
        assertThat(shapes).hasSize(32);
    }

    @Test
    void hasOneAxisForEachParameterThatIsNotFixed() {
        assertThat(SPACE.dimensions()).isEqualTo(14);
        assertThat(SPACE.axes().stream().map(Parameter::name)).doesNotContain("seed", "width");
        assertThat(SPACE.parameters()).hasSize(16);
        assertThat(SPACE.parameter("units2").name()).isEqualTo("units2");
    }

    @Test
    void inactiveAxesAreEncodedAsNaNAndIgnoredInDecoding() {
        SearchSpace space =
                SearchSpace.of(bool("on"), fixed("f", 1), real("x", 0, 1).when("on", true));
        Configuration off = space.configuration(Map.of("on", false));
        assertThat(space.encode(off)).containsExactly(0.25, Double.NaN);
        assertThat(space.decode(new double[] {0.1, 99})).isEqualTo(off);
        assertThat(space.decode(new double[] {0.1, Double.NaN}).text()).isEqualTo("f=1, on=false");
    }

    @Test
    void everyAxisIsDrawnForWhetherActiveOrNot() {
        Set<String> asked = new TreeSet<>();
        SPACE.sample(name -> {
            asked.add(name);
            return 0;
        });
        assertThat(asked).hasSize(14);
    }

    @Test
    void streamsOfParametersAreUncorrelated() {
        SearchSpace space = SearchSpace.of(
                real("a", 0, 1), real("b", 0, 1), real("lr").log(1e-4, 1e-1), integer("n", 1, 1000), real("c", 0, 1));
        int draws = 10_000;
        double[][] units = new double[draws][];
        for (int i = 0; i < draws; i++) {
            units[i] = space.encode(draw(space, i));
        }
        for (int a = 0; a < space.dimensions(); a++) {
            for (int b = 0; b < a; b++) {
                // For independent columns the coefficient has standard deviation 1 / sqrt(draws); allow four of them.
                assertThat(Math.abs(correlation(units, a, b)))
                        .as("seed %d, axes %d and %d", SEED, a, b)
                        .isLessThan(4 / Math.sqrt(draws));
            }
        }
    }

    private static double correlation(double[][] rows, int a, int b) {
        double meanA = Arrays.stream(rows).mapToDouble(row -> row[a]).average().orElseThrow();
        double meanB = Arrays.stream(rows).mapToDouble(row -> row[b]).average().orElseThrow();
        double ab = 0;
        double aa = 0;
        double bb = 0;
        for (double[] row : rows) {
            ab += (row[a] - meanA) * (row[b] - meanB);
            aa += (row[a] - meanA) * (row[a] - meanA);
            bb += (row[b] - meanB) * (row[b] - meanB);
        }
        return ab / Math.sqrt(aa * bb);
    }

    @Test
    void logIntegersAreDrawnInProportionToTheirCells() {
        SearchSpace space = SearchSpace.of(integer("n").log(1, 16));
        int draws = 20_000;
        int[] counts = new int[17];
        RandomGenerator random = RandomStreams.stream(SEED, "cells");
        for (int i = 0; i < draws; i++) {
            counts[space.sample(name -> random.nextDouble()).getInt("n")]++;
        }
        double chiSquare = 0;
        for (int n = 1; n <= 16; n++) {
            double expected = draws * Math.log((n + 0.5) / (n - 0.5)) / Math.log(16.5 / 0.5);
            chiSquare += Math.pow(counts[n] - expected, 2) / expected;
        }
        assertThat(chiSquare)
                .as("15 degrees of freedom; 37.7 is the 99.9 %% point; seed %d", SEED)
                .isLessThan(37.7);
    }

    @Test
    void fillsInFixedValuesAndMakesValuesCanonical() {
        SearchSpace space = SearchSpace.of(real("x", 0, 1), fixed("seed", 42), categorical("a", Activation.RELU));
        Configuration configuration = space.configuration(Map.of("x", 1, "a", "RELU"));
        assertThat(configuration.text()).isEqualTo("a=RELU, seed=42, x=1.0");
        assertThat(configuration.names()).containsExactly("x", "seed", "a");
        assertThat(configuration.get("a", Activation.class)).isEqualTo(Activation.RELU);
        assertThat(space.configuration(Map.of("x", 1, "a", "RELU", "seed", 42))).isEqualTo(configuration);
    }

    @Test
    void changesKeepTheRest() {
        SearchSpace space = SearchSpace.of(
                real("x", 0, 1),
                categorical("updater", "SGD", "NESTEROVS"),
                real("momentum", 0.5, 0.99).when("updater", "NESTEROVS"),
                bool("warm").when("updater", "SGD"));
        Configuration before = space.configuration(Map.of("x", 0.5, "updater", "NESTEROVS", "momentum", 0.9));
        assertThat(space.change(before, Map.of("x", 0.25)).text()).isEqualTo("momentum=0.9, updater=NESTEROVS, x=0.25");
        assertThat(space.change(before, Map.of("updater", "SGD", "warm", true)).text())
                .isEqualTo("updater=SGD, warm=true, x=0.5");
        assertThat(space.change(before, Map.of())).isEqualTo(before);
        assertThatThrownBy(() -> space.change(before, Map.of("updater", "SGD")))
                .hasMessage("no value for 'warm', which exists because updater = SGD; give it a value of categorical"
                        + " {false, true}");
        assertThatThrownBy(() -> space.change(before, Map.of("warm", true)))
                .hasMessage("'warm' is not active here: it exists only when updater = SGD; leave it out");
    }

    @Test
    void acceptsAConfigurationMadeWithoutTheSpace() {
        SearchSpace space = SearchSpace.of(real("x", 0, 1), ordinal("size", 16, 32), integer("n", 1, 9));
        Configuration free = Configuration.of(Map.of("n", 3, "x", 0.5, "size", 32));
        space.validate(free);
        assertThat(space.decode(space.encode(free))).isEqualTo(free);
    }

    @Test
    void conditionsMayNameObjectsWithoutAText() {
        Schedule slow = new Schedule(0.1);
        SearchSpace space = SearchSpace.of(
                categorical("schedule").choice("slow", slow).choice("fast", new Schedule(1)),
                real("x", 0, 1).when("schedule", slow));
        assertThat(space.text())
                .isEqualTo("schedule: categorical {slow, fast}\nx: real [0.0, 1.0] when schedule = slow");
        assertThat(space.configuration(Map.of("schedule", "fast")).has("x")).isFalse();
        assertThat(space.configuration(Map.of("schedule", slow, "x", 0.5)).has("x"))
                .isTrue();
        Configuration labelled = space.configuration(Map.of("schedule", "fast"));
        assertThat(labelled.text()).isEqualTo("schedule=fast");
        assertThat(labelled.get("schedule", Schedule.class).rate).isEqualTo(1);
        assertThat(space.contains(labelled)).isTrue();
    }

    @Test
    void textDescribesEveryParameter() {
        assertThat(SPACE.text().lines())
                .containsExactly(
                        "learningRate: real log [0.0001, 0.1]",
                        "dropout: real [0.0, 0.5] step 0.05",
                        "layers: integer [1, 3]",
                        "filters: integer log [8, 64]",
                        "activation: categorical {RELU, TANH}",
                        "size: ordinal {16, 32, 64}",
                        "batchNorm: categorical {false, true}",
                        "decay: real [0.9, 1.0] when batchNorm = true",
                        "seed: fixed {42}",
                        "updater: categorical {SGD, NESTEROVS}",
                        "momentum: real [0.5, 0.99] when updater = NESTEROVS",
                        "units2: integer [8, 64] when layers >= 2",
                        "units3: integer [8, 64] when layers = 3",
                        "wide: categorical {false, true} when layers <= 1",
                        "width: fixed {256} when wide = true",
                        "skip: categorical {false, true} when size = 32 or 64");
        assertThat(SPACE).hasToString(SPACE.text());
    }

    @Test
    void hashNeverChanges() {
        // sha256sum of the text
        assertThat(SPACE.contentHash()).isEqualTo("68385d13ec3442db4e1f32e19749b7ab9f3681c9e9c733b2aec224bb88540dcd");
    }

    @Test
    void equalityFollowsTheTextAndTheOrder() {
        SearchSpace ab = SearchSpace.of(real("a", 0, 1), real("b", 0, 1));
        assertThat(SearchSpace.of(List.of(real("a", 0, 1), real("b").linear(0, 1))))
                .isEqualTo(ab)
                .hasSameHashCodeAs(ab);
        assertThat(SearchSpace.of(real("b", 0, 1), real("a", 0, 1))).isNotEqualTo(ab);
        assertThat(real("a", 0, 1))
                .isEqualTo(real("a", 0, 1))
                .isNotEqualTo(real("a").log(1, 2));
    }

    @Test
    void orderOfDeclarationDoesNotChangeAConfiguration() {
        SearchSpace ab = SearchSpace.of(real("a", 0, 1), integer("b", 0, 9));
        SearchSpace ba = SearchSpace.of(integer("b", 0, 9), real("a", 0, 1));
        for (int trial = 0; trial < 20; trial++) {
            assertThat(draw(ab, trial)).isEqualTo(draw(ba, trial));
            assertThat(draw(ab, trial).contentHash()).isEqualTo(draw(ba, trial).contentHash());
        }
    }

    @Test
    void drawsNeverChange() {
        assertThat(draw(SPACE, 0).text())
                .isEqualTo(
                        "activation=TANH, batchNorm=false, dropout=0.1, filters=24, layers=2, learningRate=0.0217945168514, seed=42, size=16, units2=45, updater=SGD");
    }

    private static Map<String, Object> values(Object... namesAndValues) {
        Map<String, Object> values = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            values.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        return values;
    }

    static Stream<Arguments> mistakes() {
        SearchSpace small = SearchSpace.of(
                real("x", 0, 1),
                categorical("u", "SGD", "ADAM"),
                real("m", 0, 1).when("u", "ADAM"),
                fixed("s", 1));
        return Stream.of(
                mistake("a search space needs at least one parameter", SearchSpace::of),
                mistake(
                        "two parameters are named 'x'; rename or remove one",
                        () -> SearchSpace.of(real("x", 0, 1), integer("x", 0, 1))),
                mistake(
                        "'x' depends on 'u', which is not in the space; there are [x, y]",
                        () -> SearchSpace.of(real("x", 0, 1).when("u", 1), real("y", 0, 1))),
                mistake(
                        "'x' depends on 'u', which is declared after it; declare the parent first",
                        () -> SearchSpace.of(real("x", 0, 1).when("u", true), bool("u"))),
                mistake(
                        "'x' depends on 'x', which is declared after it",
                        () -> SearchSpace.of(bool("x").when("x", true))),
                mistake(
                        "'x' depends on 'u', which cannot have it: value (String c) of 'u' is not among its choices"
                                + " {a, b}",
                        () -> SearchSpace.of(
                                categorical("u", "a", "b"), real("x", 0, 1).when("u", "a", "c"))),
                mistake(
                        "'y' depends on 'x', which is real; a parent must be categorical, boolean, ordinal, integer or"
                                + " fixed",
                        () -> SearchSpace.of(real("x", 0, 1), real("y", 0, 1).when("x", 0.5))),
                mistake(
                        "'y' depends on 'n', which cannot have it: value (7) of 'n' must lie between 1 and 3",
                        () -> SearchSpace.of(integer("n", 1, 3), real("y", 0, 1).when("n", 7))),
                mistake(
                        "'y' depends on 'n', but n >= 4 never holds for integer [1, 3]; correct the bound",
                        () -> SearchSpace.of(integer("n", 1, 3), real("y", 0, 1).when("n", atLeast(4)))),
                mistake(
                        "n <= 0 never holds",
                        () -> SearchSpace.of(integer("n", 1, 3), real("y", 0, 1).when("n", atMost(0)))),
                mistake(
                        "'y' depends on 'u', which is not an integer parameter; atLeast and atMost need one",
                        () -> SearchSpace.of(ordinal("u", 1, 2), real("y", 0, 1).when("u", atLeast(2)))),
                mistake(
                        "a condition on 'u' needs at least one value",
                        () -> real("y", 0, 1).when("u", new Object[0])),
                mistake(
                        "'y' already depends on 'a'; for a second condition make 'b' depend on 'a' and 'y' on 'b'",
                        () -> real("y", 0, 1).when("a", 1).when("b", 2)),
                mistake("parameter name '' must start with a letter or _", () -> real("", 0, 1)),
                mistake("parameter name '1x' must start", () -> integer("1x", 0, 1)),
                mistake("parameter name 'a b' must start", () -> bool("a b")),
                mistake("parameter name 'gr\u00f6' must start", () -> fixed("gr\u00f6", 1)),
                mistake(
                        "no parameter 'y' in this space; there are [x, u, m, s]",
                        () -> small.configuration(values("x", 0.5, "u", "SGD", "y", 1))),
                mistake("no parameter 'y' in this space", () -> small.parameter("y")),
                mistake(
                        "no value for 'x'; give it a value of real [0.0, 1.0]",
                        () -> small.configuration(values("u", "SGD"))),
                mistake(
                        "no value for 'm', which exists because u = ADAM; give it a value of real [0.0, 1.0]",
                        () -> small.configuration(values("x", 0.5, "u", "ADAM"))),
                mistake(
                        "'m' is not active here: it exists only when u = ADAM; leave it out",
                        () -> small.configuration(values("x", 0.5, "u", "SGD", "m", 0.5))),
                mistake(
                        "value (1.5) of 'x' must lie between 0.0 and 1.0",
                        () -> small.configuration(values("x", 1.5, "u", "SGD"))),
                mistake(
                        "value (2) of 's' is not among its choices {1}",
                        () -> small.configuration(values("x", 0.5, "u", "SGD", "s", 2))),
                mistake("no value for 's'", () -> small.validate(Configuration.of(values("x", 0.5, "u", "SGD")))),
                mistake(
                        "value (1.5) of 'x' must lie between 0.0 and 1.0",
                        () -> small.validate(Configuration.of(values("x", 1.5, "u", "SGD", "s", 1)))),
                mistake(
                        "value (0.12345678901234568) of 'x' is not in the form of this space, 0.1234567890123 (Double);"
                                + " make it with SearchSpace.configuration",
                        () -> small.validate(Configuration.of(values("x", 0.12345678901234568, "u", "SGD", "s", 1)))),
                mistake(
                        "value (1) of 'x' is not in the form of this space, 1.0 (Double)",
                        () -> small.encode(Configuration.of(values("x", 1, "u", "SGD", "s", 1)))),
                mistake(
                        "value (RELU) of 'a' is not in the form of this space, RELU (Activation)",
                        () -> SearchSpace.of(categorical("a", Activation.RELU))
                                .validate(Configuration.of(values("a", "RELU")))),
                mistake("text (fast) of 'x' is not a number", () -> small.parse(Map.of("x", "fast", "u", "SGD"))),
                mistake(
                        "a point of 2 coordinates does not fit a space of 3 dimensions; give one coordinate for each of"
                                + " [x, u, m]",
                        () -> small.decode(new double[2])),
                mistake("coordinate (1.5) of 'x' must lie in [0, 1]", () -> small.decode(new double[] {1.5, 0, 0})),
                mistake("coordinate (NaN) of 'm'", () -> small.decode(new double[] {0.5, 1, Double.NaN})));
    }

    private static Arguments mistake(String message, ThrowingCallable call) {
        return Arguments.of(message, call);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("mistakes")
    void namesTheMistake(String message, ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOf(IllegalArgumentException.class).hasMessageContaining(message);
    }
}
