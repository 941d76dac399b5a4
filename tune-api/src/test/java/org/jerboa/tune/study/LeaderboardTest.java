package org.jerboa.tune.study;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jerboa.tune.metric.Objective;
import org.jerboa.tune.space.Configuration;
import org.junit.jupiter.api.Test;

class LeaderboardTest {

    private static final Objective ACCURACY = Objective.maximize("accuracy");

    @Test
    void alignsTrialsUnderTheirHeader() {
        List<Trial> ranking = List.of(
                trial(17, TrialStatus.COMPLETED, Optional.empty(), 0.5, 0.983333, 0.9),
                trial(3, TrialStatus.STOPPED, Optional.empty(), 0.97),
                trial(4, TrialStatus.FAILED, Optional.of("no memory")));

        assertThat(Leaderboard.of(ranking, ACCURACY, 10)).isEqualTo("""
                rank  trial  status     best epoch  accuracy  configuration
                   1     17  COMPLETED           1    0.9833  units=17
                   2      3  STOPPED             0      0.97  units=3
                   3      4  FAILED              -         -  units=4
                """);
    }

    @Test
    void showsTheFirstRowsOnly() {
        List<Trial> ranking = IntStream.range(0, 30)
                .mapToObj(id -> trial(id, TrialStatus.COMPLETED, Optional.empty(), 1 - id / 100.0))
                .toList();

        assertThat(Leaderboard.of(ranking, ACCURACY, 10).lines()).hasSize(11);
    }

    @Test
    void showsAllTrialsByNumberWithWhatTheyCameFrom() {
        Trial clone = new Trial(
                12,
                Configuration.of(Map.of("units", 12)),
                1,
                TrialStatus.RUNNING,
                Optional.of(3),
                4,
                List.of(),
                Optional.empty());
        List<Trial> trials = List.of(trial(3, TrialStatus.STOPPED, Optional.empty(), 0.5, 0.97, 0.9), clone);

        assertThat(Leaderboard.byNumber(trials, ACCURACY)).isEqualTo("""
                trial  from  status   epochs  best epoch  accuracy  configuration
                    3        STOPPED       3           1      0.97  units=3
                   12     3  RUNNING       0           -         -  units=12
                """);
    }

    @Test
    void namesTheCausesOfBrokenTrialsAndCountsTheRest() {
        List<Trial> ranking = List.of(
                trial(0, TrialStatus.COMPLETED, Optional.empty(), 0.9),
                trial(1, TrialStatus.DIVERGED, Optional.of("loss is NaN\nat epoch 2")),
                trial(2, TrialStatus.FAILED, Optional.empty()),
                trial(3, TrialStatus.FAILED, Optional.of("again")));

        assertThat(Leaderboard.broken(ranking, 2)).isEqualTo("""
                trial 1 DIVERGED: loss is NaN at epoch 2 (units=1)
                trial 2 FAILED: no cause given (units=2)
                and 1 more
                """);
        assertThat(Leaderboard.broken(ranking.subList(0, 1), 2)).isEmpty();
    }

    @Test
    void roundsForPeopleAndKeepsIntegersWhole() {
        Configuration configuration = Configuration.of(Map.of("x", 123456789L));

        assertThat(ShortText.of(configuration)).isEqualTo("x=123456789");
        assertThat(ShortText.of(Configuration.of(Map.of("x", 0.000012345)))).isEqualTo("x=1.23e-05");
        assertThat(ShortText.metric(0)).isEqualTo("0");
        assertThat(ShortText.metric(-1234.56)).isEqualTo("-1235");
        assertThat(ShortText.metric(Double.NaN)).isEqualTo("NaN");
    }

    private static Trial trial(int id, TrialStatus status, Optional<String> cause, double... accuracies) {
        List<EpochResult> epochs = IntStream.range(0, accuracies.length)
                .mapToObj(epoch -> new EpochResult(epoch, 4 * (epoch + 1), Map.of("accuracy", accuracies[epoch]), 0.1))
                .toList();
        return new Trial(id, Configuration.of(Map.of("units", id)), 1, status, Optional.empty(), 0, epochs, cause);
    }
}
