package org.jerboa.tune.space;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.jerboa.tune.space.Parameter.real;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jerboa.tune.random.RandomStreams;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class RealParameterTest {

    private static final long SEED = 20_250_103;

    /** Ranges at the edges of what a double can do, and random ones over all magnitudes. */
    static Stream<RealParameter> ranges() {
        List<RealParameter> ranges = new ArrayList<>(List.of(
                real("x").log(1e-300, 1e300),
                real("x").log(Double.MIN_VALUE, Double.MAX_VALUE),
                real("x").log(Double.MIN_VALUE, 1e-315),
                real("x").log(1e-4, 1e-1),
                real("x").log(0.12345678901234568, 0.12345678901244567),
                real("x").log(1, Math.nextUp(1.0)),
                real("x").log(Math.nextDown(99_999.99999999999), 100_000.00000000001),
                real("x").log(1e5, 1e5 * (1 + 1e-9)),
                real("x", 0, 1),
                real("x", -5, 10),
                real("x", -1e-300, 1e-300),
                real("x", 0, 50 * Double.MIN_VALUE),
                real("x", 1e17, 1e17 + 1000),
                real("x", 1, Math.nextUp(1.0)),
                real("x", 1, 1 + 1e-13),
                real("x", -1 - 1e-12, -1),
                real("x", 0.1 + 0.2, 0.7),
                real("x", -8e307, 8e307),
                real("x", -1e300, 1e-300),
                real("x", 1e-300, 1e300),
                real("x", Math.PI * 1e6, Math.PI * 1e6 + Math.E * 1e-6)));
        RandomGenerator random = RandomStreams.stream(SEED, "ranges");
        while (ranges.size() < 60) {
            double a = anyFinite(random);
            double b = random.nextBoolean() ? anyFinite(random) : a * (1 + Math.pow(10, -16 * random.nextDouble()));
            double low = Math.min(a, b);
            double high = Math.max(a, b);
            if (low < high && Double.isFinite(high - low)) {
                ranges.add(low > 0 && random.nextBoolean() ? real("x").log(low, high) : real("x", low, high));
            }
        }
        return ranges.stream();
    }

    private static double anyFinite(RandomGenerator random) {
        double value = Double.NaN;
        while (!Double.isFinite(value)) {
            value = Double.longBitsToDouble(random.nextLong());
        }
        return value;
    }

    @ParameterizedTest
    @MethodSource("ranges")
    void everyValueSurvivesTheUnitCubeAndTheText(RealParameter range) {
        RandomGenerator random = RandomStreams.stream(SEED, "lossless");
        for (int i = 0; i < 100; i++) {
            assertLossless(range, (Double) range.decode(random.nextDouble()), i);
            assertLossless(range, range.coerce(somewhereIn(range, random)), i);
        }
    }

    @ParameterizedTest
    @MethodSource("ranges")
    void valuesNextToTheBoundsAreToldApart(RealParameter range) {
        double up = range.low();
        double down = range.high();
        for (int i = 0; i < 40; i++) {
            assertLossless(range, range.coerce(up), i);
            assertLossless(range, range.coerce(down), i);
            up = Math.min(range.high(), Math.nextUp(up));
            down = Math.max(range.low(), Math.nextDown(down));
        }
        double span = range.high() - range.low();
        for (double share = 1e-16; share < 1e-9; share *= 2.3) {
            assertLossless(range, range.coerce(Math.min(range.high(), range.low() + share * span)), 0);
            assertLossless(range, range.coerce(Math.max(range.low(), range.high() - share * span)), 0);
            double above = Math.min(range.high(), range.low() + share * Math.abs(range.low()));
            assertLossless(range, range.coerce(above), 0);
        }
    }

    /** Somewhere uniform in value or in logarithm. */
    private static double somewhereIn(RealParameter range, RandomGenerator random) {
        double u = random.nextDouble();
        double value = range.isLog()
                ? Math.exp(Math.log(range.low()) * (1 - u) + Math.log(range.high()) * u)
                : range.low() * (1 - u) + range.high() * u;
        return Math.max(range.low(), Math.min(range.high(), value));
    }

    private static void assertLossless(RealParameter range, double value, int draw) {
        double unit = range.encode(value);
        assertThat(unit).isBetween(0.0, 1.0);
        assertThat(range.decode(unit))
                .as("seed %d, draw %d of %s", SEED, draw, range)
                .isEqualTo(value);
        assertThat(range.coerce(value))
                .as("seed %d, draw %d of %s", SEED, draw, range)
                .isEqualTo(value);
        assertThat(range.parse(range.text(value)))
                .as("seed %d, draw %d of %s", SEED, draw, range)
                .isEqualTo(value);
        assertThat(value).isBetween(range.low(), range.high());
    }

    @ParameterizedTest
    @MethodSource("ranges")
    void bothBoundsAreReached(RealParameter range) {
        assertThat(range.decode(0)).isEqualTo(range.low());
        assertThat(range.decode(1)).isEqualTo(range.high());
        assertThat(range.encode(range.low())).isZero();
        assertThat(range.encode(range.high())).isEqualTo(1);
    }

    @ParameterizedTest
    @MethodSource("ranges")
    void decodingIsMonotone(RealParameter range) {
        double[] units =
                RandomStreams.stream(SEED, "monotone").doubles(100).sorted().toArray();
        double last = range.low();
        for (double unit : units) {
            double value = (Double) range.decode(unit);
            assertThat(value).as("seed %d, %s at %s", SEED, range, unit).isGreaterThanOrEqualTo(last);
            last = value;
        }
    }

    @ParameterizedTest
    @MethodSource("ranges")
    void roundsAUsersValueByNoMoreThanTheGrid(RealParameter range) {
        RandomGenerator random = RandomStreams.stream(SEED, "rounding");
        double largest = Math.max(Math.abs(range.low()), Math.abs(range.high()));
        for (int i = 0; i < 100; i++) {
            double value = somewhereIn(range, random);
            double grid = range.isLog() ? 1e-11 * value : Math.max(1e-13 * (range.high() - range.low()), 0);
            // A grid of a power of ten of at least 16 spacings is at most 160 wide; a bound takes in half a grid more.
            double most = range.isLog() ? grid : Math.max(grid, 160 * Math.ulp(largest));
            assertThat(Math.abs(range.coerce(value) - value))
                    .as("seed %d, draw %d of %s: %s", SEED, i, range, value)
                    .isLessThanOrEqualTo(most + Math.ulp(value));
        }
    }

    @Test
    void valuesReadWell() {
        assertThat(real("dropout", 0, 0.5).coerce(0.1 + 0.2)).isEqualTo(0.3);
        assertThat(real("lr").log(1e-4, 1e-1).decode(1 / 3.0)).isEqualTo(0.001);
        assertThat(real("lr").log(1e-4, 1e-1).gridValues(4)).containsExactly(0.0001, 0.001, 0.01, 0.1);
        assertThat(new BigDecimal(real("x", 0, 1).text(real("x", 0, 1).decode(0.12345678901234568))).scale())
                .isLessThanOrEqualTo(13);
    }

    @Test
    void acceptsAnyJavaNumber() {
        RealParameter x = real("x", -10, 10);
        assertThat(List.of(x.coerce(1), x.coerce(1L), x.coerce(1f), x.coerce((byte) 1), x.coerce(BigDecimal.ONE)))
                .containsOnly(1.0);
        assertThat(x.coerce(-0.0)).isEqualTo(0.0);
    }

    static Stream<RealParameter> quantised() {
        return Stream.of(
                real("x", 0, 0.6).step(0.05),
                real("x", -5, 5).step(0.05),
                real("x", 0, 1).step(0.3),
                real("x", 1, 1000).step(1.5).log(),
                real("x", 0.001, 1).step(0.5).log(),
                real("x", 0.001, 1).step(0.001).log(),
                real("x", 1e17, 1e17 + 1e6).step(1000),
                real("x", -1e-300, 1e-300).step(1e-302),
                real("x", 0, 1).step(1e-12),
                real("x", 1e-12, 1).step(1e-12).log());
    }

    @ParameterizedTest
    @MethodSource("quantised")
    void quantisedValuesSurviveTheUnitCubeAndTheText(RealParameter range) {
        RandomGenerator random = RandomStreams.stream(SEED, "quantised");
        for (int i = 0; i < 1000; i++) {
            double value = (Double) range.decode(random.nextDouble());
            assertLossless(range, value, i);
            Cell cell = range.cell(value);
            assertThat(range.encode(value)).isBetween(cell.low(), cell.high());
            assertThat(range.decode(cell.low())).isEqualTo(value);
            if (cell.high() < 1) {
                assertThat(range.decode(Math.nextDown(cell.high()))).isEqualTo(value);
                assertThat(range.decode(cell.high())).isNotEqualTo(value);
            }
        }
        assertThat(range.decode(0)).isEqualTo(range.low());
        assertThat(range.decode(1)).isEqualTo(range.high());
    }

    @Test
    void quantisedValuesAreDecimal() {
        RealParameter dropout = real("dropout", 0, 0.6).step(0.05);
        assertThat(dropout.cardinality()).hasValue(13);
        assertThat(dropout.gridValues(100).stream().map(dropout::text))
                .containsExactly(
                        "0.0", "0.05", "0.1", "0.15", "0.2", "0.25", "0.3", "0.35", "0.4", "0.45", "0.5", "0.55",
                        "0.6");
        assertThat(dropout.gridValues(3)).containsExactly(0.0, 0.3, 0.6);
        assertThat(dropout.coerce(0.1 + 0.2)).isEqualTo(0.3);
    }

    @Test
    void lowersTheHighBoundToTheLastStep() {
        RealParameter x = real("x", 0, 1).step(0.3);
        assertThat(x.high()).isEqualTo(0.9);
        assertThat(x.cardinality()).hasValue(4);
        assertThatThrownBy(() -> x.coerce(1.0)).hasMessage("value (1.0) of 'x' must lie between 0.0 and 0.9");
    }

    @Test
    void refusesValuesBetweenSteps() {
        assertThatThrownBy(() -> real("x", 0, 1).step(0.25).coerce(0.3))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("value (0.3) of 'x' is not on the grid of step 0.25 from 0.0; the nearest value is 0.25");
    }

    @Test
    void gridOfOnePointIsTheMiddleOfTheScale() {
        assertThat(real("x", 0, 4).gridValues(1)).containsExactly(2.0);
        assertThat(real("x").log(1e-4, 1).gridValues(1)).containsExactly(0.01);
        assertThatThrownBy(() -> real("x", 0, 4).gridValues(0)).hasMessageContaining("points (0)");
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, -1e-9, 1.0000001, Double.POSITIVE_INFINITY})
    void refusesCoordinatesOutsideTheUnitInterval(double unit) {
        assertThatThrownBy(() -> real("x", 0, 1).decode(unit))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'x'")
                .hasMessageContaining("[0, 1]");
    }

    static Stream<Arguments> mistakes() {
        return Stream.of(
                mistake("low (3.0) must be below high (1.0) for 'lr'; swap the bounds", () -> real("lr", 3, 1)),
                mistake("bounds of 'lr' are equal (1.0); use fixed(\"lr\", 1.0)", () -> real("lr", 1, 1)),
                mistake("bounds of 'lr' are equal (0.0); use fixed(\"lr\", 0.0)", () -> real("lr", -0.0, 0.0)),
                mistake("bounds (NaN, 1.0) of 'lr' must be finite numbers", () -> real("lr", Double.NaN, 1)),
                mistake(
                        "bounds (0.0, Infinity) of 'lr' must be finite numbers",
                        () -> real("lr", 0, Double.POSITIVE_INFINITY)),
                mistake(
                        "low (-5.0) must be positive on the log scale of 'lr'; bounds are the values themselves, not"
                                + " exponents",
                        () -> real("lr").log(-5, -1)),
                mistake(
                        "low (0.0) must be positive on the log scale of 'lr'; bounds are the values themselves, not"
                                + " exponents",
                        () -> real("lr", 0, 1).log()),
                mistake("beyond the range of a double", () -> real("lr", -1.7e308, 1.7e308)),
                mistake(
                        "step (0.0) of 'x' must be a positive finite number",
                        () -> real("x", 0, 1).step(0)),
                mistake(
                        "step (-1.0) of 'x' must be a positive finite number",
                        () -> real("x", 0, 1).step(-1)),
                mistake(
                        "step (NaN) of 'x' must be a positive finite number",
                        () -> real("x", 0, 1).step(Double.NaN)),
                mistake(
                        "step (2.0) of 'x' is wider than the range from 0.0 to 1.0; narrow it or use fixed",
                        () -> real("x", 0, 1).step(2)),
                mistake("more than 2^40 values", () -> real("x", 0, 1).step(1e-13)),
                mistake(
                        "too small to tell values apart",
                        () -> real("x", 1e17, 1e17 + 1000).step(1)),
                mistake(
                        "step of 'x' is already 0.1; set it once",
                        () -> real("x", 0, 1).step(0.1).step(0.2)),
                mistake(
                        "value (1.5) of 'x' must lie between 0.0 and 1.0",
                        () -> real("x", 0, 1).coerce(1.5)),
                mistake(
                        "value (NaN) of 'x' must be a finite number",
                        () -> real("x", 0, 1).coerce(Double.NaN)),
                mistake(
                        "value (String 0.5) of 'x' must be a finite number",
                        () -> real("x", 0, 1).coerce("0.5")),
                mistake(
                        "text (half) of 'x' is not a number",
                        () -> real("x", 0, 1).parse("half")),
                mistake(
                        "value (NaN) of 'x' must be a finite number",
                        () -> real("x", 0, 1).parse("NaN")));
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
