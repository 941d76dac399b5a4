package org.jerboa.tune.data;

import java.io.Serializable;
import java.util.Arrays;
import java.util.function.IntToDoubleFunction;

/**
 * The affine map {@code value * scale + shift} from a stored value to what a model is given: one pair for all elements
 * of an example, or one pair per element. It is kept beside the data and applied when a minibatch is copied out, so
 * bytes stay bytes until then. Computed in double precision, then rounded once to {@code float}.
 *
 * <p>Immutable.
 */
public final class Scaling implements Serializable {

    private static final long serialVersionUID = 1L;

    private static final Scaling IDENTITY = new Scaling(new double[] {1}, new double[] {0}, true);

    private final double[] scale;
    private final double[] shift;
    private final boolean uniform;

    private Scaling(double[] scale, double[] shift, boolean uniform) {
        this.scale = scale;
        this.shift = shift;
        this.uniform = uniform;
        for (int i = 0; i < scale.length; i++) {
            if (!Double.isFinite(scale[i]) || !Double.isFinite(shift[i])) {
                throw new IllegalArgumentException("scaling of element " + i + " (scale " + scale[i] + ", shift "
                        + shift[i] + ") must be finite; check the values it was fitted on");
            }
        }
    }

    /** Leaves every value as it is. */
    public static Scaling identity() {
        return IDENTITY;
    }

    /** The same {@code value * scale + shift} for every element. */
    public static Scaling of(double scale, double shift) {
        return scale == 1 && shift == 0
                ? IDENTITY
                : new Scaling(new double[] {scale}, new double[] {shift + 0.0}, true);
    }

    /** Maps {@code low} to 0 and {@code high} to 1; values outside are not clipped. */
    public static Scaling range(double low, double high) {
        if (!(low < high)) {
            throw new IllegalArgumentException(
                    "low (" + low + ") must be below high (" + high + ") of a range; swap the bounds");
        }
        return of(1 / (high - low), -low / (high - low));
    }

    /**
     * One pair per element of an example.
     *
     * @param scale {@code [elements]}, in the tensor's row-major order
     * @param shift {@code [elements]}
     */
    public static Scaling perElement(double[] scale, double[] shift) {
        if (scale.length != shift.length || scale.length == 0) {
            throw new IllegalArgumentException("scale has " + scale.length + " elements and shift has " + shift.length
                    + "; give one of each for every element of an example");
        }
        return new Scaling(scale.clone(), shift.clone(), false);
    }

    public boolean isIdentity() {
        return uniform && scale[0] == 1 && shift[0] == 0;
    }

    /** Whether one pair serves all elements. */
    public boolean isUniform() {
        return uniform;
    }

    /** Elements of an example that this can be applied to; -1 where any number will do. */
    public int elements() {
        return uniform ? -1 : scale.length;
    }

    /** The factor of the given element of an example. */
    public double scale(int element) {
        return scale[uniform ? 0 : element];
    }

    /** What is added to the given element of an example, after multiplication. */
    public double shift(int element) {
        return shift[uniform ? 0 : element];
    }

    /**
     * What a model is given for a stored value.
     *
     * @param element its row-major place within the example
     */
    public float apply(double value, int element) {
        int at = uniform ? 0 : element;
        return (float) (value * scale[at] + shift[at]);
    }

    /** Fills {@code table[i]} with the image of {@code values(i)}, for a uniform scaling. */
    float[] tabulate(int entries, IntToDoubleFunction values) {
        float[] table = new float[entries];
        for (int i = 0; i < entries; i++) {
            table[i] = apply(values.applyAsDouble(i), 0);
        }
        return table;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Scaling that
                && uniform == that.uniform
                && Arrays.equals(scale, that.scale)
                && Arrays.equals(shift, that.shift);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(scale) + Arrays.hashCode(shift);
    }

    @Override
    public String toString() {
        if (isIdentity()) {
            return "identity";
        }
        return uniform ? "value * " + scale[0] + " + " + shift[0] : "per element (" + scale.length + ")";
    }
}
