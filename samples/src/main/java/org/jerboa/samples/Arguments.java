package org.jerboa.samples;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The arguments of a tool: words, {@code --flags}, and {@code --options VALUE} or {@code --options=VALUE}. */
final class Arguments {

    private final List<String> words = new ArrayList<>();
    private final Set<String> flags = new HashSet<>();
    private final Map<String, String> values = new HashMap<>();

    /**
     * @param knownFlags with their dashes
     * @param knownOptions with their dashes
     * @throws UsageException if an option is unknown or given twice, or its value is missing
     */
    Arguments(List<String> arguments, Set<String> knownFlags, Set<String> knownOptions) {
        Deque<String> rest = new ArrayDeque<>(arguments);
        while (!rest.isEmpty()) {
            String argument = rest.remove();
            int equals = argument.indexOf('=');
            if (!argument.startsWith("--")) {
                words.add(argument);
            } else if (knownFlags.contains(argument)) {
                flags.add(argument);
            } else if (equals > 0 && knownOptions.contains(argument.substring(0, equals))) {
                value(argument.substring(0, equals), argument.substring(equals + 1));
            } else if (knownOptions.contains(argument)) {
                if (rest.isEmpty() || rest.element().startsWith("--")) {
                    throw new UsageException(argument + " needs a value");
                }
                value(argument, rest.remove());
            } else {
                throw new UsageException("unknown option '" + argument + "'");
            }
        }
    }

    private void value(String option, String value) {
        if (values.putIfAbsent(option, value) != null) {
            throw new UsageException(option + " is given twice; leave one out");
        }
    }

    List<String> words() {
        return words;
    }

    boolean has(String flag) {
        return flags.contains(flag);
    }

    Optional<String> value(String option) {
        return Optional.ofNullable(values.get(option));
    }

    /** @throws UsageException if it is given and no whole number within the bounds, both inclusive */
    long number(String option, long low, long high, long otherwise) {
        return value(option).map(value -> number(option, value, low, high)).orElse(otherwise);
    }

    static long number(String what, String value, long low, long high) {
        try {
            long number = Long.parseLong(value);
            if (number >= low && number <= high) {
                return number;
            }
        } catch (NumberFormatException e) {
            // said below
        }
        throw new UsageException(what + " (" + value + ") must be a whole number from " + low + " to " + high);
    }
}
