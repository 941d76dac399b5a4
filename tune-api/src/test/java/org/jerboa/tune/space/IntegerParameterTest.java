package org.jerboa.tune.space;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.jerboa.tune.space.Parameter.integer;

import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jerboa.tune.random.RandomStreams;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class IntegerParameterTest {

    private static final long SEED = 20_250_104;
    private static final long MOST = 1L << 40;

    static Stream<IntegerParameter> ranges() {
        return Stream.of(
                integer("n", 1, 6),
                integer("n").log(1, 2),
                integer("n").log(8, 64),
                integer("n").log(1, 1024),
                integer("n", 16, 1024).step(16).log(),
                integer("n", 1, 1000).step(7).log(),
                integer("n", 3, 1_000_000).step(1000).log(),
                integer("n", -7, 100).step(3),
                integer("n").linear(0, MOST - 1),
                integer("n").log(1, MOST),
                integer("n").log(1000, MOST),
                integer("n", Long.MAX_VALUE - 1000, Long.MAX_VALUE),
                integer("n", Long.MIN_VALUE, Long.MIN_VALUE + 1000),
                integer("n", -MOST / 2, MOST / 2 - 1).step(1L << 30),
                integer("n").log(Long.MAX_VALUE - MOST + 1, Long.MAX_VALUE),
                integer("n", 1, MOST).step(1L << 30).log());
    }

    @ParameterizedTest
    @MethodSource("ranges")
    void everyValueSurvivesTheUnitCubeAndTheText(IntegerParameter range) {
        long count = range.cardinality().orElseThrow();
        RandomGenerator random = RandomStreams.stream(SEED, "lossless");
        LongStream ends = LongStream.concat(
                LongStream.range(0, Math.min(count, 500)), LongStream.range(Math.max(0, count - 500), count));
        LongStream.concat(
                        ends, LongStream.generate(() -> random.nextLong(count)).limit(1000))
                .forEach(index -> assertLossless(range, range.low() + index * range.step()));
        for (int i = 0; i < 1000; i++) {
            assertLossless(range, (Long) range.decode(random.nextDouble()));
        }
        assertThat(range.decode(0)).isEqualTo(range.low());
        assertThat(range.decode(1)).isEqualTo(range.high());
    }

    private static void assertLossless(IntegerParameter range, long value) {
        Cell cell = range.cell(value);
        assertThat(range.encode(value)).isBetween(cell.low(), cell.high());
        assertThat(cell.low()).isLessThan(cell.high());
        assertThat(List.of(range.decode(range.encode(value)), range.decode(cell.low()), range.parse(range.text(value))))
                .as("seed %d, %s", SEED, range)
                .containsOnly(value);
        if (cell.high() < 1) {
            assertThat(range.decode(Math.nextDown(cell.high()))).isEqualTo(value);
            assertThat(range.decode(cell.high())).isEqualTo(value + range.step());
        }
    }

    @Test
    void cellsTileTheUnitInterval() {
        IntegerParameter filters = integer("filters").log(8, 64);
        double edge = 0;
        for (long value = 8; value <= 64; value++) {
            assertThat(filters.cell(value).low()).isEqualTo(edge);
            edge = filters.cell(value).high();
        }
        assertThat(edge).isEqualTo(1);
    }

    @Test
    void logCellsReachFromHalfBelowToHalfAboveInLnSpace() {
        IntegerParameter filters = integer("filters").log(8, 64);
        double span = Math.log(64.5) - Math.log(7.5);
        for (long value = 8; value <= 64; value++) {
            Cell cell = filters.cell(value);
            assertThat(cell.width() * span).isCloseTo(Math.log(value + 0.5) - Math.log(value - 0.5), within(1e-12));
            assertThat(filters.encode(value) * span).isCloseTo(Math.log(value / 7.5), within(1e-12));
        }
    }

    @Test
    void linearCellsAreOfEqualWidth() {
        IntegerParameter layers = integer("layers", 1, 6);
        for (long value = 1; value <= 6; value++) {
            assertThat(layers.cell(value).width()).isCloseTo(1 / 6.0, within(1e-15));
            assertThat(layers.encode(value)).isCloseTo((value - 0.5) / 6, within(1e-15));
        }
    }

    @Test
    void firstLogCellOfAStepWiderThanTheLowBoundStartsAtHalfTheBound() {
        IntegerParameter trees = integer("trees", 10, 1010).step(100).log();
        double span = Math.log(1060 / 5.0);
        assertThat(trees.cell(10).width()).isCloseTo(Math.log(60 / 5.0) / span, within(1e-12));
        assertThat(trees.cell(110).width()).isCloseTo(Math.log(160 / 60.0) / span, within(1e-12));
    }

    @Test
    void gridIsEvenOnItsScale() {
        assertThat(integer("n").log(1, 64).gridValues(7)).containsExactly(1L, 2L, 4L, 8L, 16L, 32L, 64L);
        assertThat(integer("n", 0, 10).gridValues(3)).containsExactly(0L, 5L, 10L);
        assertThat(integer("n", 1, 3).gridValues(10)).containsExactly(1L, 2L, 3L);
        assertThat(integer("n", 16, 1024).step(16).log().gridValues(4)).containsExactly(16L, 64L, 256L, 1024L);
        assertThat(integer("n", 0, 10).gridValues(1)).containsExactly(5L);
        assertThat(integer("n").log(1, 100).gridValues(1)).containsExactly(10L);
    }

    @ParameterizedTest
    @MethodSource("ranges")
    void gridHasDifferentValuesInOrderWithBothEnds(IntegerParameter range) {
        for (int points = 2; points < 60; points++) {
            List<Object> values = range.gridValues(points);
            assertThat(values)
                    .hasSize((int) Math.min(points, range.cardinality().orElseThrow()));
            assertThat(values.get(0)).isEqualTo(range.low());
            assertThat(values.get(values.size() - 1)).isEqualTo(range.high());
            for (int i = 1; i < values.size(); i++) {
                assertThat((Long) values.get(i)).isGreaterThan((Long) values.get(i - 1));
            }
        }
    }

    @Test
    void lowersTheHighBoundToTheLastStep() {
        IntegerParameter units = integer("units", 8, 30).step(8);
        assertThat(units.high()).isEqualTo(24);
        assertThat(units.toString()).isEqualTo("units: integer [8, 24] step 8");
    }

    @Test
    void acceptsWholeNumbersOfAnyType() {
        IntegerParameter n = integer("n", 1, 100);
        assertThat(List.of(n.coerce(64), n.coerce(64L), n.coerce((short) 64), n.coerce(64.0), n.coerce(64f)))
                .containsOnly(64L);
    }

    static Stream<Arguments> mistakes() {
        return Stream.of(
                mistake("bounds of 'n' are equal (3); use fixed(\"n\", 3)", () -> integer("n", 3, 3)),
                mistake("low (4) must be below high (3) for 'n'; swap the bounds", () -> integer("n", 4, 3)),
                mistake(
                        "low (0) must be positive on the log scale of 'n'",
                        () -> integer("n").log(0, 3)),
                mistake(
                        "low (-3) must be positive on the log scale of 'n'",
                        () -> integer("n", -3, 3).log()),
                mistake(
                        "step (0) of 'n' must be positive",
                        () -> integer("n", 1, 3).step(0)),
                mistake(
                        "step (3) of 'n' is wider than the range from 1 to 3; narrow it or use fixed",
                        () -> integer("n", 1, 3).step(3)),
                mistake(
                        "step of 'n' is already 2; set it once",
                        () -> integer("n", 1, 9).step(2).step(3)),
                mistake(
                        "the range from 0 to 1099511627776 of 'n' holds more than 2^40 values; narrow it or use"
                                + " real",
                        () -> integer("n", 0, MOST)),
                mistake("more than 2^40 values", () -> integer("n", Long.MIN_VALUE, Long.MAX_VALUE)),
                mistake(
                        "value (7) of 'n' must lie between 1 and 6",
                        () -> integer("n", 1, 6).coerce(7)),
                mistake(
                        "value (2.5) of 'n' must be an integer",
                        () -> integer("n", 1, 6).coerce(2.5)),
                mistake(
                        "value (1.0E20) of 'n' must be an integer",
                        () -> integer("n", 1, 6).coerce(1e20)),
                mistake(
                        "value (String 2) of 'n' must be an integer",
                        () -> integer("n", 1, 6).coerce("2")),
                mistake(
                        "value (10) of 'n' is not on the grid of step 4 from 8; its neighbours are 8 and 12",
                        () -> integer("n", 8, 64).step(4).coerce(10)),
                mistake(
                        "text (2.0) of 'n' is not an integer",
                        () -> integer("n", 1, 6).parse("2.0")));
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
