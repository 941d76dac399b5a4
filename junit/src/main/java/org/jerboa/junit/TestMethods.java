package org.jerboa.junit;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.platform.commons.support.HierarchyTraversalMode;
import org.junit.platform.commons.support.ReflectionSupport;

/** The static methods of a test class, its superclasses and those it is nested in, which give what a benchmark plays with. */
record TestMethods(Class<?> testClass) {

    /** Those that pass, each name once: a class's own before those of classes around it. */
    List<Method> all(Predicate<Method> wanted) {
        List<Method> found = new ArrayList<>();
        for (Class<?> type = testClass; type != null; type = type.getEnclosingClass()) {
            for (Method method : ReflectionSupport.findMethods(type, wanted, HierarchyTraversalMode.TOP_DOWN)) {
                if (found.stream().noneMatch(other -> other.getName().equals(method.getName()))) {
                    found.add(method);
                }
            }
        }
        return found;
    }

    /** The result of the method of that name without parameters. */
    <T> T call(String name, Class<T> type) {
        Method method = all(one -> one.getName().equals(name) && one.getParameterCount() == 0).stream()
                .findFirst()
                .orElseThrow(() -> new ExtensionConfigurationException("no method '" + name + "' without parameters in "
                        + testClass.getName() + "; add one that is static and returns a " + type.getSimpleName()));
        return call(method, type);
    }

    /** The number that a static method returns. */
    double number(Method method, Object... arguments) {
        return (double) result(method, double.class, arguments);
    }

    /** The result of a static method. */
    <T> T call(Method method, Class<T> type, Object... arguments) {
        return type.cast(result(method, type, arguments));
    }

    private static Object result(Method method, Class<?> type, Object... arguments) {
        if (!Modifier.isStatic(method.getModifiers()) || !type.isAssignableFrom(method.getReturnType())) {
            throw new ExtensionConfigurationException(
                    "method " + method + " must be static and return a " + type.getSimpleName());
        }
        Object result = ReflectionSupport.invokeMethod(method, null, arguments);
        if (result == null) {
            throw new ExtensionConfigurationException(
                    "method " + method + " returned null in place of a " + type.getSimpleName());
        }
        return result;
    }
}
