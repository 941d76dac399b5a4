package org.jerboa.tune.space;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Ties each condition to its parent: checks it when a space is made and evaluates it on values. */
final class Conditions {

    private Conditions() {}

    /** The parameters by name, with conditions checked and in the form that {@link Condition.OneOf} promises. */
    static LinkedHashMap<String, Parameter> resolved(List<? extends Parameter> parameters) {
        if (parameters.isEmpty()) {
            throw new IllegalArgumentException("a search space needs at least one parameter");
        }
        LinkedHashMap<String, Parameter> byName = new LinkedHashMap<>();
        for (Parameter parameter : parameters) {
            Objects.requireNonNull(parameter, "a parameter of a search space must not be null");
            Condition condition = parameter.conditionOrNull();
            Parameter resolved = condition == null
                    ? parameter
                    : parameter.withCondition(resolve(parameter, condition, byName, parameters));
            if (byName.put(parameter.name(), resolved) != null) {
                throw new IllegalArgumentException(
                        "two parameters are named '" + parameter.name() + "'; rename or remove one");
            }
        }
        return byName;
    }

    static boolean isActive(Parameter parameter, Map<String, Configuration.Assignment> parents) {
        Condition condition = parameter.conditionOrNull();
        if (condition == null) {
            return true;
        }
        Configuration.Assignment parent = parents.get(condition.parent());
        return parent != null && holds(condition, parent.value(), parent.text());
    }

    /** Compares texts, as the value of a choice may have come through serialisation without an equals of its own. */
    static boolean holds(Condition condition, Object parentValue, String parentText) {
        if (condition instanceof Condition.Within within) {
            long value = (Long) parentValue;
            return value >= within.low() && value <= within.high();
        }
        return ((Condition.OneOf) condition)
                .values().stream().map(ValueText::of).anyMatch(parentText::equals);
    }

    private static Condition resolve(
            Parameter child, Condition condition, Map<String, Parameter> declared, List<? extends Parameter> all) {
        String where = "'" + child.name() + "' depends on '" + condition.parent() + "', ";
        Parameter parent = declared.get(condition.parent());
        if (parent == null) {
            boolean later = all.stream().anyMatch(other -> other.name().equals(condition.parent()));
            throw new IllegalArgumentException(where
                    + (later
                            ? "which is declared after it; declare the parent first"
                            : "which is not in the space; there are "
                                    + all.stream().map(Parameter::name).toList()));
        }
        if (parent instanceof RealParameter) {
            throw new IllegalArgumentException(
                    where + "which is real; a parent must be categorical, boolean, ordinal, integer or fixed");
        }
        return condition instanceof Condition.Within within
                ? checkReachable(where, within, parent)
                : withTokens(where, (Condition.OneOf) condition, parent);
    }

    private static Condition checkReachable(String where, Condition.Within within, Parameter parent) {
        if (!(parent instanceof IntegerParameter integer)) {
            throw new IllegalArgumentException(
                    where + "which is not an integer parameter; atLeast and atMost need one, name its values instead");
        }
        if (!isReachable(within, integer)) {
            throw new IllegalArgumentException(where + "but " + CanonicalText.of(within) + " never holds for "
                    + integer.domain() + "; correct the bound");
        }
        return within;
    }

    /** Whether the parent has a value for which it holds. */
    static boolean isReachable(Condition.Within within, IntegerParameter parent) {
        long least = Math.max(within.low(), parent.low());
        long onGrid =
                least <= parent.high() ? least + Math.floorMod(parent.low() - least, parent.step()) : Long.MAX_VALUE;
        return onGrid <= Math.min(within.high(), parent.high());
    }

    private static Condition withTokens(String where, Condition.OneOf oneOf, Parameter parent) {
        List<Object> tokens = oneOf.values().stream()
                .map(value -> {
                    try {
                        return parent.token(parent.coerce(value));
                    } catch (IllegalArgumentException e) {
                        throw new IllegalArgumentException(where + "which cannot have it: " + e.getMessage(), e);
                    }
                })
                .distinct()
                .toList();
        return new Condition.OneOf(oneOf.parent(), tokens);
    }
}
