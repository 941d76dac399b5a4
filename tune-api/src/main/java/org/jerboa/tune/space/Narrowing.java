package org.jerboa.tune.space;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Takes a part of a space: narrows parameters, and conditions with them. A child whose condition can hold no more is left
 * out, and so are its own children.
 *
 * <p>Conditions are not resolved anew: what stands in them is resolved already, and a label there may be the value of
 * another choice.
 */
final class Narrowing {

    private final LinkedHashMap<String, Parameter> left = new LinkedHashMap<>();

    private Narrowing() {}

    static LinkedHashMap<String, Parameter> of(SearchSpace whole, Map<String, String> bounds) {
        bounds.keySet().forEach(whole::parameter);
        Narrowing narrowing = new Narrowing();
        for (Parameter parameter : whole.parameters()) {
            narrowing.add(parameter, Optional.ofNullable(bounds.get(parameter.name())));
        }
        return narrowing.left;
    }

    private void add(Parameter parameter, Optional<String> bounds) {
        Condition condition = parameter.conditionOrNull();
        Parameter part = bounds.map(text -> narrowed(parameter, text)).orElse(parameter);
        if (condition == null) {
            left.put(part.name(), part);
            return;
        }
        Optional<Condition> holdsYet =
                Optional.ofNullable(left.get(condition.parent())).flatMap(parent -> under(condition, parent));
        if (holdsYet.isPresent()) {
            left.put(part.name(), part.withCondition(holdsYet.get()));
        } else if (bounds.isPresent()) {
            throw new IllegalArgumentException("'" + part.name() + "' cannot be narrowed to '" + bounds.get()
                    + "': nothing is left of it, as it exists only when " + CanonicalText.of(condition)
                    + ", which the other bounds rule out; leave it out, or widen those of '" + condition.parent()
                    + "'");
        }
    }

    private static Parameter narrowed(Parameter parameter, String text) {
        try {
            return parameter.narrowed(text.strip());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "'" + parameter.name() + "' (" + parameter.domain() + ") cannot be narrowed to '" + text + "': "
                            + e.getMessage(),
                    e);
        }
    }

    /** What a condition says of a narrowed parent; empty if it never holds. */
    private static Optional<Condition> under(Condition condition, Parameter parent) {
        if (condition instanceof Condition.OneOf oneOf) {
            List<Object> values = oneOf.values().stream()
                    .filter(token -> parent.hasText(ValueText.of(token)))
                    .toList();
            return values.isEmpty() ? Optional.empty() : Optional.of(new Condition.OneOf(oneOf.parent(), values));
        }
        Condition.Within within = (Condition.Within) condition;
        if (parent instanceof IntegerParameter integer) {
            return Conditions.isReachable(within, integer) ? Optional.of(within) : Optional.empty();
        }
        long value = (Long) ((FixedParameter) parent).value(); // an integer parameter that was pinned
        return value >= within.low() && value <= within.high()
                ? Optional.of(new Condition.OneOf(within.parent(), List.of(value)))
                : Optional.empty();
    }
}
