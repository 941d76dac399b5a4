package org.jerboa.benchmarks.search;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jerboa.tune.space.Condition;
import org.jerboa.tune.space.IntegerParameter;
import org.jerboa.tune.space.Parameter;
import org.jerboa.tune.space.RealParameter;
import org.jerboa.tune.space.SearchSpace;

/** A search space as {@code optuna_player.py} reads it: a parameter each, parents before children, choices by their texts. */
final class OptunaSpace {

    private OptunaSpace() {}

    static List<Map<String, Object>> of(SearchSpace space) {
        List<Map<String, Object>> parameters = new ArrayList<>();
        for (Parameter parameter : space.axes()) {
            Map<String, Object> entry = new LinkedHashMap<>();
            entry.put("name", parameter.name());
            describe(parameter, entry);
            parameter.condition().ifPresent(condition -> entry.put("when", when(condition, space)));
            parameters.add(entry);
        }
        return parameters;
    }

    /** Whether every parameter is a number that always exists, as CMA-ES has it. */
    static boolean isFlatAndNumeric(SearchSpace space) {
        return space.axes().stream()
                .allMatch(parameter -> (parameter instanceof RealParameter || parameter instanceof IntegerParameter)
                        && parameter.condition().isEmpty());
    }

    private static void describe(Parameter parameter, Map<String, Object> entry) {
        if (parameter instanceof RealParameter real) {
            range("float", real.low(), real.high(), real.isLog(), entry);
            real.step().ifPresent(step -> entry.put("step", step));
        } else if (parameter instanceof IntegerParameter integer) {
            range("int", integer.low(), integer.high(), integer.isLog(), entry);
            entry.put("step", integer.step());
        } else {
            entry.put("type", "choice");
            entry.put(
                    "choices",
                    parameter.gridValues(1).stream().map(parameter::text).toList());
        }
    }

    private static void range(String type, Number low, Number high, boolean log, Map<String, Object> entry) {
        entry.put("type", type);
        entry.put("low", low);
        entry.put("high", high);
        entry.put("log", log);
    }

    private static Map<String, Object> when(Condition condition, SearchSpace space) {
        Parameter parent = space.parameter(condition.parent());
        if (condition instanceof Condition.Within within) {
            return Map.of("parent", within.parent(), "low", within.low(), "high", within.high());
        }
        Condition.OneOf oneOf = (Condition.OneOf) condition;
        return Map.of(
                "parent",
                oneOf.parent(),
                "in",
                oneOf.values().stream().map(parent::text).toList());
    }
}
