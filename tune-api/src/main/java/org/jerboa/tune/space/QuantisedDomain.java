package org.jerboa.tune.space;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * The reals {@code origin + k step}, computed in decimal from the shortest texts of origin and step.
 *
 * @param origin where the grid begins: the low bound, or that of the domain of which this one is a part
 * @param first the k of the low bound
 */
record QuantisedDomain(double origin, long first, double low, double high, double stepWidth, boolean log, Cells cells)
        implements RealDomain {

    /** How far from a grid point, in steps, a user's number may lie and still mean it: room for sums like 0.1 + 0.2. */
    private static final double TOLERANCE = 1e-6;

    /** Grid points this many spacings of doubles apart are surely different doubles, rounded or not. */
    private static final int LEAST_ULPS = 4;

    static QuantisedDomain of(String name, double low, double high, double step, boolean log) {
        String stepText = "step (" + step + ")";
        if (!(step > 0) || Double.isInfinite(step)) {
            throw new IllegalArgumentException(stepText + " of '" + name + "' must be a positive finite number");
        }
        if (step > high - low) {
            throw new IllegalArgumentException(stepText + " of '" + name + "' is wider than the range from "
                    + DecimalText.of(low) + " to " + DecimalText.of(high) + "; narrow it or use fixed");
        }
        BigDecimal decimalLow = DecimalText.shortest(low);
        BigDecimal decimalStep = DecimalText.shortest(step);
        BigDecimal last = DecimalText.shortest(high).subtract(decimalLow).divideToIntegralValue(decimalStep);
        if (last.compareTo(BigDecimal.valueOf(Cells.MAX_COUNT - 1)) > 0) {
            throw new IllegalArgumentException(
                    stepText + " of '" + name + "' makes more than 2^40 values; leave it out or widen it");
        }
        if (step < LEAST_ULPS * Math.ulp(Math.max(Math.abs(low), Math.abs(high)))) {
            throw new IllegalArgumentException(stepText + " of '" + name
                    + "' is too small to tell values apart in double precision next to the bounds "
                    + DecimalText.of(low) + " and " + DecimalText.of(high) + "; widen it");
        }
        Cells cells = new Cells(last.longValueExact() + 1, low, step, log);
        double lastValue = decimalLow.add(last.multiply(decimalStep)).doubleValue();
        return new QuantisedDomain(low, 0, low, lastValue, step, log, cells);
    }

    @Override
    public OptionalDouble step() {
        return OptionalDouble.of(stepWidth);
    }

    @Override
    public OptionalLong cardinality() {
        return OptionalLong.of(cells.count());
    }

    @Override
    public RealDomain onLogScale(String name) {
        ContinuousDomain range = ContinuousDomain.of(name, low, high, true);
        return of(name, range.low(), range.high(), stepWidth, true);
    }

    @Override
    public RealDomain quantised(String name, double step) {
        throw new IllegalArgumentException(
                "step of '" + name + "' is already " + DecimalText.of(stepWidth) + "; set it once");
    }

    @Override
    public RealDomain between(double newLow, double newHigh) {
        long from = index(newLow);
        Cells part = new Cells(index(newHigh) - from + 1, newLow, stepWidth, log);
        return new QuantisedDomain(origin, first + from, newLow, newHigh, stepWidth, log, part);
    }

    @Override
    public double atOrAbove(double number) {
        long index = index(number);
        boolean below = number - value(index) > TOLERANCE * stepWidth;
        return value(Math.min(cells.count() - 1, below ? index + 1 : index));
    }

    @Override
    public double atOrBelow(double number) {
        long index = index(number);
        boolean above = value(index) - number > TOLERANCE * stepWidth;
        return value(Math.max(0, above ? index - 1 : index));
    }

    @Override
    public double canonical(String name, double number) {
        long index = index(number);
        double value = value(index);
        if (Math.abs(number - value) > TOLERANCE * stepWidth) {
            throw new IllegalArgumentException("value (" + DecimalText.of(number) + ") of '" + name
                    + "' is not on the grid of step " + DecimalText.of(stepWidth) + " from " + DecimalText.of(low)
                    + "; the nearest value is " + DecimalText.of(value));
        }
        return value;
    }

    @Override
    public double valueAt(double unit) {
        return value(cells.index(unit));
    }

    @Override
    public double position(double value) {
        return cells.position(index(value));
    }

    @Override
    public Cell cell(double value) {
        return cells.cell(index(value));
    }

    @Override
    public List<Object> gridValues(int points) {
        List<Object> values = new ArrayList<>();
        for (long index : cells.spread(points)) {
            values.add(value(index));
        }
        return List.copyOf(values);
    }

    @Override
    public String text() {
        return (log ? "log [" : "[") + DecimalText.of(low) + ", " + DecimalText.of(high) + "] step "
                + DecimalText.of(stepWidth);
    }

    /** The nearest grid point. */
    private long index(double number) {
        BigDecimal steps = new BigDecimal(number)
                .subtract(DecimalText.shortest(origin))
                .divide(DecimalText.shortest(stepWidth), 0, RoundingMode.HALF_EVEN);
        return Math.max(0, Math.min(cells.count() - 1, steps.longValueExact() - first));
    }

    private double value(long index) {
        return DecimalText.shortest(origin)
                .add(DecimalText.shortest(stepWidth).multiply(BigDecimal.valueOf(first + index)))
                .doubleValue();
    }
}
