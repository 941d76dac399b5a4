package org.jerboa.testkit.architecture;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;

/** Uses classes of those Jerboa modules only that {@link JerboaModule} grants. */
public final class PointTowardsTheApi extends ArchCondition<JavaClass> {

    PointTowardsTheApi() {
        super("use only those Jerboa modules that lie between theirs and the API");
    }

    @Override
    public void check(JavaClass type, ConditionEvents events) {
        JerboaModule.of(type)
                .ifPresent(own ->
                        type.getDirectDependenciesFromSelf().forEach(dependency -> report(own, dependency, events)));
    }

    private static void report(JerboaModule own, Dependency dependency, ConditionEvents events) {
        boolean granted =
                JerboaModule.of(dependency.getTargetClass()).map(own::mayUse).orElse(true);
        if (!granted) {
            events.add(SimpleConditionEvent.violated(dependency, dependency.getDescription()));
        }
    }
}
