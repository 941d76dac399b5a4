package org.jerboa.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Lets searches play test functions and hands the {@link org.jerboa.testkit.functions.Comparison} to tests. On a class it is
 * played once for all its tests, on a method for that test.
 *
 * <pre>{@code
 * @SearchBenchmark(functions = {"branin2", "cond3"}, seeds = 20)
 * class MySearchTest {
 *
 *     @Competitor
 *     static SearchAlgorithm random(int trials) {
 *         return RandomSearch.trials(trials).epochs(1);
 *     }
 *
 *     @Competitor
 *     static SearchAlgorithm mine(int trials) {
 *         return MySearch.trials(trials);
 *     }
 *
 *     @Test
 *     void beatsRandom(Comparison comparison) {
 *         assertThat(comparison).search("mine").on("cond3").isClearlyBetterThan("random");
 *     }
 * }
 * }</pre>
 *
 * <p>The searches are the class's {@link Competitor} methods. The table is printed and, with all scores, written to {@code
 * target/benchmarks/} as text, CSV and JSON. The same settings give the same scores, however many threads play.
 *
 * <p>Tests so annotated have the tag {@value #TAG}, by which slow ones can be left out. Two configuration parameters of JUnit
 * (a system property does, or {@code junit-platform.properties}) hold for all: {@value #SEEDS}, in place of {@link #seeds},
 * and {@value #FOLDER}, in place of {@code target/benchmarks}.
 */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
@ExtendWith(SearchBenchmarkExtension.class)
@Tag(SearchBenchmark.TAG)
@Test
public @interface SearchBenchmark {

    /** The tag of all benchmarks. */
    String TAG = "benchmark";

    /** Configuration parameter: how many seeds, for a quick look or a thorough one. */
    String SEEDS = "jerboa.benchmark.seeds";

    /** Configuration parameter: where tables go. */
    String FOLDER = "jerboa.benchmark.folder";

    /**
     * Names of functions: of {@link org.jerboa.testkit.functions.TestFunctions}, or of static methods without parameters of
     * the test class that return a {@link org.jerboa.testkit.functions.TestFunction}.
     */
    String[] functions();

    /** Names of the competitors that take part; all unless given. */
    String[] searches() default {};

    /** Studies of each search on each function, with seeds 0, 1, 2, ... */
    int seeds() default 20;

    /** Trials of a study, or epochs if the function is a curve; the function's own unless given. */
    int budget() default 0;

    /** Trials that train at a time, on a virtual clock. */
    int slots() default 1;
}
