package org.jerboa.samples;

import static org.assertj.core.api.Assertions.assertThat;

import org.jerboa.junit.StudyContest;
import org.jerboa.junit.StudyScores;
import org.junit.jupiter.api.Test;

/**
 * Random search, TPE and ASHA on the digits: how a project holds searches against each other on its own data. The table is printed
 * and lies in {@code target/benchmarks}. Two seeds show that all of them find a network that reads digits, not which is
 * best; {@link SearchesOnDigitsReport} has all searches and more seeds.
 */
@StudyContest(
        study = "digits",
        score = "testError",
        epochs = 108,
        seeds = 2,
        searches = {"random", "tpe", "asha"})
class SearchesOnDigitsTest extends SearchesOnDigits {

    @Test
    void allFindANetworkThatReadsDigits(StudyScores scores) {
        assertThat(scores.searches()).containsExactlyInAnyOrder("random", "tpe", "asha");
        assertThat(scores.runs()).hasSize(3 * 2).allSatisfy(run -> {
            assertThat(run.epochs()).as("%s", run).isEqualTo(108);
            assertThat(run.score()).as("%s", run).isLessThan(0.15);
        });
    }
}
