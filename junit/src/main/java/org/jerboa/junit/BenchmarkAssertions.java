package org.jerboa.junit;

import org.jerboa.testkit.functions.Comparison;
import org.jerboa.tune.study.StudyResult;

/** Where assertions about benchmarks begin; for static import. */
public final class BenchmarkAssertions {

    private BenchmarkAssertions() {}

    public static ComparisonAssert assertThat(Comparison comparison) {
        return new ComparisonAssert(comparison);
    }

    public static StudyResultAssert assertThat(StudyResult<?> result) {
        return new StudyResultAssert(result);
    }
}
