package org.jerboa.search;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jerboa.tune.space.Configuration;

/** Constraints that must all hold, each with a name that stands for it. Immutable. */
final class NamedConstraints implements Constraint {

    static final NamedConstraints NONE = new NamedConstraints(List.of());

    private final List<Named> all;

    private record Named(String name, Constraint constraint) implements Serializable {}

    private NamedConstraints(List<Named> all) {
        this.all = List.copyOf(all);
    }

    /** @throws IllegalArgumentException if the name is blank, of several lines, or taken */
    NamedConstraints and(String name, Constraint constraint) {
        boolean taken = all.stream().anyMatch(named -> named.name.equals(name));
        if (name.isBlank() || name.lines().count() > 1 || taken) {
            throw new IllegalArgumentException(
                    "name '" + name
                            + "' of a constraint must be one line, not blank and not taken; say in it what the constraint says");
        }
        List<Named> more = new ArrayList<>(all);
        more.add(new Named(name, constraint));
        return new NamedConstraints(more);
    }

    @Override
    public boolean allows(Configuration configuration) {
        return all.stream().allMatch(named -> named.constraint.allows(configuration));
    }

    boolean isEmpty() {
        return all.isEmpty();
    }

    @Override
    public String toString() {
        return all.stream().map(named -> "'" + named.name + "'").collect(Collectors.joining(", ", "[", "]"));
    }
}
