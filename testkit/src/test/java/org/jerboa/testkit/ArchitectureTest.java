package org.jerboa.testkit;

import java.util.stream.Stream;
import org.jerboa.testkit.architecture.ArchitectureRules;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class ArchitectureTest {

    @TestFactory
    Stream<DynamicTest> testkitObeysTheArchitecture() {
        return ArchitectureRules.forLibrary("org.jerboa.testkit");
    }

    // Here and not in tune-api, which comes before the testkit and cannot use it.
    @TestFactory
    Stream<DynamicTest> apiObeysTheArchitecture() {
        return ArchitectureRules.forLibrary("org.jerboa.tune");
    }
}
