package org.jerboa.samples;

import java.util.stream.Stream;
import org.jerboa.testkit.architecture.ArchitectureRules;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class ArchitectureTest {

    @TestFactory
    Stream<DynamicTest> obeysTheArchitecture() {
        return ArchitectureRules.forApplication("org.jerboa.samples");
    }
}
