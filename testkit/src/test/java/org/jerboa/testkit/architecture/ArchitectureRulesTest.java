package org.jerboa.testkit.architecture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.util.stream.Stream;
import org.jerboa.data.fixture.Noisy;
import org.jerboa.mop.fixture.ExecutorThatKnowsATool;
import org.jerboa.search.fixture.SearcherThatSchedules;
import org.jerboa.tune.fixture.ApiWithLibrary;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

public class ArchitectureRulesTest {

    static Stream<Arguments> offenders() {
        return Stream.of(
                arguments(ArchitectureRules.API_STANDS_ALONE, ApiWithLibrary.class),
                arguments(ArchitectureRules.SEARCH_AND_DATA_SEE_NO_EXECUTOR, SearcherThatSchedules.class),
                arguments(ArchitectureRules.EXECUTOR_SEES_NO_ADAPTER, ExecutorThatKnowsATool.class),
                arguments(ArchitectureRules.ARROWS_POINT_TO_THE_API, SearcherThatSchedules.class),
                arguments(ArchitectureRules.ARROWS_POINT_TO_THE_API, ExecutorThatKnowsATool.class),
                arguments(ArchitectureRules.INTERNALS_STAY_INSIDE, SearcherThatSchedules.class),
                arguments(ArchitectureRules.PACKAGES_ARE_NULL_MARKED, Noisy.class),
                arguments(ArchitectureRules.NO_CONSOLE, Noisy.class),
                arguments(ArchitectureRules.NO_EXIT, Noisy.class),
                arguments(ArchitectureRules.NO_JAVA_UTIL_LOGGING, Noisy.class));
    }

    @ParameterizedTest
    @MethodSource("offenders")
    void refusesOffender(ArchRule rule, Class<?> offender) {
        assertThatThrownBy(() -> rule.check(new ClassFileImporter().importClasses(offender)))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining(offender.getName());
    }

    @Test
    void appliesEveryRuleToALibrary() {
        assertThat(ArchitectureRules.forLibrary("org.jerboa.testkit")).hasSize(9);
    }

    @Test
    void letsApplicationsPrintAndExit() {
        assertThat(ArchitectureRules.forApplication("org.jerboa.testkit")).hasSize(7);
    }

    @Test
    void rejectsPackageWithoutClasses() {
        assertThatThrownBy(() -> ArchitectureRules.forLibrary("org.jerboa.nowhere"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'org.jerboa.nowhere'");
    }
}
