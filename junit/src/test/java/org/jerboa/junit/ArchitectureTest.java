package org.jerboa.junit;

import java.util.stream.Stream;
import org.jerboa.testkit.architecture.ArchitectureRules;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class ArchitectureTest {

    /** It prints its tables, as a test does, and so is no mere library. */
    @TestFactory
    Stream<DynamicTest> obeysTheArchitecture() {
        return ArchitectureRules.forApplication("org.jerboa.junit");
    }
}
