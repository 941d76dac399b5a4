package org.jerboa.tune.space;

import java.io.Serializable;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One point of a search space: the values of its active parameters, in the order of the space. Immutable, serialisable
 * (the values are) and thread-safe.
 *
 * <p>A configuration is identified by its {@link #text()}: {@code equals}, {@code hashCode} and {@link #contentHash()}
 * follow it, and so do not depend on the order of declaration, on the JVM, or on whether the values define equality.
 */
public final class Configuration implements Serializable {

    private static final long serialVersionUID = 1L;

    private final LinkedHashMap<String, Assignment> assignments;

    /** A value and its canonical text, which for a labelled choice only the space knows. */
    record Assignment(Object value, String text) implements Serializable {}

    Configuration(Map<String, Assignment> assignments) {
        this.assignments = new LinkedHashMap<>(assignments);
    }

    /**
     * A configuration without a space, for tests and handlers: values are taken as they are, integers of any width as
     * {@code Long} and {@code float} as {@code double}. {@link SearchSpace#configuration} makes one that is checked
     * against a space.
     *
     * @param values name to number, boolean, string, enum constant, or serialisable value whose class defines toString
     * @throws IllegalArgumentException if a name is not one a parameter may have, or a value is null, not serialisable or
     *     has no stable text
     */
    public static Configuration of(Map<String, ?> values) {
        Map<String, Assignment> assignments = new LinkedHashMap<>();
        for (Map.Entry<String, ?> entry : values.entrySet()) {
            Choices.Choice only = Choices.of(
                            Parameter.checkedName(entry.getKey()), Collections.singletonList(widened(entry.getValue())))
                    .list()
                    .get(0);
            assignments.put(entry.getKey(), new Assignment(only.value(), only.text()));
        }
        return new Configuration(assignments);
    }

    /**
     * A configuration without a space, from the texts that another one has: equal to that one, with numbers, booleans and
     * strings for values. For whoever reads a study's files and does not have its space.
     *
     * @throws IllegalArgumentException if a name is not one a parameter may have, or a text is null
     */
    public static Configuration ofTexts(Map<String, String> texts) {
        Map<String, Assignment> assignments = new LinkedHashMap<>();
        for (Map.Entry<String, String> entry : texts.entrySet()) {
            String text = entry.getValue();
            if (text == null) {
                throw new IllegalArgumentException("the text of '" + entry.getKey() + "' is null; leave it out");
            }
            assignments.put(Parameter.checkedName(entry.getKey()), new Assignment(ConfigurationText.value(text), text));
        }
        return new Configuration(assignments);
    }

    /**
     * Reads the form of {@link #text()}, also written by hand: {@code learningRate=0.003, activation=RELU}. Which values
     * there are {@link SearchSpace#parse} knows; the part of a space that {@link SearchSpace#narrow} takes is written in
     * the same way.
     *
     * @return name to text, in the order they stand in
     * @throws IllegalArgumentException if an assignment lacks its name or value, a name is given twice, or a quotation
     *     mark is left open
     */
    public static Map<String, String> readTexts(String text) {
        return ConfigurationText.read(text);
    }

    private static @Nullable Object widened(@Nullable Object value) {
        if (value instanceof Float number) {
            return number.doubleValue();
        }
        return value != null && Numbers.isInteger(value) ? ((Number) value).longValue() : value;
    }

    /** The names of the active parameters, in the order of the space. */
    public Set<String> names() {
        return Collections.unmodifiableSet(assignments.keySet());
    }

    /** Whether the parameter is active, that is, has a value here. */
    public boolean has(String name) {
        return assignments.containsKey(name);
    }

    /**
     * The value of a real or integer parameter, or of a choice that is a number.
     *
     * @throws IllegalArgumentException if there is no such value or it is not a number
     */
    public double getDouble(String name) {
        return number(name, "a number").doubleValue();
    }

    /**
     * The value of an integer parameter, or of a choice that is an integer.
     *
     * @throws IllegalArgumentException if there is no such value, or it is not an integer, or does not fit an int
     */
    public int getInt(String name) {
        long value = getLong(name);
        if (value != (int) value) {
            throw new IllegalArgumentException(
                    "value (" + value + ") of '" + name + "' does not fit an int; use getLong");
        }
        return (int) value;
    }

    /**
     * The value of an integer parameter, or of a choice that is an integer.
     *
     * @throws IllegalArgumentException if there is no such value or it is not an integer
     */
    public long getLong(String name) {
        Number number = number(name, "an integer");
        if (!Numbers.isInteger(number)) {
            throw wrongType(name, "an integer");
        }
        return number.longValue();
    }

    /**
     * The value of a boolean parameter, or of a choice that is a boolean.
     *
     * @throws IllegalArgumentException if there is no such value or it is not a boolean
     */
    public boolean getBoolean(String name) {
        if (assignment(name).value() instanceof Boolean value) {
            return value;
        }
        throw wrongType(name, "a boolean");
    }

    /**
     * The string, or the name of the enum constant.
     *
     * @throws IllegalArgumentException if there is no such value or it is neither
     */
    public String getString(String name) {
        Object value = assignment(name).value();
        if (value instanceof String || value instanceof Enum<?>) {
            return ValueText.label(value);
        }
        throw wrongType(name, "a string");
    }

    /**
     * The value as a given type; a number may be asked for as {@code Integer}, {@code Long} or {@code Double} by the
     * rules of the other getters.
     *
     * @throws IllegalArgumentException if there is no such value or it is not of the type
     */
    public <T> T get(String name, Class<T> type) {
        Object value = assignment(name).value();
        if (!type.isInstance(value) && value instanceof Number) {
            if (type == Integer.class) {
                value = getInt(name);
            } else if (type == Long.class) {
                value = getLong(name);
            } else if (type == Double.class) {
                value = getDouble(name);
            }
        }
        if (!type.isInstance(value)) {
            throw wrongType(name, type.getName());
        }
        return type.cast(value);
    }

    /** Name to value, in the order of the space; unmodifiable. */
    public Map<String, Object> asMap() {
        return view(Assignment::value);
    }

    /**
     * Name to the text of the value, in the order of the space, for files; {@link SearchSpace#parse} reads it back.
     * Unmodifiable.
     */
    public Map<String, String> texts() {
        return view(Assignment::text);
    }

    /**
     * The canonical text, names sorted: {@code activation=RELU, batchSize=32, learningRate=0.001}. Strings that do not
     * read as a name are in double quotes, so that {@code 1} and {@code "1"} differ.
     */
    public String text() {
        return new TreeMap<>(assignments)
                .entrySet().stream()
                        .map(entry -> entry.getKey() + "=" + entry.getValue().text())
                        .collect(Collectors.joining(", "));
    }

    /** SHA-256 of {@link #text()} in UTF-8, in lower-case hexadecimal digits. */
    public String contentHash() {
        return CanonicalText.hash(text());
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Configuration configuration && texts().equals(configuration.texts());
    }

    @Override
    public int hashCode() {
        return texts().hashCode();
    }

    @Override
    public String toString() {
        return text();
    }

    @Nullable
    Assignment assignmentOrNull(String name) {
        return assignments.get(name);
    }

    @Nullable
    Object valueOrNull(String name) {
        Assignment assignment = assignments.get(name);
        return assignment == null ? null : assignment.value();
    }

    private Assignment assignment(String name) {
        Assignment assignment = assignments.get(Objects.requireNonNull(name, "name"));
        if (assignment == null) {
            throw new IllegalArgumentException("no active parameter '" + name + "'; there are " + names());
        }
        return assignment;
    }

    private Number number(String name, String wanted) {
        if (assignment(name).value() instanceof Number number) {
            return number;
        }
        throw wrongType(name, wanted);
    }

    private IllegalArgumentException wrongType(String name, String wanted) {
        Assignment assignment = assignment(name);
        return new IllegalArgumentException("'" + name + "' is not " + wanted + " but " + assignment.text() + " ("
                + assignment.value().getClass().getSimpleName() + ")");
    }

    private <T> Map<String, T> view(Function<Assignment, T> part) {
        Map<String, T> view = new LinkedHashMap<>();
        assignments.forEach((name, assignment) -> view.put(name, part.apply(assignment)));
        return Collections.unmodifiableMap(view);
    }
}
