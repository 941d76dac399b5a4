package org.jerboa.testkit.contract;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import java.lang.reflect.Method;
import java.util.Arrays;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Events;

/** Runs a contract's tests on a subject, as JUnit would, and tells how they went. */
final class Applied {

    private Applied() {}

    /** All tests of the contract. */
    static Events all(Class<?> subject) {
        return execute(selectClass(subject));
    }

    /**
     * One of them.
     *
     * @param subject extends the contract
     */
    static Events one(Class<?> subject, String test) {
        Method method = Arrays.stream(subject.getSuperclass().getDeclaredMethods())
                .filter(candidate -> candidate.getName().equals(test))
                .findFirst()
                .orElseThrow();
        return execute(selectMethod(subject, method));
    }

    private static Events execute(DiscoverySelector tests) {
        return EngineTestKit.engine("junit-jupiter").selectors(tests).execute().testEvents();
    }
}
