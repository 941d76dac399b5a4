package org.jerboa.testkit.functions;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Percentage.withPercentage;

import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jerboa.tune.random.RandomStreams;
import org.jerboa.tune.space.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TestFunctionsTest {

    private static final double RELATIVE = 1e-9;

    /** A line of {@code values.tsv}; the file says where its numbers come from. */
    record Row(String function, Map<String, String> texts, int epochs, double loss, String[] noise) {

        static Row of(String line) {
            String[] cells = line.split("\t", -1);
            Map<String, String> texts = new HashMap<>();
            for (String assignment : cells[1].split(", ", -1)) {
                String[] parts = assignment.split("=", -1);
                texts.put(parts[0], parts[1]);
            }
            String[] noise = cells.length == 7 ? new String[] {cells[4], cells[5], cells[6]} : new String[0];
            return new Row(cells[0], texts, Integer.parseInt(cells[2]), Double.parseDouble(cells[3]), noise);
        }

        /** As given, even where a space would bring a number onto its own grid. */
        Configuration configuration() {
            Map<String, Object> values = new HashMap<>();
            texts.forEach((name, text) -> values.put(name, value(text)));
            return Configuration.of(values);
        }

        private static Object value(String text) {
            try {
                return Double.valueOf(text);
            } catch (NumberFormatException e) {
                return text;
            }
        }
    }

    static Stream<Row> rows() throws IOException {
        try (InputStream file = TestFunctionsTest.class.getResourceAsStream("values.tsv")) {
            return new String(Objects.requireNonNull(file).readAllBytes(), UTF_8)
                    .lines().filter(line -> !line.startsWith("#")).map(Row::of).toList().stream();
        }
    }

    static Stream<TestFunction> functions() {
        return Stream.concat(TestFunctions.plain().stream(), TestFunctions.curves().stream());
    }

    @ParameterizedTest
    @MethodSource("rows")
    void valuesAreThoseComputedElsewhere(Row row) {
        TestFunction function = TestFunctions.named(row.function());
        assertThat(function.loss(row.epochs(), row.configuration()))
                .isCloseTo(row.loss(), withPercentage(100 * RELATIVE));
        if (row.noise().length > 0) {
            long seed = Long.parseLong(row.noise()[0]);
            int trial = Integer.parseInt(row.noise()[1]);
            assertThat(function.observed(row.epochs(), row.configuration(), seed, trial))
                    .isCloseTo(Double.parseDouble(row.noise()[2]), withPercentage(100 * RELATIVE));
        }
    }

    @Test
    void everyPublicFunctionHasValuesToCompareWith() throws IOException {
        assertThat(rows().map(Row::function).distinct())
                .containsAll(
                        TestFunctions.plain().stream().map(TestFunction::name).toList())
                .contains("lcA");
    }

    /** By the formula in Python. */
    @Test
    void noiseIsTheSameInEveryLanguage() {
        assertThat(RandomStreams.mix(0)).isEqualTo(0xe220a8397b1dcdafL);
        assertThat(RandomStreams.mix(1)).isEqualTo(0x910a2dec89025cc1L);
        assertThat(Noise.uniform(3, 17, 81, 1)).isEqualTo(0.8684643601022257);
        assertThat(Noise.normal(0, 0, 0)).isCloseTo(-0.7051073972484636, withPercentage(100 * RELATIVE));
        assertThat(Noise.normal(0, 1, 0)).isCloseTo(-0.060930422695378024, withPercentage(100 * RELATIVE));
        assertThat(Noise.normal(3, 17, 81)).isCloseTo(0.5118601030634587, withPercentage(100 * RELATIVE));
    }

    @ParameterizedTest
    @MethodSource("functions")
    void nothingIsBetterThanTheOptimum(TestFunction function) {
        double optimum = function.optimum().orElseThrow();
        for (int trial = 0; trial < 1000; trial++) {
            int number = trial;
            Configuration configuration = function.space()
                    .sample(name -> RandomStreams.stream(11, number, name).nextDouble());
            assertThat(function.loss(configuration)).as(configuration.text()).isGreaterThanOrEqualTo(optimum - 1e-8);
        }
    }

    /** Found by two million steps of a random walk from the best of 200 000 draws. */
    @Test
    void theOptimaOfCurvesAreReached() {
        assertThat(TestFunctions.lcA()
                        .loss(Configuration.of(Map.of("drop", 0.3, "lr", 0.00661769909375, "wd", 1e-4, "width", 240))))
                .isCloseTo(TestFunctions.lcA().optimum().orElseThrow(), withPercentage(0.01));
        assertThat(TestFunctions.lateBloomers()
                        .loss(Configuration.of(
                                Map.of("drop", 0.192857, "lr", 0.000167588703547, "wd", 1e-4, "layers", 4))))
                .isCloseTo(TestFunctions.lateBloomers().optimum().orElseThrow(), withPercentage(0.01));
    }

    @Test
    void whoeverLeadsEarlyAmongLateBloomersLoses() {
        double early = rankCorrelation(3);
        double late = rankCorrelation(27);
        assertThat(early).isLessThan(-0.5);
        assertThat(late).isGreaterThan(0.5);
    }

    /** Spearman's, between the losses after some epochs and after all, of 500 random configurations. */
    private static double rankCorrelation(int epochs) {
        TestFunction function = TestFunctions.lateBloomers();
        int size = 500;
        double[] before = new double[size];
        double[] after = new double[size];
        for (int trial = 0; trial < size; trial++) {
            int number = trial;
            Configuration configuration = function.space()
                    .sample(name -> RandomStreams.stream(12, number, name).nextDouble());
            before[trial] = function.observed(epochs, configuration, 12, trial);
            after[trial] = function.loss(configuration);
        }
        double squares = 0;
        for (int trial = 0; trial < size; trial++) {
            double difference = rank(before, trial) - rank(after, trial);
            squares += difference * difference;
        }
        return 1 - 6 * squares / (size * ((double) size * size - 1));
    }

    private static long rank(double[] values, int index) {
        return Stream.iterate(0, i -> i < values.length, i -> i + 1)
                .filter(i -> values[i] < values[index])
                .count();
    }

    @Test
    void anUnknownNameIsToldWhatThereIs() {
        assertThatThrownBy(() -> TestFunctions.named("branin"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no test function 'branin'")
                .hasMessageContaining("branin2");
    }
}
