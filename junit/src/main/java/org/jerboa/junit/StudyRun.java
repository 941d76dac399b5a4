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
 * Runs a study and hands its {@link org.jerboa.tune.study.StudyResult} to tests. On a class it runs once for all its tests,
 * on a method for that test.
 *
 * <pre>{@code
 * @StudyRun("digits")
 * class DigitsTest {
 *
 *     static Study<MultiLayerNetwork> digits() {
 *         return Study.of(SPACE, HANDLER).data(DATA).search(RandomSearch.trials(8).epochs(3)).maximize("accuracy").on(EXECUTOR);
 *     }
 *
 *     @Test
 *     void readsMostDigits(StudyResult<MultiLayerNetwork> result) {
 *         assertThat(result).isCompleted().hasBestAtLeast("accuracy", 0.9).hasEpochsAtMost(24);
 *     }
 * }
 * }</pre>
 *
 * <p>A table of its trials is printed and written to {@code target/benchmarks/}; {@link SearchBenchmark#FOLDER} puts it
 * elsewhere. The tag is {@value SearchBenchmark#TAG}. Models of a result are the test's to close.
 */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
@ExtendWith(StudyRunExtension.class)
@Tag(SearchBenchmark.TAG)
@Test
public @interface StudyRun {

    /** Name of a static method without parameters of the test class that returns a {@link org.jerboa.tune.study.Study}. */
    String value();
}
