package org.jerboa.tune.space;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.jerboa.tune.space.Parameter.atLeast;
import static org.jerboa.tune.space.Parameter.bool;
import static org.jerboa.tune.space.Parameter.categorical;
import static org.jerboa.tune.space.Parameter.fixed;
import static org.jerboa.tune.space.Parameter.integer;
import static org.jerboa.tune.space.Parameter.ordinal;
import static org.jerboa.tune.space.Parameter.real;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jerboa.tune.random.RandomStreams;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NarrowTest {

    private static final SearchSpace SPACE = SearchSpace.of(
            real("lr").log(1e-4, 1e-1),
            real("dropout", 0.05, 0.6).step(0.05),
            real("decay", 0, 1.0 / 3),
            integer("units", 10, 100).step(7),
            integer("layers").log(1, 9),
            categorical("activation", "RELU", "TANH", "ELU"),
            categorical("updater", "adam", "nesterovs"),
            real("momentum", 0.5, 0.99).when("updater", "nesterovs"),
            bool("schedule").when("updater", "nesterovs"),
            real("rate", 0, 1).when("schedule", true),
            integer("second", 2, 5).when("layers", atLeast(2)),
            ordinal("size", "small", "middle", "large"),
            ordinal("batch", 16, 32, 64),
            fixed("kind", "mlp"));

    private static Parameter narrowed(String name, String text) {
        return SPACE.narrow(Map.of(name, text)).parameter(name);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "lr; 0.001..0.01; real log [0.001, 0.01]",
                "lr; ..1e-2; real log [0.0001, 0.01]",
                "lr; 0.05..7; real log [0.05, 0.1]",
                "lr; 0.02; fixed {0.02}",
                "lr; 0.1..; fixed {0.1}",
                "dropout; 0.12 .. 0.33; real [0.15, 0.3] step 0.05",
                "dropout; 0.15..0.3; real [0.15, 0.3] step 0.05",
                "dropout; 0.3; fixed {0.3}",
                "decay; 0.1..; real [0.1, 0.3333333333333333]",
                "units; 20..60; integer [24, 59] step 7",
                "units; 24..25; fixed {24}",
                "layers; 3..; integer log [3, 9]",
                "activation; TANH|RELU; categorical {RELU, TANH}",
                "activation; ELU; fixed {ELU}",
                "activation; ELU | RELU | TANH; categorical {RELU, TANH, ELU}",
                "size; middle..; ordinal {middle, large}",
                "size; small|large; ordinal {small, large}",
                "batch; 20..70; ordinal {32, 64}",
                "kind; mlp; fixed {mlp}"
            })
    void readsRangesListsAndSingleValues(String name, String text, String domain) {
        assertThat(narrowed(name, text).domain()).isEqualTo(domain);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "lr; 0.2..0.5; nothing is left; real log [0.0001, 0.1]",
                "lr; 0.01..0.001; swap them; lr",
                "lr; ..; at least one side; lr",
                "lr; high..; is not a number; high",
                "lr; NaN..1; finite; lr",
                "lr; 5; between 0.0001 and 0.1; 5.0",
                "dropout; 0.16..0.19; nothing is left; step 0.05",
                "dropout; 0.17; not on the grid; 0.15",
                "units; 11..16; nothing is left; step 7",
                "units; 25; its neighbours are 24 and 31; 25",
                "units; 2.5..9; not an integer; 2.5",
                "activation; RELU|SIGMOID; not among its choices; SIGMOID",
                "activation; RELU..TANH; not among its choices; RELU..TANH",
                "size; large..small; swap them; size",
                "batch; 65..; nothing is left; 16, 32, 64",
                "depth; 1..2; no parameter 'depth'; lr"
            })
    void refusesByNameTextAndRemedy(String name, String text, String reason, String detail) {
        assertThatThrownBy(() -> narrowed(name, text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(name)
                .hasMessageContaining(reason)
                .hasMessageContaining(detail);
    }

    @Test
    void leavesOutWhatCanExistNoMore() {
        SearchSpace part = SPACE.narrow(Map.of("updater", "adam", "layers", "1"));

        assertThat(part.parameters().stream().map(Parameter::name))
                .doesNotContain("momentum", "schedule", "rate", "second")
                .contains("updater", "layers");
        assertThatThrownBy(() -> SPACE.narrow(Map.of("updater", "adam", "momentum", "0.9..")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'momentum' cannot be narrowed to '0.9..'")
                .hasMessageContaining("exists only when updater = nesterovs")
                .hasMessageContaining("widen those of 'updater'");
    }

    @Test
    void keepsWhatHoldsOfAConditionOnAPinnedParent() {
        SearchSpace part = SPACE.narrow(Map.of("layers", "4", "updater", "nesterovs"));

        assertThat(part.parameter("second")).hasToString("second: integer [2, 5] when layers = 4");
        assertThat(part.parameter("momentum")).hasToString("momentum: real [0.5, 0.99] when updater = nesterovs");
    }

    /** The label of one choice may be the value of another; what a condition meant must not change. */
    @Test
    void aConditionStaysWithItsChoiceWhateverItIsCalled() {
        SearchSpace whole = SearchSpace.of(
                categorical("net").choice("a", "b").choice("b", "a").choice("c", "c"),
                integer("width", 1, 9).when("net", "a")); // by value: that is the choice labelled b

        SearchSpace part = whole.narrow(Map.of("net", "b|c"));

        assertThat(whole.parameter("width").condition())
                .isEqualTo(part.parameter("width").condition());
        assertThat(part.parse(Map.of("net", "b", "width", "3")))
                .isEqualTo(whole.parse(Map.of("net", "b", "width", "3")));
    }

    @Test
    void choicesWithBarsAndRangesInTheirNamesAreFound() {
        SearchSpace whole = SearchSpace.of(categorical("c", "a|b", "1..2", "say \"x|y\"", "z"));

        assertThat(whole.narrow(Map.of("c", "a|b")).parameter("c").domain()).isEqualTo("fixed {\"a|b\"}");
        assertThat(whole.narrow(Map.of("c", "\"a|b\"|z")).parameter("c").domain())
                .isEqualTo("categorical {\"a|b\", z}");
        assertThat(whole.narrow(Map.of("c", "1..2|\"say \\\"x|y\\\"\""))
                        .parameter("c")
                        .domain())
                .isEqualTo("categorical {\"1..2\", \"say \\\"x|y\\\"\"}");
    }

    @Test
    void nothingNarrowedIsTheSameSpace() {
        assertThat(SPACE.narrow(Map.of())).isEqualTo(SPACE);
    }

    // --- over random spaces

    @Test
    void partsOfRandomSpacesAreParts() {
        for (long seed = 1; seed <= 400; seed++) {
            RandomGenerator random = RandomStreams.stream(seed, "narrow");
            SearchSpace whole = randomSpace(random);
            Map<String, String> bounds = new LinkedHashMap<>();
            for (Parameter parameter : whole.parameters()) {
                if (parameter.condition().isEmpty() && random.nextInt(3) > 0) {
                    bounds.put(parameter.name(), randomBounds(parameter, random));
                }
            }
            SearchSpace part = whole.narrow(bounds);
            String where = "seed " + seed + ", bounds " + bounds + ", of\n" + whole;
            for (int i = 0; i < 60; i++) {
                Configuration inside = part.sample(name -> random.nextDouble());
                assertThat(whole.parse(inside.texts())).as(where).isEqualTo(inside);
                assertThat(whole.contains(inside))
                        .as(() -> inside + " of " + where)
                        .isTrue();
                assertThat(whole.decode(nansAsZeros(whole.encode(inside))))
                        .as(where)
                        .isEqualTo(inside);
                assertThat(satisfies(whole, inside, bounds))
                        .as(() -> inside + " of " + where)
                        .isTrue();
                assertThat(part.decode(nansAsZeros(part.encode(inside))))
                        .as(where)
                        .isEqualTo(inside);

                Configuration any = whole.sample(name -> random.nextDouble());
                assertThat(part.contains(any)).as(() -> any + " of " + where).isEqualTo(satisfies(whole, any, bounds));
            }
            assertThat(part.narrow(bounds)).as(where).isEqualTo(part);
        }
    }

    private static double[] nansAsZeros(double[] point) {
        double[] zeros = point.clone();
        for (int i = 0; i < zeros.length; i++) {
            zeros[i] = Double.isNaN(zeros[i]) ? 0 : zeros[i];
        }
        return zeros;
    }

    /** Read another way: by decimals and sets of texts. */
    private static boolean satisfies(SearchSpace whole, Configuration configuration, Map<String, String> bounds) {
        for (Map.Entry<String, String> bound : bounds.entrySet()) {
            String text = configuration.texts().get(bound.getKey());
            String wanted = bound.getValue();
            if (whole.parameter(bound.getKey()) instanceof ChoiceParameter) {
                if (!List.of(wanted.split("\\|")).contains(text)) {
                    return false;
                }
            } else {
                String[] sides = wanted.contains("..") ? wanted.split("\\.\\.", -1) : new String[] {wanted, wanted};
                BigDecimal value = new BigDecimal(text);
                boolean above = sides[0].isEmpty() || value.compareTo(new BigDecimal(sides[0])) >= 0;
                boolean below = sides[1].isEmpty() || value.compareTo(new BigDecimal(sides[1])) <= 0;
                if (!above || !below) {
                    return false;
                }
            }
        }
        return true;
    }

    private static SearchSpace randomSpace(RandomGenerator random) {
        List<Parameter> parameters = new ArrayList<>();
        int count = 1 + random.nextInt(5);
        for (int i = 0; i < count; i++) {
            parameters.add(randomParameter("p" + i, random));
        }
        int children = random.nextInt(3);
        for (int i = 0; i < children; i++) {
            Parameter parent = parameters.get(random.nextInt(parameters.size()));
            Parameter child = randomParameter("child" + i, random);
            if (parent instanceof IntegerParameter integer && random.nextBoolean()) {
                parameters.add(child.when(parent.name(), atLeast((integer.low() + integer.high()) / 2)));
            } else if (!(parent instanceof RealParameter)) {
                parameters.add(child.when(parent.name(), anyValue(parent, random)));
            }
        }
        return SearchSpace.of(parameters);
    }

    private static Object anyValue(Parameter parameter, RandomGenerator random) {
        return parameter instanceof FixedParameter only ? only.value() : parameter.decode(random.nextDouble());
    }

    private static Parameter randomParameter(String name, RandomGenerator random) {
        double low = rounded(Math.exp(random.nextDouble(-12, 4)), 1 + random.nextInt(15));
        double high = low * random.nextDouble(1.5, 5000);
        return switch (random.nextInt(8)) {
            case 0 -> real(name).log(low, high);
            case 1 -> real(name, -low, high);
            case 2 -> real(name, low, high).step(rounded((high - low) / random.nextInt(3, 400), 3));
            case 3 -> real(name).log(low, high).step(rounded((high - low) / random.nextInt(3, 400), 3));
            case 4 ->
                integer(name, -random.nextInt(50), 1 + random.nextInt(100)).step(1 + random.nextInt(1));
            case 5 ->
                integer(name)
                        .log(1 + random.nextInt(9), 12 + random.nextInt(500))
                        .step(2 + random.nextInt(2));
            case 6 -> categorical(name, "a", "b", 3, true, 2.5);
            default -> ordinal(name, 16, 32, 64);
        };
    }

    private static double rounded(double value, int digits) {
        return new BigDecimal(value)
                .round(new MathContext(digits, RoundingMode.HALF_EVEN))
                .doubleValue();
    }

    /** Two of the parameter's own values, or one, with either side left out at times. */
    private static String randomBounds(Parameter parameter, RandomGenerator random) {
        Object one = anyValue(parameter, random);
        Object two = anyValue(parameter, random);
        if (parameter instanceof ChoiceParameter) {
            return parameter.text(one) + "|" + parameter.text(two);
        }
        boolean ordered = ((Number) one).doubleValue() <= ((Number) two).doubleValue();
        String low = parameter.text(ordered ? one : two);
        String high = parameter.text(ordered ? two : one);
        return switch (random.nextInt(5)) {
            case 0 -> low;
            case 1 -> low + "..";
            case 2 -> ".." + high;
            default -> low + ".." + high;
        };
    }
}
