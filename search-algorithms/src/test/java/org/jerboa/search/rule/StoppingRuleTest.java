package org.jerboa.search.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jerboa.search.Asha;
import org.jerboa.search.Hyperband;
import org.jerboa.search.Play;
import org.jerboa.search.RandomSearch;
import org.jerboa.search.history.History;
import org.jerboa.search.history.TrialRecord;
import org.jerboa.tune.metric.Objective;
import org.jerboa.tune.spi.SearchProblem;
import org.junit.jupiter.api.Test;

class StoppingRuleTest {

    private final History history = new History(new SearchProblem(Play.SPACE, List.of(Objective.maximize("m")), 1));

    private TrialRecord trial(int number, double... values) {
        TrialRecord trial = history.begin(number, Play.SPACE.decode(new double[] {0.5, number / 1000.0}));
        for (double value : values) {
            history.epochFinished(trial, Map.of("m", value));
        }
        return trial;
    }

    /** Means over two epochs: 0.2, 0.3, 0.4, 0.5, 0.6, and the median 0.4. Maximised: below it is behind. */
    @Test
    void theMedianRuleComparesTheBestSoFarWithTheMedianOfRunningMeans() {
        for (int i = 0; i < 5; i++) {
            trial(i, 0.1 + 0.1 * i, 0.3 + 0.1 * i);
        }
        PercentileRule rule = PercentileRule.median();

        assertThat(rule.ends(trial(10, 0.39, 0.0), 2, history)).isTrue();
        assertThat(rule.ends(trial(11, 0.41, 0.0), 2, history)).isFalse();
        assertThat(rule.ends(trial(12, Double.NaN, Double.NaN), 2, history)).isTrue();
    }

    @Test
    void theMedianRuleGivesGraceAndWantsEnoughOthers() {
        for (int i = 0; i < 5; i++) {
            trial(i, 0.5, 0.5);
        }
        TrialRecord bad = trial(10, 0.1, 0.1);

        assertThat(PercentileRule.median().ends(bad, 2, history)).isTrue();
        assertThat(PercentileRule.median().afterEpochs(3).ends(bad, 2, history)).isFalse();
        assertThat(PercentileRule.median().minTrials(6).ends(bad, 2, history)).isFalse();
    }

    @Test
    void aTrialThatIsAsGoodAsTheMedianGoesOn() {
        for (int i = 0; i < 6; i++) {
            trial(i, 0.5);
        }
        assertThat(PercentileRule.median().ends(trial(10, 0.5), 1, history)).isFalse();
        for (int i = 20; i < 40; i++) {
            trial(i, Double.NaN);
        }
        assertThat(PercentileRule.median().ends(trial(11, Double.NaN), 1, history))
                .as("all others are as bad")
                .isFalse();
    }

    /** Losses -1 to -100: the tenth percentile, interpolated, is -90.1. */
    @Test
    void keepsTheBestTenPercent() {
        for (int i = 1; i <= 100; i++) {
            trial(i, i);
        }
        PercentileRule rule = PercentileRule.keepBest(10);

        assertThat(rule.ends(trial(200, 90), 1, history)).isTrue();
        assertThat(rule.ends(trial(201, 91), 1, history)).isFalse();
    }

    @Test
    void theThresholdRuleKnowsTheDirection() {
        ThresholdRule rule = ThresholdRule.notReached(0.6, 2);

        assertThat(rule.ends(trial(0, 0.1), 1, history)).isFalse();
        assertThat(rule.ends(trial(1, 0.1, 0.5), 2, history)).isTrue();
        assertThat(rule.ends(trial(2, 0.7, 0.5), 2, history)).isFalse();
        assertThat(rule.ends(trial(3, 0.1, Double.NaN), 2, history)).isTrue();
    }

    @Test
    void patienceWantsTheRuleToHoldForEpochsInARow() {
        StoppingRule rule = ThresholdRule.notReached(0.6, 1).patience(3);

        assertThat(rule.ends(trial(0, 0.1, 0.2), 2, history)).isFalse();
        assertThat(rule.ends(trial(1, 0.1, 0.2, 0.3), 3, history)).isTrue();
        assertThat(rule.describe()).isEqualTo("threshold(0.6, afterEpochs=1).patience(3)");
    }

    @Test
    void endsTrialsOfAnySearch() {
        Play.Losses losses = (trial, epoch, c) -> Optional.of((double) trial);
        ThresholdRule rule = ThresholdRule.notReached(4.5, 2);

        Play random = Play.of(RandomSearch.trials(8).epochs(5).stopWhen(rule), Play.SPACE, losses, 3, 1)
                .run();
        assertThat(random.epochs.values()).containsExactly(5, 5, 5, 5, 5, 2, 2, 2);
        assertThat(random.with(Play.End.STOPPED)).containsExactly(5, 6, 7);

        // Brackets 9@1 3@3 1@9 | 3@3 1@9 | 3@9, of which the last two, trials 9 to 14, are all beyond the threshold.
        Play hyperband = Play.of(Hyperband.maxEpochs(9).stopWhen(rule), Play.SPACE, losses, 3, 1)
                .run();
        assertThat(hyperband.epochs.values()).containsExactly(9, 3, 3, 1, 1, 1, 1, 1, 1, 2, 2, 2, 2, 2, 2);

        // At 1 epoch 9 of 27 may go up, and one that is ended gives its place to the next: so all others go up to be
        // ended.
        // They count as the worst of those that came to 3 epochs, where again 9 of 27 may go up, and 5 are left.
        Play asha = Play.of(Asha.maxEpochs(9).trials(27).stopWhen(rule), Play.SPACE, losses, 3, 1)
                .run();
        assertThat(asha.epochs)
                .hasSize(27)
                .allSatisfy((trial, epochs) ->
                        assertThat(epochs).as("epochs of trial %d", trial).isEqualTo(trial < 5 ? 9 : 2));
        assertThat(asha.with(Play.End.STOPPED))
                .containsExactlyElementsOf(IntStream.range(5, 27).boxed().toList());
    }

    @Test
    void areNamedInTheDescription() {
        assertThat(RandomSearch.trials(8)
                        .epochs(5)
                        .stopWhen(PercentileRule.median())
                        .describe())
                .contains("stopWhen=[percentile(50.0, afterEpochs=1, minTrials=5)]");
    }

    @Test
    void refuseSettingsThatMakeNoSense() {
        assertThatThrownBy(() -> PercentileRule.keepBest(100)).hasMessageContaining("percentile (100.0)");
        assertThatThrownBy(() -> PercentileRule.median().afterEpochs(0)).hasMessageContaining("grace (0");
        assertThatThrownBy(() -> ThresholdRule.notReached(Double.NaN, 1)).hasMessageContaining("threshold (NaN)");
        assertThatThrownBy(() -> ThresholdRule.notReached(1, 0)).hasMessageContaining("afterEpochs (0)");
        assertThatThrownBy(() -> PercentileRule.median().patience(0)).hasMessageContaining("patience (0");
    }
}
