package org.jerboa.tune.space;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * A real parameter on a linear or log scale, continuous or quantised by a step. Both bounds are inclusive. Values are
 * {@code Double}.
 *
 * <p>Continuous values are kept on a fine decimal grid, so that a value survives the way to the unit cube, or to a file,
 * and back exactly, and reads well: on a linear scale multiples of a power of ten of about 1e-13 of the span (coarser
 * where doubles of the size of the bounds are), on a log scale 12 significant digits. The bounds themselves are always
 * values. Quantised values are {@code low + k step} computed in decimal: 0.15, never 0.15000000000000002.
 */
public final class RealParameter extends Parameter {

    private static final long serialVersionUID = 1L;

    private final RealDomain domain;

    private RealParameter(String name, @Nullable Condition condition, RealDomain domain) {
        super(name, condition);
        this.domain = domain;
    }

    /** A real parameter that still needs its bounds. */
    public static final class Unbounded {

        private final String name;

        Unbounded(String name) {
            this.name = name;
        }

        /**
         * Uniform between the bounds.
         *
         * @throws IllegalArgumentException if the bounds are not finite, equal or swapped, or too far apart for a double
         */
        public RealParameter linear(double low, double high) {
            return new RealParameter(name, null, ContinuousDomain.of(name, low, high, false));
        }

        /**
         * Log-uniform between the bounds, which are the values themselves: {@code log(1e-4, 1e-1)}.
         *
         * @throws IllegalArgumentException if the bounds are not finite and positive, or equal or swapped
         */
        public RealParameter log(double low, double high) {
            return new RealParameter(name, null, ContinuousDomain.of(name, low, high, true));
        }
    }

    /**
     * This parameter on a log scale.
     *
     * @throws IllegalArgumentException if the low bound is not positive
     */
    public RealParameter log() {
        return new RealParameter(name(), conditionOrNull(), domain.onLogScale(name()));
    }

    /**
     * This parameter on the values {@code low, low + step, ...} only. Where the step does not divide the range, the high
     * bound is lowered to the last of them.
     *
     * @throws IllegalArgumentException if the step is not positive, is wider than the range, makes more than 2^40 values
     *     or values that doubles cannot tell apart, or was given before
     */
    public RealParameter step(double step) {
        return new RealParameter(name(), conditionOrNull(), domain.quantised(name(), step));
    }

    public double low() {
        return domain.low();
    }

    /** The greatest value; below the bound that was given where the step does not divide the range. */
    public double high() {
        return domain.high();
    }

    public boolean isLog() {
        return domain.log();
    }

    /** Empty if continuous. */
    public OptionalDouble step() {
        return domain.step();
    }

    @Override
    public RealParameter when(String parent, Object... values) {
        return (RealParameter) super.when(parent, values);
    }

    @Override
    public RealParameter when(String parent, Condition.Bounds bounds) {
        return (RealParameter) super.when(parent, bounds);
    }

    @Override
    public OptionalLong cardinality() {
        return domain.cardinality();
    }

    @Override
    public Cell cell(Object value) {
        return domain.cell(coerce(value));
    }

    @Override
    public Double coerce(Object value) {
        double number = Numbers.realOf(name(), value);
        if (!(number >= domain.low() && number <= domain.high())) {
            throw Numbers.outside(name(), DecimalText.of(number), DecimalText.of(low()), DecimalText.of(high()));
        }
        return domain.canonical(name(), number);
    }

    @Override
    public Double parse(String text) {
        return coerce(Numbers.parseReal(name(), text));
    }

    @Override
    public List<Object> gridValues(int points) {
        checkPoints(points);
        return domain.gridValues(points);
    }

    @Override
    public String domain() {
        return "real " + domain.text();
    }

    @Override
    RealParameter withCondition(Condition newCondition) {
        return new RealParameter(name(), newCondition, domain);
    }

    @Override
    Parameter narrowed(String bounds) {
        Optional<RangeText> range = RangeText.of(bounds);
        if (range.isEmpty()) {
            return pinned(parse(bounds));
        }
        double from = range.get().low().map(this::number).orElse(low());
        double to = range.get().high().map(this::number).orElse(high());
        if (from > to && range.get().low().isPresent() && range.get().high().isPresent()) {
            throw RangeText.swapped();
        }
        if (from > high() || to < low()) {
            throw RangeText.nothingLeft();
        }
        double least = domain.atOrAbove(Math.max(from, low()));
        double greatest = domain.atOrBelow(Math.min(to, high()));
        if (least > greatest) {
            throw RangeText.nothingLeft();
        }
        return least == greatest
                ? pinned(least)
                : new RealParameter(name(), conditionOrNull(), domain.between(least, greatest));
    }

    private double number(String text) {
        return Numbers.realOf(name(), Numbers.parseReal(name(), text));
    }

    @Override
    boolean hasText(String canonicalText) {
        throw new IllegalStateException("'" + name() + "' is real, and nothing depends on a real parameter");
    }

    @Override
    String canonicalText(Object canonical) {
        return DecimalText.of((Double) canonical);
    }

    @Override
    Double valueAt(double unit) {
        return domain.valueAt(unit);
    }

    @Override
    double position(Object canonical) {
        return domain.position((Double) canonical);
    }
}
