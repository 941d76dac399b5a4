/**
 * Comparisons of searches and runs of studies as JUnit 5 tests: {@link org.jerboa.junit.SearchBenchmark}, {@link
 * org.jerboa.junit.StudyContest} and {@link org.jerboa.junit.StudyRun} run them and hand their results to tests, {@link org.jerboa.junit.BenchmarkAssertions} says
 * what should have come of them.
 */
@NullMarked
package org.jerboa.junit;

import org.jspecify.annotations.NullMarked;
