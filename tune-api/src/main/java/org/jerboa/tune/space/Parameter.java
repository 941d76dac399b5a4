package org.jerboa.tune.space;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One dimension of a {@link SearchSpace}: a name, the values it may take, and optionally the condition under which it
 * exists. Immutable; every method that changes something gives a new parameter.
 *
 * <p>Each kind has one set of <em>canonical</em> values (a {@code Double} on a fine decimal grid, a {@code Long}, one of
 * the given choices). {@link #decode} and {@link #coerce} give canonical values only, and for each of them
 * {@code decode(encode(v))} and {@code parse(text(v))} are exactly {@code v}.
 *
 * <p>Import the factories statically:
 *
 * <pre>{@code
 * import static org.jerboa.tune.space.Parameter.*;
 * }</pre>
 */
public abstract sealed class Parameter implements Serializable
        permits RealParameter, IntegerParameter, ChoiceParameter {

    private static final long serialVersionUID = 1L;

    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_.-]*");

    private final String name;
    private final @Nullable Condition condition;

    Parameter(String name, @Nullable Condition condition) {
        this.name = name;
        this.condition = condition;
    }

    /** A real parameter whose bounds follow: {@code real("learningRate").log(1e-4, 1e-1)}. */
    public static RealParameter.Unbounded real(String name) {
        return new RealParameter.Unbounded(checkedName(name));
    }

    /**
     * A real parameter on a linear scale; {@code .log()} and {@code .step(s)} change that.
     *
     * @throws IllegalArgumentException if the bounds are not finite, equal or swapped
     */
    public static RealParameter real(String name, double low, double high) {
        return real(name).linear(low, high);
    }

    /** An integer parameter whose bounds follow: {@code integer("filters").log(8, 64)}. */
    public static IntegerParameter.Unbounded integer(String name) {
        return new IntegerParameter.Unbounded(checkedName(name));
    }

    /**
     * An integer parameter, both bounds inclusive, on a linear scale; {@code .log()} and {@code .step(s)} change that.
     *
     * @throws IllegalArgumentException if the bounds are equal or swapped, or hold more than 2^40 values
     */
    public static IntegerParameter integer(String name, long low, long high) {
        return integer(name).linear(low, high);
    }

    /** A categorical parameter whose labelled choices follow: {@code categorical("updater").choice("adam", adam)}. */
    public static CategoricalParameter.Empty categorical(String name) {
        return new CategoricalParameter.Empty(checkedName(name));
    }

    /**
     * An unordered choice among any serialisable values.
     *
     * <p>The label of a value is the name of an enum constant, a string itself, the text of a number or boolean, the
     * name of a class, and otherwise {@code toString()} where the value's class defines it.
     *
     * @throws IllegalArgumentException if there is no value, a value is not serialisable or has no stable text (label
     *     it), or two labels are equal
     */
    public static CategoricalParameter categorical(String name, Object... values) {
        return new CategoricalParameter(checkedName(name), null, Choices.of(name, Arrays.asList(values)));
    }

    /**
     * An unordered choice among labelled values.
     *
     * @param choices label to value; a {@code LinkedHashMap} or {@code SortedMap} gives the order of the choices, any
     *     other map, whose order may differ from one run to the next, is sorted by label
     */
    public static CategoricalParameter categorical(String name, Map<String, ?> choices) {
        return new CategoricalParameter(checkedName(name), null, Choices.labelled(name, choices));
    }

    /** A choice among values that stand in order, from least to greatest; otherwise as {@link #categorical}. */
    public static OrdinalParameter ordinal(String name, Object... values) {
        return new OrdinalParameter(checkedName(name), null, Choices.of(name, Arrays.asList(values)));
    }

    /** Either {@code false} or {@code true}. */
    public static CategoricalParameter bool(String name) {
        return categorical(name, false, true);
    }

    /** A value that is part of every configuration and is not searched. */
    public static FixedParameter fixed(String name, Object value) {
        return new FixedParameter(checkedName(name), null, Choices.of(name, Arrays.asList(value)));
    }

    /** For {@link #when(String, Condition.Bounds)}: the integer parent is {@code low} or more. */
    public static Condition.Bounds atLeast(long low) {
        return new Condition.Bounds(low, Long.MAX_VALUE);
    }

    /** For {@link #when(String, Condition.Bounds)}: the integer parent is {@code high} or less. */
    public static Condition.Bounds atMost(long high) {
        return new Condition.Bounds(Long.MIN_VALUE, high);
    }

    public final String name() {
        return name;
    }

    /** When this parameter exists; empty if always. */
    public final Optional<Condition> condition() {
        return Optional.ofNullable(condition);
    }

    /**
     * This parameter, existing only while {@code parent} is active and has one of the values.
     *
     * @param parent a categorical, boolean, ordinal, integer or fixed parameter declared earlier in the same space
     * @param values values of the parent or their labels
     * @throws IllegalArgumentException if there is no value, or this parameter has a condition already. What depends on
     *     the parent is checked by {@link SearchSpace#of}
     */
    public Parameter when(String parent, Object... values) {
        return withCondition(firstCondition(new Condition.OneOf(parent, Arrays.asList(values))));
    }

    /**
     * This parameter, existing only while the integer parameter {@code parent} is active and within bounds.
     *
     * @throws IllegalArgumentException as {@link #when(String, Object...)}
     */
    public Parameter when(String parent, Condition.Bounds bounds) {
        return withCondition(firstCondition(new Condition.Within(parent, bounds.low(), bounds.high())));
    }

    /** How many values there are; empty if continuous. */
    public abstract OptionalLong cardinality();

    /**
     * The canonical value at a coordinate. Monotone in the coordinate for real, integer and ordinal parameters.
     *
     * @param unit in [0, 1]; 0 gives the first value or low bound and 1 the last value or high bound
     * @throws IllegalArgumentException if {@code unit} is NaN or outside [0, 1]
     */
    public final Object decode(double unit) {
        if (!(unit >= 0 && unit <= 1)) {
            throw new IllegalArgumentException(
                    "coordinate (" + unit + ") of '" + name + "' must lie in [0, 1]; clip it before decoding");
        }
        return valueAt(unit);
    }

    /**
     * The coordinate of a value, in [0, 1]; for countable values it lies inside the value's {@link #cell}.
     *
     * @throws IllegalArgumentException as {@link #coerce}
     */
    public final double encode(Object value) {
        return position(coerce(value));
    }

    /**
     * The coordinates that decode to a value; a continuous value has a cell of no width at its coordinate.
     *
     * @throws IllegalArgumentException as {@link #coerce}
     */
    public abstract Cell cell(Object value);

    /**
     * The canonical value for what a user wrote: any Java number for a numeric parameter, the value or its label for
     * the others. Reals are rounded to the parameter's fine decimal grid.
     *
     * @throws IllegalArgumentException if the value is of the wrong type, out of bounds, off the step grid or not among
     *     the choices; the message names the parameter, the value and the bound
     */
    public abstract Object coerce(Object value);

    /**
     * The text of a value, the same on every JDK: {@code 0.001}, {@code 16}, {@code RELU}, {@code "3 x 3"}.
     *
     * @throws IllegalArgumentException as {@link #coerce}
     */
    public final String text(Object value) {
        return canonicalText(coerce(value));
    }

    /**
     * The value of a text.
     *
     * @throws IllegalArgumentException if the text is not that of a value of this parameter
     */
    public abstract Object parse(String text);

    /**
     * The values of this parameter in a grid: {@code points} values evenly spread on its scale, ends included, for a
     * continuous one; at most so many for an integer or quantised one; all values for the others. One point is the
     * middle.
     *
     * @throws IllegalArgumentException if {@code points} is below 1
     */
    public abstract List<Object> gridValues(int points);

    /** The kind and values in canonical form, without name and condition: {@code real log [0.0001, 0.1]}. */
    public abstract String domain();

    /** The whole parameter in canonical form: {@code momentum: real [0.5, 0.99] when updater = NESTEROVS}. */
    @Override
    public final String toString() {
        return name + ": " + domain() + (condition == null ? "" : " when " + CanonicalText.of(condition));
    }

    /** By content: the canonical form. */
    @Override
    public final boolean equals(@Nullable Object other) {
        return other instanceof Parameter parameter && toString().equals(parameter.toString());
    }

    @Override
    public final int hashCode() {
        return toString().hashCode();
    }

    abstract Parameter withCondition(Condition newCondition);

    /**
     * What is left of this parameter within bounds, as {@link SearchSpace#narrow} reads them.
     *
     * @throws IllegalArgumentException without the names of parameter and text, which the caller adds
     */
    abstract Parameter narrowed(String bounds);

    /** Whether one of its values has that canonical text. */
    abstract boolean hasText(String canonicalText);

    /** This parameter with one value only. */
    final FixedParameter pinned(Object canonical) {
        return new FixedParameter(name, condition, Choices.of(name, List.of(canonical)));
    }

    /** What stands for a value in a condition: its text is that of the value. */
    Object token(Object canonical) {
        return canonical;
    }

    abstract String canonicalText(Object canonical);

    abstract Object valueAt(double unit);

    abstract double position(Object canonical);

    final @Nullable Condition conditionOrNull() {
        return condition;
    }

    final void checkPoints(int points) {
        if (points < 1) {
            throw new IllegalArgumentException(
                    "points (" + points + ") of a grid must be at least 1 for '" + name + "'");
        }
    }

    private Condition firstCondition(Condition added) {
        if (condition != null) {
            throw new IllegalArgumentException("'" + name + "' already depends on '" + condition.parent()
                    + "'; for a second condition make '" + added.parent() + "' depend on '" + condition.parent()
                    + "' and '" + name + "' on '" + added.parent() + "'");
        }
        return added;
    }

    static String checkedName(String name) {
        Objects.requireNonNull(name, "the name of a parameter must not be null");
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("parameter name '" + name
                    + "' must start with a letter or _ and go on with letters, digits, _ . or -");
        }
        return name;
    }
}
