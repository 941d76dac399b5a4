package org.jerboa.transfer;

import java.util.stream.Stream;
import org.jerboa.testkit.architecture.ArchitectureRules;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class ArchitectureTest {

    @TestFactory
    Stream<DynamicTest> obeysTheArchitecture() {
        return ArchitectureRules.forLibrary("org.jerboa.transfer");
    }
}
