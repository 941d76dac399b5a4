package org.jerboa.junit;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import org.jerboa.testkit.functions.Contender;
import org.jerboa.testkit.functions.TestFunction;
import org.jerboa.tune.spi.SearchAlgorithm;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;

/** The searches that a test class names. */
record Competitors(TestMethods methods) {

    /** @param names those that take part; all, if there are none */
    List<Contender> chosen(String[] names) {
        List<Contender> all = methods.all(method -> method.isAnnotationPresent(Competitor.class)).stream()
                .map(this::contender)
                .toList();
        List<Contender> chosen = all.stream()
                .filter(contender -> names.length == 0 || List.of(names).contains(contender.name()))
                .toList();
        if (chosen.isEmpty() || chosen.size() < names.length) {
            throw new ExtensionConfigurationException("searches " + Arrays.toString(names) + " of "
                    + methods.testClass().getName() + ": its @Competitor methods are " + all
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

    private static Object argument(Method method, Class<?> type, TestFunction function, int trials) {
        if (type == int.class) {
            return trials;
        }
        if (type == TestFunction.class) {
            return function;
        }
        throw new ExtensionConfigurationException("competitor " + method + " asks for a " + type.getSimpleName()
                + "; there are the number of trials (int) and the TestFunction");
    }
}
