package org.jerboa.testkit.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/**
 * The layering of Jerboa as rules that fail a build: arrows point towards {@code org.jerboa.tune}, and nobody reaches into
 * another module's {@code internal} packages.
 *
 * <p>A module applies all of them with one test factory:
 *
 * <pre>{@code
 * class ArchitectureTest {
 *     @TestFactory
 *     Stream<DynamicTest> obeysTheArchitecture() {
 *         return ArchitectureRules.forLibrary("org.jerboa.search");
 *     }
 * }
 * }</pre>
 *
 * <p>The rules look at compiled production classes (not at tests), and each names the packages it is about, so that all
 * of them can be applied to every module.
 */
public final class ArchitectureRules {

    /** The contracts carry no library: whoever implements them inherits nothing but annotations. */
    public static final ArchRule API_STANDS_ALONE = classes()
            .that()
            .resideInAPackage("org.jerboa.tune..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("org.jerboa.tune..", "java..", "javax..", "org.jspecify..")
            .because("handlers and backends are written against it without inheriting anybody's libraries")
            .allowEmptyShould(true);

    /** A search algorithm never sees how trials are trained; neither does a source of data. */
    public static final ArchRule SEARCH_AND_DATA_SEE_NO_EXECUTOR = noClasses()
            .that()
            .resideInAnyPackage("org.jerboa.search..", "org.jerboa.data..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "org.jerboa.mop..",
                    "org.jerboa.dl4j..",
                    "org.jerboa.hazelcast..",
                    "org.nd4j..",
                    "org.deeplearning4j..",
                    "com.hazelcast..")
            .because("the same searcher runs live, in simulation and in replay, on any tool and backend")
            .allowEmptyShould(true);

    /** The executor reaches tools through handlers, grids through worker pools, and algorithms through searchers. */
    public static final ArchRule EXECUTOR_SEES_NO_ADAPTER = noClasses()
            .that()
            .resideInAPackage("org.jerboa.mop..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "org.jerboa.search..",
                    "org.jerboa.dl4j..",
                    "org.jerboa.hazelcast..",
                    "org.nd4j..",
                    "org.deeplearning4j..",
                    "com.hazelcast..")
            .because("adapters depend on the executor and not the other way round")
            .allowEmptyShould(true);

    /** Between Jerboa's own modules, only the arrows of the architecture picture. */
    public static final ArchRule ARROWS_POINT_TO_THE_API =
            classes().should(new PointTowardsTheApi()).allowEmptyShould(true);

    /** What a module keeps in an {@code internal} package is used by that module alone. */
    public static final ArchRule INTERNALS_STAY_INSIDE =
            classes().should(new KeepOutOfForeignInternals()).allowEmptyShould(true);

    /** Every package promises non-null by default, which is what makes the null checks of the build reach it. */
    public static final ArchRule PACKAGES_ARE_NULL_MARKED =
            classes().should(new ResideInNullMarkedPackage()).allowEmptyShould(true);

    /** A library writes to loggers, not to its host's console. */
    public static final ArchRule NO_CONSOLE = NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS.allowEmptyShould(true);

    /** A library does not end its host. */
    public static final ArchRule NO_EXIT = noClasses()
            .should()
            .callMethod(System.class, "exit", int.class)
            .orShould()
            .callMethod(Runtime.class, "exit", int.class)
            .orShould()
            .callMethod(Runtime.class, "halt", int.class)
            .because("the JVM belongs to the application")
            .allowEmptyShould(true);

    /** One logging API: SLF4J's. */
    public static final ArchRule NO_JAVA_UTIL_LOGGING = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAPackage("java.util.logging..")
            .because("an application configures one logging API")
            .allowEmptyShould(true);

    private static final List<ArchRule> LAYERING = List.of(
            API_STANDS_ALONE,
            SEARCH_AND_DATA_SEE_NO_EXECUTOR,
            EXECUTOR_SEES_NO_ADAPTER,
            ARROWS_POINT_TO_THE_API,
            INTERNALS_STAY_INSIDE,
            PACKAGES_ARE_NULL_MARKED,
            NO_JAVA_UTIL_LOGGING);

    private ArchitectureRules() {}

    /**
     * The rules for a module that others build on.
     *
     * @param rootPackage the module's root package, such as {@code org.jerboa.search}
     * @return one test a rule, over the production classes below the root package
     * @throws IllegalArgumentException if the class path holds no class there
     */
    public static Stream<DynamicTest> forLibrary(String rootPackage) {
        List<ArchRule> rules = new ArrayList<>(LAYERING);
        rules.add(NO_CONSOLE);
        rules.add(NO_EXIT);
        return tests(rules, rootPackage);
    }

    /**
     * The rules for a module with a main method of its own, which may print and exit.
     *
     * @param rootPackage the module's root package, such as {@code org.jerboa.samples}
     * @return one test a rule, over the production classes below the root package
     * @throws IllegalArgumentException if the class path holds no class there
     */
    public static Stream<DynamicTest> forApplication(String rootPackage) {
        return tests(LAYERING, rootPackage);
    }

    private static Stream<DynamicTest> tests(List<ArchRule> rules, String rootPackage) {
        JavaClasses imported = new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages(rootPackage);
        if (imported.isEmpty()) {
            // Every rule would hold for want of a class to break it.
            throw new IllegalArgumentException("no production class below package '" + rootPackage
                    + "' on the class path; give the module's own root package");
        }
        return rules.stream().map(rule -> DynamicTest.dynamicTest(rule.getDescription(), () -> rule.check(imported)));
    }
}
