package org.jerboa.junit;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jerboa.testkit.functions.Contender;
import org.jerboa.testkit.functions.TestFunction;
import org.jerboa.tune.spi.SearchAlgorithm;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;

/** The searches that a test class names. */
record Competitors(TestMethods methods) {

    /** @param names those that take part; all, if there are none */
    List<Contender> chosen(String[] names) {
        return named(names).stream().map(this::contender).toList();
    }

    /** The searches for a study of so many epochs, by name. */
    Map<String, SearchAlgorithm> of(String[] names, int epochs) {
        Map<String, SearchAlgorithm> searches = new LinkedHashMap<>();
        for (Method method : named(names)) {
            Object[] arguments = Arrays.stream(method.getParameterTypes())
                    .map(type -> argument(method, type, null, epochs))
                    .toArray();
            searches.put(method.getName(), methods.call(method, SearchAlgorithm.class, arguments));
        }
        return searches;
    }

    private List<Method> named(String[] names) {
        List<Method> all = methods.all(method -> method.isAnnotationPresent(Competitor.class));
        List<Method> chosen = all.stream()
                .filter(method -> names.length == 0 || List.of(names).contains(method.getName()))
                .toList();
        if (chosen.isEmpty() || chosen.size() < names.length) {
            throw new ExtensionConfigurationException("searches " + Arrays.toString(names) + " of "
                    + methods.testClass().getName() + ": its @Competitor methods are "
                    + all.stream().map(Method::getName).toList()
                    + "; add a static one that returns a SearchAlgorithm for each");
        }
        return chosen;
    }

    private Contender contender(Method method) {
        return new Contender(
                method.getName(),
                (function, trials) -> methods.call(method, SearchAlgorithm.class, arguments(method, function, trials)));
    }

    private static Object[] arguments(Method method, TestFunction function, int trials) {
        return Arrays.stream(method.getParameterTypes())
                .map(type -> argument(method, type, function, trials))
                .toArray();
    }

    private static Object argument(Method method, Class<?> type, @Nullable TestFunction function, int trials) {
        if (type == int.class) {
            return trials;
        }
        if (type == TestFunction.class && function != null) {
            return function;
        }
        throw new ExtensionConfigurationException("competitor " + method + " asks for a " + type.getSimpleName()
                + "; there is the number of trials or epochs (int)"
                + (function == null ? "" : ", and the TestFunction"));
    }
}
