package org.jerboa.samples;

import static org.assertj.core.api.Assertions.assertThat;

import org.jerboa.junit.StudyContest;
import org.jerboa.junit.StudyScores;

/**
 * All searches of the samples on the digits: the table of {@code docs/algorithms.md}. No test: it runs only when it is named, as in
 *
 * <pre>mvn -pl samples -am test -Dtest=SearchesOnDigitsReport -Dsurefire.failIfNoSpecifiedTests=false</pre>
 */
class SearchesOnDigitsReport extends SearchesOnDigits {

    @StudyContest(study = "digits", score = "testError", epochs = 216, seeds = 5)
    void atEqualEpochs(StudyScores scores) {
        assertThat(scores.runs()).hasSize(6 * 5);
    }
}
