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
 * Runs one study with each of several searches, once for each seed, and hands what came of it to tests as {@link StudyScores}.
 * Models are trained, where a {@link SearchBenchmark} plays functions. All searches get the same number of epochs: a study ends
 * with it.
 *
 * <pre>{@code
 * @StudyContest(study = "digits", score = "testError", epochs = 200)
 * class SearchesOnDigitsTest {
 *
 *     static Study<MultiLayerNetwork> digits(SearchAlgorithm search, long seed) {
 *         return Study.of(SPACE, HANDLER).data(DATA).search(search).maximize("accuracy").seed(seed).on(EXECUTOR);
 *     }
 *
 *     static double testError(StudyResult<?> result) {
 *         return 1 - result.best().testMetrics().get("accuracy");
 *     }
 *
 *     @Competitor
 *     static SearchAlgorithm random(int epochs) {
 *         return RandomSearch.trials(epochs / 10).epochs(10);
 *     }
 *
 *     @Test
 *     void readsMostDigits(StudyScores scores) {
 *         assertThat(scores.median("random")).isLessThan(0.1);
 *     }
 * }
 * }</pre>
 *
 * <p>The searches are the class's {@link Competitor} methods, which may take the number of epochs. The table is printed and, with
 * all scores, written to {@code target/benchmarks/} as text and CSV. The tag, {@link SearchBenchmark#SEEDS} and {@link
 * SearchBenchmark#FOLDER} are those of other benchmarks. Models of the results are not kept.
 */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
@ExtendWith(StudyContestExtension.class)
@Tag(SearchBenchmark.TAG)
@Test
public @interface StudyContest {

    /**
     * Name of a static method of the test class that takes a {@link org.jerboa.tune.spi.SearchAlgorithm} and a {@code long} seed
     * and returns a {@link org.jerboa.tune.study.Study}.
     */
    String study();

    /** Name of a static method that takes a {@link org.jerboa.tune.study.StudyResult} and returns a number; less is better. */
    String score();

    /** Epochs that all trials of a study train together. */
    int epochs();

    /** Names of the competitors that take part; all unless given. */
    String[] searches() default {};

    /** Studies of each search, with seeds 0, 1, 2, ... */
    int seeds() default 5;
}
