package org.jerboa.tune.space;

import java.math.BigDecimal;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.stream.IntStream;

/**
 * A range of reals, thinned out to a decimal grid and its two bounds.
 *
 * <p>Without the grid a coordinate could not be lossless: u to value and back are roundings in floating point, and two
 * neighbouring doubles may share a coordinate. The grid is much coarser than the error of either way, and much finer
 * than any effect of a hyperparameter. A grid point less than half a grid width from a bound is left out, so that any
 * two values are told apart by their coordinates.
 *
 * @param linearExponent the exponent of the power of ten that is the grid on a linear scale
 */
record ContinuousDomain(double low, double high, boolean log, int linearExponent) implements RealDomain {

    private static final int LOG_DIGITS = 12;
    private static final int LINEAR_DIGITS = 13;

    /** The linear grid is at least this many times as wide as the spacing of doubles at the larger bound. */
    private static final int LEAST_ULPS = 16;

    static ContinuousDomain of(String name, double givenLow, double givenHigh, boolean log) {
        double low = givenLow + 0.0; // turns -0.0 into 0.0
        double high = givenHigh + 0.0;
        if (!Double.isFinite(low) || !Double.isFinite(high)) {
            throw new IllegalArgumentException(
                    "bounds (" + low + ", " + high + ") of '" + name + "' must be finite numbers");
        }
        if (low == high) {
            throw new IllegalArgumentException("bounds of '" + name + "' are equal (" + DecimalText.of(low)
                    + "); use fixed(\"" + name + "\", " + DecimalText.of(low) + ")");
        }
        if (low > high) {
            throw new IllegalArgumentException("low (" + DecimalText.of(low) + ") must be below high ("
                    + DecimalText.of(high) + ") for '" + name + "'; swap the bounds");
        }
        if (log && low <= 0) {
            throw new IllegalArgumentException(
                    "low (" + DecimalText.of(low) + ") must be positive on the log scale of '" + name
                            + "'; bounds are the values themselves, not exponents");
        }
        if (!Double.isFinite(high - low)) {
            throw new IllegalArgumentException("the span from low (" + DecimalText.of(low) + ") to high ("
                    + DecimalText.of(high) + ") of '" + name + "' is beyond the range of a double; narrow the bounds");
        }
        return new ContinuousDomain(low, high, log, linearExponent(low, high));
    }

    @Override
    public OptionalDouble step() {
        return OptionalDouble.empty();
    }

    @Override
    public OptionalLong cardinality() {
        return OptionalLong.empty();
    }

    @Override
    public RealDomain onLogScale(String name) {
        return of(name, low, high, true);
    }

    @Override
    public RealDomain quantised(String name, double step) {
        return QuantisedDomain.of(name, low, high, step, log);
    }

    /** With the grid of the whole: one of its own would have values between those of the whole. */
    @Override
    public RealDomain between(double newLow, double newHigh) {
        return new ContinuousDomain(newLow, newHigh, log, linearExponent);
    }

    @Override
    public double atOrAbove(double number) {
        return snap(number);
    }

    @Override
    public double atOrBelow(double number) {
        return snap(number);
    }

    @Override
    public double canonical(String name, double number) {
        return snap(number);
    }

    /**
     * Of the values around the coordinate the one whose own coordinate is nearest. Inverting the scale lands on it or
     * beside it, as an exponential may be off by more than the grid over hundreds of decades.
     */
    @Override
    public double valueAt(double unit) {
        if (unit <= 0) {
            return low;
        }
        if (unit >= 1) {
            return high;
        }
        double nearest = snap(inverse(unit));
        double error = Math.abs(position(nearest) - unit);
        if (error == 0) {
            return nearest;
        }
        double grid = DecimalGrid.width(gridExponent(nearest));
        double above = nearest + grid;
        // The grid is finer just under a power of ten on a log scale, hence measured there.
        double below = nearest - DecimalGrid.width(gridExponent(nearest - grid));
        double best = nearest;
        for (double neighbour : new double[] {snap(below), snap(above)}) {
            double neighbourError = Math.abs(position(neighbour) - unit);
            if (neighbourError < error) {
                best = neighbour;
                error = neighbourError;
            }
        }
        return best;
    }

    @Override
    public double position(double value) {
        if (value <= low) {
            return 0;
        }
        if (value >= high) {
            return 1;
        }
        return log ? logRatio(value) / logRatio(high) : (value - low) / (high - low);
    }

    @Override
    public Cell cell(double value) {
        double position = position(value);
        return new Cell(position, position);
    }

    @Override
    public List<Object> gridValues(int points) {
        if (points == 1) {
            return List.of(valueAt(0.5));
        }
        return IntStream.range(0, points)
                .mapToObj(i -> (Object) valueAt(i / (double) (points - 1)))
                .distinct()
                .toList();
    }

    @Override
    public String text() {
        return (log ? "log [" : "[") + DecimalText.of(low) + ", " + DecimalText.of(high) + "]";
    }

    private double inverse(double unit) {
        if (!log) {
            return low + unit * (high - low);
        }
        double exponent = unit * logRatio(high);
        return ratioFits() ? low + low * StrictMath.expm1(exponent) : StrictMath.exp(StrictMath.log(low) + exponent);
    }

    /** ln(value / low), also where the bounds are close together, and where the quotient is beyond a double. */
    private double logRatio(double value) {
        return ratioFits() ? StrictMath.log1p((value - low) / low) : StrictMath.log(value) - StrictMath.log(low);
    }

    private boolean ratioFits() {
        return Double.isFinite((high - low) / low);
    }

    private double snap(double number) {
        if (number <= low) {
            return low;
        }
        if (number >= high) {
            return high;
        }
        int exponent = gridExponent(number);
        double rounded = DecimalGrid.round(number, exponent);
        double grid = DecimalGrid.width(exponent);
        if (rounded - low > grid && high - rounded > grid) {
            return rounded;
        }
        return snapNearBound(number, exponent);
    }

    private double snapNearBound(double number, int exponent) {
        BigDecimal rounded = DecimalGrid.exact(number, exponent);
        BigDecimal half = BigDecimal.ONE.scaleByPowerOfTen(exponent).divide(BigDecimal.valueOf(2));
        boolean atLow = rounded.subtract(new BigDecimal(low)).compareTo(half) < 0;
        boolean atHigh = new BigDecimal(high).subtract(rounded).compareTo(half) < 0;
        if (atLow && atHigh) {
            return number - low <= high - number ? low : high;
        }
        if (atLow) {
            return low;
        }
        return atHigh ? high : rounded.doubleValue();
    }

    /** The exponent of the power of ten between grid points near a number. */
    private int gridExponent(double near) {
        return log ? DecimalGrid.exponent(near) - LOG_DIGITS + 1 : linearExponent;
    }

    private static int linearExponent(double low, double high) {
        double leastWidth = LEAST_ULPS * Math.ulp(Math.max(Math.abs(low), Math.abs(high)));
        return Math.max(DecimalGrid.exponent(high - low) - LINEAR_DIGITS, DecimalGrid.exponent(leastWidth) + 1);
    }
}
