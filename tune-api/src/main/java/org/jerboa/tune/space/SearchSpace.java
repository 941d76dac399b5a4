package org.jerboa.tune.space;

import java.io.Serializable;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The hyperparameters of a study and the values they may take: an ordered list of {@link Parameter}s, some of which may
 * exist only under a {@link Condition} on a parameter before them. Immutable, serialisable and thread-safe.
 *
 * <pre>{@code
 * SearchSpace space = SearchSpace.of(
 *         real("learningRate").log(1e-4, 1e-1),
 *         categorical("updater", "SGD", "NESTEROVS"),
 *         real("momentum", 0.5, 0.99).when("updater", "NESTEROVS"));
 * }</pre>
 *
 * <p>The space maps to the unit cube with one coordinate per parameter that is not fixed, in the order of declaration
 * ({@link #axes()}), whether or not the parameter is active. A configuration encodes and decodes without loss.
 */
public final class SearchSpace implements Serializable {

    private static final long serialVersionUID = 1L;

    private final LinkedHashMap<String, Parameter> byName;

    private SearchSpace(LinkedHashMap<String, Parameter> byName) {
        this.byName = byName;
    }

    /**
     * A space of these parameters.
     *
     * @throws IllegalArgumentException if there is none, two have the same name, or a condition names a parameter that is
     *     unknown, declared later or continuous, or a value that its parent cannot have
     */
    public static SearchSpace of(Parameter... parameters) {
        return of(Arrays.asList(parameters));
    }

    /** As {@link #of(Parameter...)}. */
    public static SearchSpace of(List<? extends Parameter> parameters) {
        return new SearchSpace(Conditions.resolved(parameters));
    }

    /**
     * The part of this space that lies within bounds. Each of its configurations is one of this space, with the same
     * texts: scales stay as they are, integers and quantised reals on the same grid. A parameter of which one value is
     * left is fixed; one whose condition can hold no more is left out.
     *
     * @param bounds parameter to what is left of it. Of a number a range, {@code 0.001..0.01}, both sides inclusive, of
     *     which one may be left out; what lies beyond the parameter's own bounds does not matter. Of a choice a list,
     *     {@code RELU|TANH}, of labels or texts; an ordinal one may be given as a range too. Of either a single value
     * @throws IllegalArgumentException if a parameter is unknown, a text cannot be understood, or nothing is left; the
     *     message names the parameter, the text and the values there are
     */
    public SearchSpace narrow(Map<String, String> bounds) {
        return new SearchSpace(Narrowing.of(this, bounds));
    }

    /** All parameters, in the order of declaration. */
    public List<Parameter> parameters() {
        return List.copyOf(byName.values());
    }

    /**
     * The parameter of that name.
     *
     * @throws IllegalArgumentException if there is none
     */
    public Parameter parameter(String name) {
        Parameter parameter = byName.get(name);
        if (parameter == null) {
            throw unknown(name);
        }
        return parameter;
    }

    /** The parameters that are searched, that is, not fixed: the axes of the unit cube, in order. */
    public List<Parameter> axes() {
        return byName.values().stream().filter(SearchSpace::isAxis).toList();
    }

    /** The number of {@link #axes()}. */
    public int dimensions() {
        return axes().size();
    }

    /** Whether {@link #validate} accepts the configuration. */
    public boolean contains(Configuration configuration) {
        try {
            validate(configuration);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /**
     * Checks that the configuration has a canonical value for each active parameter, and nothing else.
     *
     * @throws IllegalArgumentException if not; the message names the parameter, the value and the bound
     */
    public void validate(Configuration configuration) {
        canonical(configuration);
    }

    /**
     * The configuration with these values, each {@linkplain Parameter#coerce made canonical}. Fixed parameters need not
     * be named.
     *
     * @throws IllegalArgumentException if the value of an active parameter is missing or not allowed, or a name is
     *     unknown or belongs to an inactive parameter
     */
    public Configuration configuration(Map<String, ?> values) {
        return assemble(values.keySet(), (parameter, axis) -> {
            Object value = values.get(parameter.name());
            return value == null ? unnamed(parameter) : parameter.coerce(value);
        });
    }

    /**
     * The configuration of these texts, the inverse of {@link Configuration#texts()}.
     *
     * @throws IllegalArgumentException as {@link #configuration}, and if a text is not that of a value
     */
    public Configuration parse(Map<String, String> texts) {
        return assemble(texts.keySet(), (parameter, axis) -> {
            String text = texts.get(parameter.name());
            return text == null ? unnamed(parameter) : parameter.parse(text);
        });
    }

    /**
     * A configuration of this space with some values changed. Children that become inactive are dropped.
     *
     * @throws IllegalArgumentException if the configuration is not of this space, a changed value is not allowed, a name
     *     is unknown or belongs to a parameter that is inactive after the change, or a parameter becomes active for which
     *     {@code changes} has no value
     */
    public Configuration change(Configuration configuration, Map<String, ?> changes) {
        Configuration valid = canonical(configuration);
        return assemble(changes.keySet(), (parameter, axis) -> {
            Object changed = changes.get(parameter.name());
            if (changed != null) {
                return parameter.coerce(changed);
            }
            Object kept = valid.valueOrNull(parameter.name());
            return kept == null ? unnamed(parameter) : kept;
        });
    }

    /**
     * The configuration at a point of the unit cube. The coordinates of inactive parameters are ignored and may be
     * anything, NaN included.
     *
     * @param unit one coordinate per {@linkplain #axes axis}
     * @throws IllegalArgumentException if the length is not {@link #dimensions()}, or the coordinate of an active
     *     parameter is not in [0, 1]
     */
    public Configuration decode(double[] unit) {
        int dimensions = dimensions();
        if (unit.length != dimensions) {
            throw new IllegalArgumentException("a point of " + unit.length + " coordinates does not fit a space of "
                    + dimensions + " dimensions; give one coordinate for each of "
                    + axes().stream().map(Parameter::name).toList());
        }
        return assemble(
                Set.of(),
                (parameter, axis) ->
                        parameter instanceof FixedParameter fixed ? fixed.value() : parameter.decode(unit[axis]));
    }

    /**
     * The point of the unit cube that decodes to exactly this configuration: one coordinate per {@linkplain #axes axis},
     * NaN where the parameter is inactive.
     *
     * @throws IllegalArgumentException as {@link #validate}
     */
    public double[] encode(Configuration configuration) {
        Configuration valid = canonical(configuration);
        return axes().stream()
                .mapToDouble(axis -> {
                    Object value = valid.valueOrNull(axis.name());
                    return value == null ? Double.NaN : axis.position(value);
                })
                .toArray();
    }

    /**
     * A random configuration. Every axis is asked for, active or not, so that what is drawn for one parameter does not
     * depend on another.
     *
     * @param uniform gives a number in [0, 1) for the parameter of that name, each best from a stream of its own
     */
    public Configuration sample(ToDoubleFunction<String> uniform) {
        return decode(axes().stream()
                .mapToDouble(axis -> uniform.applyAsDouble(axis.name()))
                .toArray());
    }

    /**
     * The grid over this space, never materialised.
     *
     * @param pointsPerReal the number of values for each continuous parameter, and the most for each integer or quantised
     *     one; at least 1
     * @throws IllegalArgumentException if {@code pointsPerReal} is below 1 or the size exceeds a long
     */
    public Grid grid(int pointsPerReal) {
        return new Grid(this, pointsPerReal);
    }

    /**
     * The number of configurations in a grid of any size, inactive children left out.
     *
     * @throws IllegalArgumentException if {@code pointsPerReal} is below 1
     */
    public BigInteger gridSize(int pointsPerReal) {
        return GridNode.size(GridNode.roots(parameters(), pointsPerReal));
    }

    /** The canonical description: one line per parameter, {@code learningRate: real log [0.0001, 0.1]}. */
    public String text() {
        return byName.values().stream().map(Parameter::toString).collect(Collectors.joining("\n"));
    }

    /** SHA-256 of {@link #text()} in UTF-8, in lower-case hexadecimal digits. */
    public String contentHash() {
        return CanonicalText.hash(text());
    }

    /** By content: the canonical description, order of declaration included. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof SearchSpace space && text().equals(space.text());
    }

    @Override
    public int hashCode() {
        return text().hashCode();
    }

    @Override
    public String toString() {
        return text();
    }

    /** Where the value of an active parameter comes from; canonical. {@code axis} counts inactive axes too. */
    interface ValueSource {
        Object valueOf(Parameter parameter, int axis);
    }

    /**
     * Walks the parameters in order, parents first, and takes a value for each that is active.
     *
     * @param named the names that must turn out to be active
     */
    Configuration assemble(Set<String> named, ValueSource source) {
        for (String name : named) {
            parameter(name);
        }
        Map<String, Configuration.Assignment> assignments = new LinkedHashMap<>();
        int axis = 0;
        for (Parameter parameter : byName.values()) {
            if (Conditions.isActive(parameter, assignments)) {
                Object value = source.valueOf(parameter, axis);
                assignments.put(parameter.name(), new Configuration.Assignment(value, parameter.canonicalText(value)));
            } else if (named.contains(parameter.name())) {
                throw new IllegalArgumentException("'" + parameter.name() + "' is not active here: it exists only when "
                        + parameter.condition().map(CanonicalText::of).orElse("") + "; leave it out");
            }
            axis += isAxis(parameter) ? 1 : 0;
        }
        return new Configuration(assignments);
    }

    /** The same configuration with this space's own values; it may come from another JVM or from no space at all. */
    private Configuration canonical(Configuration configuration) {
        return assemble(configuration.names(), (parameter, axis) -> {
            Configuration.Assignment assignment = configuration.assignmentOrNull(parameter.name());
            if (assignment == null) {
                throw missing(parameter);
            }
            Object value = parameter.parse(assignment.text());
            boolean sameType = ValueText.isPrimitive(value)
                    || value.getClass() == assignment.value().getClass();
            if (!sameType || !parameter.canonicalText(value).equals(assignment.text())) {
                throw new IllegalArgumentException("value (" + assignment.text() + ") of '" + parameter.name()
                        + "' is not in the form of this space, " + parameter.canonicalText(value) + " ("
                        + value.getClass().getSimpleName() + "); make it with SearchSpace.configuration");
            }
            return value;
        });
    }

    private static Object unnamed(Parameter parameter) {
        if (parameter instanceof FixedParameter fixed) {
            return fixed.value();
        }
        throw missing(parameter);
    }

    private static IllegalArgumentException missing(Parameter parameter) {
        String why = parameter
                .condition()
                .map(condition -> ", which exists because " + CanonicalText.of(condition))
                .orElse("");
        return new IllegalArgumentException(
                "no value for '" + parameter.name() + "'" + why + "; give it a value of " + parameter.domain());
    }

    private IllegalArgumentException unknown(String name) {
        return new IllegalArgumentException(
                "no parameter '" + name + "' in this space; there are " + new LinkedHashSet<>(byName.keySet()));
    }

    private static boolean isAxis(Parameter parameter) {
        return !(parameter instanceof FixedParameter);
    }
}
