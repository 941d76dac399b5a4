package org.jerboa.tune.space;

import java.io.Serializable;
import java.util.List;

/**
 * When a parameter exists: the parent is itself active and its value passes the test. Immutable.
 *
 * <p>Conditions chain: a child of a child exists only while the whole chain of conditions holds.
 */
public sealed interface Condition extends Serializable {

    /** The name of the parameter that decides. */
    String parent();

    /**
     * The parent, which may be of any countable kind, has one of these values.
     *
     * @param values as given to {@code when}; within a {@link SearchSpace} the number or boolean for a parent's value
     *     of that kind without a label, and the label for any other
     */
    record OneOf(String parent, List<Object> values) implements Condition {

        public OneOf {
            values = List.copyOf(values);
            if (values.isEmpty()) {
                throw new IllegalArgumentException(
                        "a condition on '" + parent + "' needs at least one value that the parent may have");
            }
        }
    }

    /**
     * The parent, an {@link IntegerParameter}, lies within bounds.
     *
     * @param low the least value, inclusive
     * @param high the greatest value, inclusive
     */
    record Within(String parent, long low, long high) implements Condition {}

    /** Bounds on an integer parent, made by {@link Parameter#atLeast} and {@link Parameter#atMost}; both inclusive. */
    record Bounds(long low, long high) implements Serializable {}
}
