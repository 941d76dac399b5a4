package org.jerboa.tune.space;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.jerboa.tune.space.Parameter.bool;
import static org.jerboa.tune.space.Parameter.categorical;
import static org.jerboa.tune.space.Parameter.fixed;
import static org.jerboa.tune.space.Parameter.ordinal;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ChoiceParameterTest {

    private final Schedule fast = new Schedule(0.1);
    private final Schedule slow = new Schedule(0.001);

    @Test
    void labelsValuesByWhatTheyAre() {
        CategoricalParameter any = categorical(
                "any", Activation.GELU, "relu", 1, 2L, 0.1, 0.1f * 3, true, String.class, List.of(3, 3), 'c');
        assertThat(any.labels())
                .containsExactly("GELU", "relu", "1", "2", "0.1", "0.3", "true", "java.lang.String", "[3, 3]", "c");
        assertThat(any.domain())
                .isEqualTo("categorical {GELU, relu, 1, 2, 0.1, 0.3, true, java.lang.String, \"[3, 3]\", c}");
    }

    @Test
    void quotesWhatDoesNotReadAsAName() {
        CategoricalParameter texts =
                categorical("t", "plain", "1", "true", "NaN", "a b", "say \"hi\" \\", "a=b", "grö\n", "");
        assertThat(texts.values().stream().map(texts::text))
                .containsExactly(
                        "plain",
                        "\"1\"",
                        "\"true\"",
                        "\"NaN\"",
                        "\"a b\"",
                        "\"say \\\"hi\\\" \\\\\"",
                        "\"a=b\"",
                        "\"gr\\u00f6\\u000a\"",
                        "\"\"");
        assertThat(texts.values())
                .allSatisfy(value -> assertThat(texts.parse(texts.text(value))).isEqualTo(value));
    }

    @Test
    void labelledChoicesKeepTheirOrder() {
        CategoricalParameter schedule =
                categorical("schedule").choice("slow", slow).choice("fast", fast);
        assertThat(schedule.labels()).containsExactly("slow", "fast");
        assertThat(schedule.decode(0)).isSameAs(slow);
        assertThat(schedule.decode(1)).isSameAs(fast);
        assertThat(schedule.coerce("fast")).isSameAs(fast);
        assertThat(schedule.coerce(fast)).isSameAs(fast);
        assertThat(schedule.text(fast)).isEqualTo("fast");
    }

    @Test
    void takesTheOrderOfAMapOnlyWhereItHasOne() {
        Map<String, Schedule> linked = new LinkedHashMap<>();
        linked.put("slow", slow);
        linked.put("fast", fast);
        assertThat(categorical("s", linked).labels()).containsExactly("slow", "fast");
        assertThat(categorical("s", new TreeMap<>(linked)).labels()).containsExactly("fast", "slow");
        assertThat(categorical("s", Map.of("b", 1, "a", 2, "c", 3)).labels()).containsExactly("a", "b", "c");
    }

    @Test
    void aLabelHidesTheTextOfANumber() {
        CategoricalParameter size = categorical("size").choice("1", 16).choice("large", 64);
        assertThat(size.text(16)).isEqualTo("\"1\"");
        assertThat(size.parse("\"1\"")).isEqualTo(16);
        assertThat(size.coerce(64)).isEqualTo(64);
    }

    @Test
    void acceptsEqualNumbersOfAnotherWidth() {
        CategoricalParameter size = categorical("size", 16, 32);
        assertThat(size.coerce(32L)).isEqualTo(32);
        assertThat(size.coerce("32")).isEqualTo(32);
        assertThatThrownBy(() -> size.coerce(32.0)).hasMessageContaining("value (32.0) of 'size'");
    }

    @Test
    void acceptsTheNameOfAnEnumConstant() {
        CategoricalParameter activation = categorical("activation", Activation.RELU, Activation.GELU);
        assertThat(activation.coerce("GELU")).isEqualTo(Activation.GELU);
        assertThat(activation.parse("GELU")).isEqualTo(Activation.GELU);
    }

    @Test
    void choicesShareTheUnitIntervalEqually() {
        for (int count = 1; count <= 40; count++) {
            OrdinalParameter sizes =
                    ordinal("size", IntStream.range(0, count).boxed().toArray());
            for (int i = 0; i < count; i++) {
                assertThat(sizes.decode(sizes.encode(i))).isEqualTo(i);
                assertThat(sizes.decode(sizes.cell(i).low())).isEqualTo(i);
                assertThat(sizes.cell(i)).isEqualTo(new Cell(i / (double) count, (i + 1) / (double) count));
            }
        }
    }

    @Test
    void booleansAreFalseAndTrue() {
        CategoricalParameter flag = bool("flag");
        assertThat(flag.values()).containsExactly(false, true);
        assertThat(flag.parse("true")).isEqualTo(true);
        assertThat(flag.coerce("false")).isEqualTo(false);
        assertThat(flag.domain()).isEqualTo("categorical {false, true}");
    }

    @Test
    void gridsHaveAllChoices() {
        assertThat(ordinal("size", 16, 32, 64).gridValues(1)).containsExactly(16, 32, 64);
        assertThat(fixed("seed", 42).gridValues(9)).containsExactly(42);
    }

    @Test
    void fixedValuesHaveNothingToChoose() {
        FixedParameter seed = fixed("seed", 42);
        assertThat(seed.value()).isEqualTo(42);
        assertThat(seed.decode(0.99)).isEqualTo(42);
        assertThat(seed.cardinality()).hasValue(1);
        assertThat(seed.toString()).isEqualTo("seed: fixed {42}");
    }

    static Stream<Arguments> mistakes() {
        Object plain = new Object();
        return Stream.of(
                mistake("'a' has no choices; give it at least one value", () -> categorical("a", new Object[0])),
                mistake("'a' has no choices", () -> categorical("a", Map.of())),
                mistake("'o' has no choices", () -> ordinal("o")),
                mistake("'a' has two choices labelled '1'", () -> categorical("a", 1, "1")),
                mistake("'a' has two choices labelled '1'", () -> categorical("a", 1, 1L)),
                mistake(
                        "'a' has two choices labelled 'x'; remove one or give them different labels",
                        () -> categorical("a").choice("x", 1).choice("x", 2)),
                mistake("a value of 'a' is null", () -> categorical("a", "x", null)),
                mistake("a value of 'a' is null", () -> categorical("a").choice("x", nothing())),
                mistake("a value of 'f' is null", () -> fixed("f", nothing())),
                mistake("of 'a' is not serialisable (java.lang.Object)", () -> categorical("a", plain)),
                mistake(
                        "does not define toString; label it: categorical(\"a\").choice(\"...\", value)",
                        () -> categorical("a", new Schedule(1))),
                mistake("of 'a' has no stable text", () -> categorical("a", new int[] {1}, new int[] {2})),
                mistake(
                        "value (String elu) of 'a' is not among its choices {RELU, TANH}",
                        () -> categorical("a", Activation.RELU, Activation.TANH).coerce("elu")),
                mistake(
                        "text (elu) of 'a' is not among its choices {RELU, TANH}",
                        () -> categorical("a", Activation.RELU, Activation.TANH).parse("elu")),
                mistake(
                        "value (43) of 'seed' is not among its choices {42}",
                        () -> fixed("seed", 42).coerce(43)));
    }

    /** What a caller outside null checking may pass. */
    @SuppressWarnings("NullAway")
    private static Object nothing() {
        return null;
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
