package org.jerboa.junit;

import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.util.Optional;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.platform.commons.support.AnnotationSupport;

/**
 * Resolves a parameter by running what the annotation of the method, or else of the class, says. What a class says is run
 * once: its result is kept with the class. A run that failed is not tried again.
 *
 * @param <A> the annotation
 * @param <R> what its running gives
 */
abstract class BenchmarkExtension<A extends Annotation, R> implements ParameterResolver {

    private final Class<A> annotation;
    private final Class<?> resultType;

    /** A result, or why there is none. */
    private record Outcome(Object resultOrFailure) {}

    BenchmarkExtension(Class<A> annotation, Class<?> resultType) {
        this.annotation = annotation;
        this.resultType = resultType;
    }

    abstract R run(A settings, TestMethods methods, ExtensionContext context);

    abstract void report(R result, BenchmarkFiles files);

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == resultType;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        ExtensionContext owner = context;
        while (settings(owner).isEmpty()) {
            owner = owner.getParent().orElseThrow();
        }
        ExtensionContext of = owner;
        // The store of a method shows what its class keeps, too: the key says whose outcome it is.
        Outcome outcome = of.getStore(Namespace.create(annotation))
                .getOrComputeIfAbsent(of.getUniqueId(), key -> outcome(of), Outcome.class);
        if (outcome.resultOrFailure() instanceof RuntimeException failure) {
            throw failure;
        }
        return outcome.resultOrFailure();
    }

    private Outcome outcome(ExtensionContext owner) {
        try {
            TestMethods methods = new TestMethods(owner.getRequiredTestClass());
            R result = run(settings(owner).orElseThrow(), methods, owner);
            report(result, BenchmarkFiles.of(owner));
            return new Outcome(result);
        } catch (RuntimeException failure) {
            return new Outcome(failure);
        }
    }

    private Optional<A> settings(ExtensionContext context) {
        Optional<AnnotatedElement> element = context.getElement();
        return element.isPresent() ? AnnotationSupport.findAnnotation(element.get(), annotation) : Optional.empty();
    }
}
