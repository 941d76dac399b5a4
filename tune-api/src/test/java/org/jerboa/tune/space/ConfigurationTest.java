package org.jerboa.tune.space;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ConfigurationTest {

    private static final Configuration EXAMPLE = example();

    private static Configuration example() {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("learningRate", 0.001);
        values.put("batchSize", 32);
        values.put("activation", Activation.RELU);
        values.put("updater", "NESTEROVS");
        values.put("batchNorm", true);
        values.put("tokens", 1L << 40);
        values.put("kernel", List.of(3, 3));
        return Configuration.of(values);
    }

    @Test
    void givesValuesByType() {
        assertThat(EXAMPLE.getDouble("learningRate")).isEqualTo(0.001);
        assertThat(EXAMPLE.getDouble("batchSize")).isEqualTo(32);
        assertThat(EXAMPLE.getInt("batchSize")).isEqualTo(32);
        assertThat(EXAMPLE.getLong("tokens")).isEqualTo(1L << 40);
        assertThat(EXAMPLE.getBoolean("batchNorm")).isTrue();
        assertThat(EXAMPLE.getString("updater")).isEqualTo("NESTEROVS");
        assertThat(EXAMPLE.getString("activation")).isEqualTo("RELU");
        assertThat(EXAMPLE.get("activation", Activation.class)).isEqualTo(Activation.RELU);
        assertThat(EXAMPLE.get("kernel", List.class).size()).isEqualTo(2);
        assertThat(EXAMPLE.get("batchSize", Integer.class)).isEqualTo(32);
        assertThat(EXAMPLE.get("batchSize", Long.class)).isEqualTo(32L);
        assertThat(EXAMPLE.get("batchSize", Double.class)).isEqualTo(32.0);
        assertThat(EXAMPLE.get("batchSize", Number.class)).isEqualTo(32L);
    }

    @Test
    void keepsTheOrderGiven() {
        assertThat(EXAMPLE.names())
                .containsExactly("learningRate", "batchSize", "activation", "updater", "batchNorm", "tokens", "kernel");
        assertThat(EXAMPLE.asMap().keySet()).containsExactlyElementsOf(EXAMPLE.names());
        assertThat(EXAMPLE.texts().keySet()).containsExactlyElementsOf(EXAMPLE.names());
        assertThat(EXAMPLE.has("tokens")).isTrue();
        assertThat(EXAMPLE.has("momentum")).isFalse();
    }

    @Test
    void readsItsOwnTextAndWhatAPersonWritesInItsPlace() {
        Map<String, Object> odd = new LinkedHashMap<>();
        odd.put("a", "x=1, \"y\" \\ \u00e9");
        odd.put("b", "1");
        odd.put("c", 1e-7);
        odd.put("d", -3);
        odd.put("e", "true");
        odd.put("f", false);
        Configuration configuration = Configuration.of(odd);

        assertThat(Configuration.readTexts(configuration.text())).isEqualTo(configuration.texts());
        assertThat(Configuration.readTexts(" learningRate = 1e-3..1e-2 ,kernel=3 x 3,activation=RELU|\"a,b\""))
                .containsExactly(
                        entry("learningRate", "1e-3..1e-2"),
                        entry("kernel", "3 x 3"),
                        entry("activation", "RELU|\"a,b\""));
        assertThat(Configuration.readTexts(" ")).isEmpty();
    }

    @Test
    void isEqualToWhatIsReadFromItsTextsWithoutASpace() {
        Map<String, Object> values = new LinkedHashMap<>(EXAMPLE.asMap());
        values.put("odd", "x=1, \"y\" \\ \u00e9");
        values.put("one", "1");
        values.put("yes", "true");
        values.put("tiny", 1e-7);
        Configuration configuration = Configuration.of(values);

        Configuration read = Configuration.ofTexts(configuration.texts());

        assertThat(read).isEqualTo(configuration).hasSameHashCodeAs(configuration);
        assertThat(read.texts()).containsExactlyEntriesOf(configuration.texts());
        assertThat(read.getDouble("tiny")).isEqualTo(1e-7);
        assertThat(read.getLong("tokens")).isEqualTo(1L << 40);
        assertThat(read.getBoolean("batchNorm")).isTrue();
        assertThat(read.getString("activation")).isEqualTo("RELU");
        assertThat(read.getString("odd")).isEqualTo("x=1, \"y\" \\ \u00e9");
        assertThat(read.getString("one")).isEqualTo("1");
        assertThat(read.getString("yes")).isEqualTo("true");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "a                 | 'a' in 'a' assigns nothing; write name=value, with commas in between",
                "a=1,              | '' in 'a=1,' assigns nothing; write name=value, with commas in between",
                "a=, b=2           | 'a=' in 'a=, b=2' assigns nothing; write name=value, with commas in between",
                "=1                | '=1' in '=1' assigns nothing; write name=value, with commas in between",
                "a=1, a=2          | 'a' is given twice in 'a=1, a=2'; leave one out",
                "a=\"1, b=2        | a quotation mark is left open in 'a=\"1, b=2'; close it",
            })
    void saysWhatIsWrongWithAText(String text, String message) {
        assertThatThrownBy(() -> Configuration.readTexts(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }

    @Test
    void textIsSortedByName() {
        assertThat(EXAMPLE.text())
                .isEqualTo("activation=RELU, batchNorm=true, batchSize=32, kernel=\"[3, 3]\", learningRate=0.001,"
                        + " tokens=1099511627776, updater=NESTEROVS");
        assertThat(EXAMPLE).hasToString(EXAMPLE.text());
    }

    @Test
    void hashNeverChanges() {
        // sha256sum of the text
        assertThat(EXAMPLE.contentHash()).isEqualTo("7eb8819cb5796106a2bef7d059a55af82dd09c2c5f6583b011bf1250e0f56fc8");
        assertThat(Configuration.of(Map.of("lr", 1e-7, "name", "gr\u00f6\u00dfe"))
                        .contentHash())
                .isEqualTo("126649318ac937fe1a7c4471db5db819d0f4de18c6144b79566f6dcbe2a403c3");
        assertThat(Configuration.of(Map.of()).contentHash())
                .isEqualTo("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    }

    @Test
    void equalityFollowsTheTextAndNotTheOrder() {
        Map<String, Object> reversed = new LinkedHashMap<>();
        List<String> names = EXAMPLE.names().stream().toList();
        for (int i = names.size() - 1; i >= 0; i--) {
            reversed.put(names.get(i), EXAMPLE.asMap().get(names.get(i)));
        }
        Configuration other = Configuration.of(reversed);
        assertThat(other).isEqualTo(EXAMPLE).hasSameHashCodeAs(EXAMPLE);
        assertThat(other.contentHash()).isEqualTo(EXAMPLE.contentHash());
        assertThat(other.names()).first().isEqualTo("kernel");
    }

    @Test
    void tellsTypesApart() {
        List<Configuration> different = Stream.of(1, 1.0, "1", true, "true", "1.0", 0.0, -0.0, Double.NaN, "NaN")
                .map(value -> Configuration.of(Map.of("x", value)))
                .toList();
        assertThat(different).doesNotHaveDuplicates();
        assertThat(different.stream().map(Configuration::contentHash)).doesNotHaveDuplicates();
        assertThat(Configuration.of(Map.of("x", 1))).isEqualTo(Configuration.of(Map.of("x", 1L)));
        assertThat(Configuration.of(Map.of("x", 1)))
                .isNotEqualTo(Configuration.of(Map.of("y", 1)))
                .isNotEqualTo("x=1");
    }

    @Test
    void doesNotChangeWithItsSource() {
        Map<String, Object> source = new LinkedHashMap<>(Map.of("x", 1));
        Configuration configuration = Configuration.of(source);
        source.put("x", 2);
        assertThat(configuration.getInt("x")).isEqualTo(1);
        assertThatThrownBy(() -> configuration.asMap().put("x", 2)).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> configuration.names().remove("x")).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> configuration.texts().clear()).isInstanceOf(UnsupportedOperationException.class);
    }

    static Stream<Arguments> mistakes() {
        return Stream.of(
                mistake(
                        "no active parameter 'lr'; there are [learningRate, batchSize, activation, updater, batchNorm,"
                                + " tokens, kernel]",
                        () -> EXAMPLE.getDouble("lr")),
                mistake("no active parameter 'lr'", () -> EXAMPLE.get("lr", Double.class)),
                mistake("'learningRate' is not an integer but 0.001 (Double)", () -> EXAMPLE.getInt("learningRate")),
                mistake("'updater' is not a number but NESTEROVS (String)", () -> EXAMPLE.getDouble("updater")),
                mistake("'updater' is not a boolean but NESTEROVS (String)", () -> EXAMPLE.getBoolean("updater")),
                mistake("'batchSize' is not a string but 32 (Long)", () -> EXAMPLE.getString("batchSize")),
                mistake(
                        "value (1099511627776) of 'tokens' does not fit an int; use getLong",
                        () -> EXAMPLE.getInt("tokens")),
                mistake(
                        "'updater' is not org.jerboa.tune.space.Activation but NESTEROVS (String)",
                        () -> EXAMPLE.get("updater", Activation.class)),
                mistake("parameter name 'a=1, b' must start", () -> Configuration.of(Map.of("a=1, b", 1))),
                mistake("is not serialisable", () -> Configuration.of(Map.of("x", new Object()))),
                mistake("has no stable text", () -> Configuration.of(Map.of("x", new Schedule(1)))));
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
