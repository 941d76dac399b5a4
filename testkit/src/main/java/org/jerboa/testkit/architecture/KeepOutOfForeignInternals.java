package org.jerboa.testkit.architecture;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.Arrays;
import java.util.Optional;

/** Uses no class of an {@code internal} package of another Jerboa module. */
public final class KeepOutOfForeignInternals extends ArchCondition<JavaClass> {

    KeepOutOfForeignInternals() {
        super("keep out of the internal packages of other modules");
    }

    @Override
    public void check(JavaClass type, ConditionEvents events) {
        for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
            JavaClass target = dependency.getTargetClass().getBaseComponentType();
            boolean foreign = JerboaModule.of(target)
                    .filter(module -> !JerboaModule.of(type).equals(Optional.of(module)))
                    .isPresent();
            if (foreign && isInternal(target)) {
                events.add(SimpleConditionEvent.violated(dependency, dependency.getDescription()));
            }
        }
    }

    private static boolean isInternal(JavaClass type) {
        return Arrays.asList(type.getPackageName().split("\\.", -1)).contains("internal");
    }
}
