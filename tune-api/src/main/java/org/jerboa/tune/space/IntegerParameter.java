package org.jerboa.tune.space;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * An integer parameter on a linear or log scale, optionally with a step. Both bounds are inclusive. Values are {@code
 * Long}.
 *
 * <p>On a log scale every value is drawn as often as a log-uniform real would round to it: its cell reaches from ln(v -
 * step/2) to ln(v + step/2).
 */
public final class IntegerParameter extends Parameter {

    private static final long serialVersionUID = 1L;

    private final long low;
    private final long step;
    private final Cells cells;

    private IntegerParameter(String name, @Nullable Condition condition, long low, long step, Cells cells) {
        super(name, condition);
        this.low = low;
        this.step = step;
        this.cells = cells;
    }

    /** An integer parameter that still needs its bounds. */
    public static final class Unbounded {

        private final String name;

        Unbounded(String name) {
            this.name = name;
        }

        /**
         * Uniform between the bounds.
         *
         * @throws IllegalArgumentException if the bounds are equal or swapped, or hold more than 2^40 values
         */
        public IntegerParameter linear(long low, long high) {
            return of(name, null, low, high, 1, false);
        }

        /**
         * Log-uniform between the bounds, which are the values themselves: {@code log(8, 64)}.
         *
         * @throws IllegalArgumentException as {@link #linear}, and if the low bound is not positive
         */
        public IntegerParameter log(long low, long high) {
            return of(name, null, low, high, 1, true);
        }
    }

    /**
     * This parameter on a log scale.
     *
     * @throws IllegalArgumentException if the low bound is not positive
     */
    public IntegerParameter log() {
        return of(name(), conditionOrNull(), low, high(), step, true);
    }

    /**
     * This parameter on the values {@code low, low + step, ...} only. Where the step does not divide the range, the high
     * bound is lowered to the last of them.
     *
     * @throws IllegalArgumentException if the step is not positive or wider than the range, or was given before
     */
    public IntegerParameter step(long newStep) {
        if (step != 1) {
            throw new IllegalArgumentException("step of '" + name() + "' is already " + step + "; set it once");
        }
        return of(name(), conditionOrNull(), low, high(), newStep, isLog());
    }

    public long low() {
        return low;
    }

    /** The greatest value; below the bound that was given where the step does not divide the range. */
    public long high() {
        return valueOf(cells.count() - 1);
    }

    public boolean isLog() {
        return cells.log();
    }

    /** 1 unless given. */
    public long step() {
        return step;
    }

    @Override
    public IntegerParameter when(String parent, Object... values) {
        return (IntegerParameter) super.when(parent, values);
    }

    @Override
    public IntegerParameter when(String parent, Condition.Bounds bounds) {
        return (IntegerParameter) super.when(parent, bounds);
    }

    @Override
    public OptionalLong cardinality() {
        return OptionalLong.of(cells.count());
    }

    @Override
    public Cell cell(Object value) {
        return cells.cell(indexOf(coerce(value)));
    }

    @Override
    public Long coerce(Object value) {
        long number = Numbers.integerOf(name(), value);
        if (number < low || number > high()) {
            throw Numbers.outside(name(), Long.toString(number), Long.toString(low), Long.toString(high()));
        }
        if ((number - low) % step != 0) {
            long below = number - (number - low) % step;
            throw new IllegalArgumentException("value (" + number + ") of '" + name() + "' is not on the grid of step "
                    + step + " from " + low + "; its neighbours are " + below + " and " + (below + step));
        }
        return number;
    }

    @Override
    public Long parse(String text) {
        return coerce(Numbers.parseInteger(name(), text));
    }

    @Override
    public List<Object> gridValues(int points) {
        checkPoints(points);
        List<Object> values = new ArrayList<>();
        for (long index : cells.spread(points)) {
            values.add(valueOf(index));
        }
        return List.copyOf(values);
    }

    @Override
    public String domain() {
        return "integer " + (isLog() ? "log [" : "[") + low + ", " + high() + "]" + (step == 1 ? "" : " step " + step);
    }

    @Override
    IntegerParameter withCondition(Condition newCondition) {
        return new IntegerParameter(name(), newCondition, low, step, cells);
    }

    @Override
    Parameter narrowed(String bounds) {
        Optional<RangeText> range = RangeText.of(bounds);
        if (range.isEmpty()) {
            return pinned(parse(bounds));
        }
        long from = range.get().low().map(this::number).orElse(low);
        long to = range.get().high().map(this::number).orElse(high());
        if (from > to && range.get().low().isPresent() && range.get().high().isPresent()) {
            throw RangeText.swapped();
        }
        if (from > high() || to < low) {
            throw RangeText.nothingLeft();
        }
        long first = Math.max(from, low) - low;
        long least = low + first + Math.floorMod(-first, step);
        long last = Math.min(to, high()) - low;
        long greatest = low + last - last % step;
        if (least > greatest) {
            throw RangeText.nothingLeft();
        }
        return least == greatest ? pinned(least) : of(name(), conditionOrNull(), least, greatest, step, isLog());
    }

    private long number(String text) {
        return Numbers.parseInteger(name(), text);
    }

    @Override
    boolean hasText(String canonicalText) {
        long value = number(canonicalText);
        return value >= low && value <= high() && (value - low) % step == 0;
    }

    @Override
    String canonicalText(Object canonical) {
        return canonical.toString();
    }

    @Override
    Long valueAt(double unit) {
        return valueOf(cells.index(unit));
    }

    @Override
    double position(Object canonical) {
        return cells.position(indexOf((Long) canonical));
    }

    private long valueOf(long index) {
        return low + index * step;
    }

    private long indexOf(long value) {
        return (value - low) / step;
    }

    private static IntegerParameter of(
            String name, @Nullable Condition condition, long low, long high, long step, boolean log) {
        if (low == high) {
            throw new IllegalArgumentException(
                    "bounds of '" + name + "' are equal (" + low + "); use fixed(\"" + name + "\", " + low + ")");
        }
        if (low > high) {
            throw new IllegalArgumentException(
                    "low (" + low + ") must be below high (" + high + ") for '" + name + "'; swap the bounds");
        }
        long span = high - low;
        if (span < 0 || span >= Cells.MAX_COUNT) { // negative: beyond a long
            throw new IllegalArgumentException("the range from " + low + " to " + high + " of '" + name
                    + "' holds more than 2^40 values; narrow it or use real");
        }
        if (log && low <= 0) {
            throw new IllegalArgumentException("low (" + low + ") must be positive on the log scale of '" + name
                    + "'; bounds are the values themselves, not exponents");
        }
        if (step <= 0) {
            throw new IllegalArgumentException("step (" + step + ") of '" + name + "' must be positive");
        }
        if (step > span) {
            throw new IllegalArgumentException("step (" + step + ") of '" + name + "' is wider than the range from "
                    + low + " to " + high + "; narrow it or use fixed");
        }
        long last = span / step;
        return new IntegerParameter(name, condition, low, step, new Cells(last + 1, low, step, log));
    }
}
