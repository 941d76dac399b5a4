package org.jerboa.testkit.architecture;

import com.tngtech.archunit.core.domain.JavaClass;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/** A module of Jerboa as its root package shows it, with the modules whose classes it may use. */
public enum JerboaModule {
    TUNE("tune"),
    TESTKIT("testkit", TUNE),
    DATA("data", TUNE),
    SEARCH("search", TUNE),
    JUNIT("junit", TUNE, TESTKIT),
    MOP("mop", TUNE),
    HAZELCAST("hazelcast", TUNE, MOP),
    DL4J("dl4j", TUNE, DATA),
    ARBITER("arbiter", TUNE, DATA, SEARCH, MOP, DL4J),
    TRANSFER("transfer", TUNE, DATA, MOP, DL4J),
    SAMPLES("samples", TUNE, DATA, SEARCH, MOP, HAZELCAST, DL4J, ARBITER, TRANSFER),
    BENCHMARKS("benchmarks", TUNE, TESTKIT, DATA, SEARCH, MOP, HAZELCAST, DL4J, ARBITER, TRANSFER);

    private static final String PREFIX = "org.jerboa.";

    private final String rootPackage;
    private final Set<JerboaModule> uses;

    JerboaModule(String name, JerboaModule... uses) {
        this.rootPackage = PREFIX + name;
        this.uses = Set.of(uses);
    }

    /** The module of a class, or empty for a class from elsewhere (of the JDK, of a library). */
    static Optional<JerboaModule> of(JavaClass type) {
        return Arrays.stream(values())
                .filter(module -> module.holds(type.getBaseComponentType().getPackageName()))
                .findFirst();
    }

    boolean mayUse(JerboaModule other) {
        return this == other || uses.contains(other);
    }

    private boolean holds(String packageName) {
        return packageName.equals(rootPackage) || packageName.startsWith(rootPackage + ".");
    }
}
