package org.jerboa.arbiter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.deeplearning4j.arbiter.optimize.api.termination.MaxCandidatesCondition;
import org.deeplearning4j.arbiter.optimize.runner.CandidateInfo;
import org.deeplearning4j.arbiter.scoring.impl.TestSetLossScoreFunction;
import org.jerboa.search.Hyperband;
import org.jerboa.search.Tpe;
import org.jerboa.tune.spi.SearchAlgorithm;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(600)
class SearchCandidateGeneratorTest {

    private static final TestSetLossScoreFunction LOSS = new TestSetLossScoreFunction();

    /** 60 candidates drawn at random have their best 0.006 off in the median, as 1 - (1 - 2 * 0.0057)^60 = 1/2, and TPE learns where it is. */
    @Test
    void tpeCloseToTheBestOfAFunction() {
        var runner = numbers(Tpe.trials(60).epochs(1), 60);
        assertThat(runner.numCandidatesCompleted()).isEqualTo(60);
        assertThat(runner.bestScore()).isLessThan(0.006);
        List<CandidateInfo> infos = runner.getCandidateStatus();
        long close = infos.subList(30, 60).stream()
                .filter(info -> info.getScore() < 0.1)
                .count();
        assertThat(close).as("a fifth of random ones would be as close").isGreaterThan(15);
    }

    @Test
    void sameSeedSameCandidates() {
        assertThat(numbers(Tpe.trials(20).epochs(1), 20).getCandidateStatus())
                .extracting(CandidateInfo::getScore)
                .isEqualTo(numbers(Tpe.trials(20).epochs(1), 20).getCandidateStatus().stream()
                        .map(CandidateInfo::getScore)
                        .toList());
    }

    private static JerboaOptimizationRunner numbers(SearchAlgorithm algorithm, int candidates) {
        var generator = new SearchCandidateGenerator(algorithm, Spaces.numbers(), LOSS);
        var runner = new JerboaOptimizationRunner(
                Searches.base(generator, new MaxCandidatesCondition(candidates)).build(),
                Searches.scores(value -> Math.abs(value - 0.3)));
        runner.execute();
        return runner;
    }

    @Test
    void endsWhenTheSearchDoes() {
        var runner = numbers(Tpe.trials(5).epochs(1), 100);
        assertThat(runner.numCandidatesCompleted()).isEqualTo(5);
        assertThat(runner.endReason().orElseThrow()).startsWith("the candidate generator has no more candidates");
    }

    @Test
    void overNetworksWithSeveralAtOnceAndFailures() {
        var generator = new SearchCandidateGenerator(Tpe.trials(6).epochs(1), Spaces.sequential(), LOSS);
        var good = Searches.base(generator, new MaxCandidatesCondition(10))
                .dataSource(Points.class, null)
                .build();
        var runner = new JerboaOptimizationRunner(2, good);
        runner.execute();
        assertThat(runner.numCandidatesCompleted()).isEqualTo(6);
        var failing = new SearchCandidateGenerator(Tpe.trials(6).epochs(1), Spaces.sequential(), LOSS);
        var broken = Searches.base(failing, new MaxCandidatesCondition(10))
                .dataSource(Points.class, Points.throwing("train", "exception"))
                .build();
        var fails = new JerboaOptimizationRunner(2, broken);
        fails.execute();
        assertThat(fails.numCandidatesFailed()).isEqualTo(6);
    }

    @Test
    void choicesAreTheSpacesOwn() {
        // Learning rate, l2 and units are quantiles, the activation is one of two: 2 points each, 16 in all.
        var flat = new FlatSpace(Spaces.sequential());
        assertThat(flat.space().gridSize(2)).isEqualTo(16);
    }

    @Test
    void refusesSearchesThatTrainOnAndOn() {
        assertThatThrownBy(() -> numbers(Hyperband.maxEpochs(9), 100))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("epochs(1)");
    }
}
