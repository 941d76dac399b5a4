package org.jerboa.mop.coordinator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jerboa.search.RandomSearch;
import org.jerboa.tune.metric.Objective;
import org.jerboa.tune.random.RandomStreams;
import org.jerboa.tune.space.Configuration;
import org.jerboa.tune.spi.CheckpointId;
import org.jerboa.tune.spi.SearchProblem;
import org.jerboa.tune.spi.Searcher;
import org.jerboa.tune.study.Command;
import org.jerboa.tune.study.Limits;
import org.jerboa.tune.study.StudyEvent;
import org.jerboa.tune.study.StudyStatus;
import org.jerboa.tune.study.Trial;
import org.jerboa.tune.study.TrialStatus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SteeringTest {

    private static final int EPOCHS = 3;

    private static Searcher four() {
        return RandomSearch.trials(4)
                .epochs(EPOCHS)
                .start(new SearchProblem(
                        CoordinatorHarness.SPACE, List.of(Objective.maximize(CoordinatorHarness.METRIC)), 5));
    }

    /** Steers once a trial has finished so many epochs. */
    private static CoordinatorHarness until(int trial, int epochs) {
        CoordinatorHarness harness = new CoordinatorHarness(SteeringTest::four).join("a", "b");
        while (harness.trial(trial).epochs().size() < epochs) {
            harness.end(harness.running().get(0).query());
        }
        return harness;
    }

    @Test
    void aPausedStudyBeginsNoUnitUntilItIsResumed() {
        CoordinatorHarness harness = until(0, 1);
        harness.coordinator.steer(new Command.PauseStudy());
        harness.running().forEach(unit -> harness.end(unit.query()));
        assertThat(harness.running()).isEmpty();
        assertThat(harness.coordinator.hasEnded()).isFalse();

        harness.coordinator.steer(new Command.ResumeStudy());
        harness.run();

        assertThat(harness.essence())
                .isEqualTo(new CoordinatorHarness(SteeringTest::four)
                        .join("a")
                        .run()
                        .essence());
    }

    @Test
    void aStoppedTrialGoesOnFromWhereItWasWhenItIsResumed() {
        CoordinatorHarness harness = until(1, 2);
        harness.coordinator.steer(new Command.StopTrial(1));
        assertThat(harness.trial(1).status()).isEqualTo(TrialStatus.STOPPED);
        harness.coordinator.steer(new Command.ResumeTrial(1, 1));
        harness.run();

        assertThat(harness.trial(1).status()).isEqualTo(TrialStatus.COMPLETED);
        Trial alone = new CoordinatorHarness(SteeringTest::four).join("a").run().trial(1);
        assertThat(harness.trial(1).epochs())
                .extracting(epoch -> epoch.metrics())
                .isEqualTo(alone.epochs().stream().map(epoch -> epoch.metrics()).toList());
    }

    @Test
    void aTrialMayHaveMoreEpochsThanItsSearchGaveIt() {
        CoordinatorHarness harness = until(2, EPOCHS);
        assertThat(harness.trial(2).status()).isEqualTo(TrialStatus.COMPLETED);

        harness.coordinator.steer(new Command.ResumeTrial(2, 2));
        harness.run();

        assertThat(harness.trial(2).epochs()).hasSize(EPOCHS + 2);
        assertThat(harness.trial(2).epochs())
                .extracting(epoch -> epoch.version())
                .containsExactly(4, 8, 12, 16, 20);
        assertThat(harness.trial(2).status()).isEqualTo(TrialStatus.COMPLETED);
    }

    @Test
    void aDeletedTrialIsNeverTheBestAndLeavesNoCheckpoint() {
        CoordinatorHarness quiet =
                new CoordinatorHarness(SteeringTest::four).join("a").run();
        int best = quiet.coordinator.bestTrial().orElseThrow();
        CoordinatorHarness harness = until(best, 2);

        harness.coordinator.steer(new Command.DeleteTrial(best));
        harness.run();

        assertThat(harness.coordinator.bestTrial()).isPresent().isNotEqualTo(quiet.coordinator.bestTrial());
        assertThat(harness.trial(best).status()).isEqualTo(TrialStatus.DELETED);
        assertThat(harness.store.keySet()).extracting(CheckpointId::trial).doesNotContain(best);
    }

    @Test
    void aCloneStartsFromItsParentsWeightsOrAnew() {
        CoordinatorHarness harness = until(0, 1);
        harness.coordinator.steer(new Command.CloneTrial(0, CoordinatorHarness.configuration(0.4), true));
        harness.coordinator.steer(new Command.CloneTrial(0, CoordinatorHarness.configuration(0.4), false));
        harness.run();

        assertThat(harness.trial(4).parent()).contains(0);
        assertThat(harness.trial(5).parent()).isEmpty();
        assertThat(harness.trial(4).epochs()).hasSize(EPOCHS);
        assertThat(harness.trial(5).epochs()).hasSize(EPOCHS);
        assertThat(harness.events(StudyEvent.TrialStarted.class).get(4).parentVersion())
                .isPositive();
    }

    @Test
    void drillingDownStopsWhatIsOutsideAndSearchesInside() {
        CoordinatorHarness harness = until(0, 1);
        harness.coordinator.steer(new Command.Focus(Map.of("x", "..0.5")));
        harness.run();

        List<Trial> trials = harness.coordinator.trials();
        assertThat(trials.subList(0, 4)).allSatisfy(trial -> {
            boolean inside = trial.configuration().getDouble("x") <= 0.5;
            assertThat(trial.status()).isEqualTo(inside ? TrialStatus.COMPLETED : TrialStatus.STOPPED);
        });
        assertThat(trials.subList(0, 4)).extracting(Trial::status).contains(TrialStatus.STOPPED);
        assertThat(trials.size()).isGreaterThan(4);
        assertThat(trials.subList(4, trials.size())).allSatisfy(trial -> {
            assertThat(trial.configuration().getDouble("x")).isLessThanOrEqualTo(0.5);
            assertThat(trial.status()).isEqualTo(TrialStatus.COMPLETED);
        });
    }

    @Test
    void aPartOfTheSpaceThatTheSearchCannotGoOnInIsRefused() {
        CoordinatorHarness harness = CoordinatorHarness.of(
                        RandomSearch.trials(4).where("x is low", configuration -> configuration.getDouble("x") < 0.4))
                .join("a", "b");
        int lines = harness.journal.size();

        assertThatThrownBy(() -> harness.coordinator.steer(new Command.Focus(Map.of("x", "0.5.."))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("cannot go on within {x=0.5..}")
                .hasMessageContaining("x is low");

        assertThat(harness.journal).hasSize(lines);
        harness.run();
        assertThat(harness.coordinator.trials()).hasSize(4).allMatch(trial -> trial.status() == TrialStatus.COMPLETED);
        assertThat(harness.coordinator.status()).isEqualTo(StudyStatus.COMPLETED);
    }

    /** All trials wait for an epoch when the search begins anew, and it may start no others: it is told of them, and asked. */
    @Test
    void aSearchThatTakesOverNothingButWaitingTrialsGoesOn() {
        CoordinatorHarness harness = CoordinatorHarness.with(
                        SteeringTest::four, Policy.usual(), Limits.none().trials(4), Optional.empty())
                .join("a", "b", "c", "d");
        harness.coordinator.steer(new Command.PauseStudy());
        while (!harness.running().isEmpty()) {
            harness.end(harness.running().get(0).query());
        }
        harness.coordinator.steer(new Command.ResumeStudy());
        while (harness.coordinator.trials().stream()
                .anyMatch(trial -> trial.epochs().isEmpty())) {
            harness.end(harness.running().get(0).query());
            harness.coordinator.steer(new Command.PauseStudy());
            while (!harness.running().isEmpty()) {
                harness.end(harness.running().get(0).query());
            }
            if (harness.coordinator.trials().stream()
                    .anyMatch(trial -> trial.epochs().isEmpty())) {
                harness.coordinator.steer(new Command.ResumeStudy());
            }
        }

        harness.coordinator.steer(new Command.Focus(Map.of("x", "0..1")));
        harness.coordinator.steer(new Command.ResumeStudy());
        harness.run();

        assertThat(harness.coordinator.trials()).hasSize(4).allMatch(trial -> trial.status() == TrialStatus.COMPLETED);
    }

    @Test
    void whatCannotBeDoneIsRefusedAndChangesNothing() {
        CoordinatorHarness harness = until(0, 1);
        int lines = harness.journal.size();
        List<Command> impossible = List.of(
                new Command.StopTrial(99),
                new Command.ResumeTrial(0, 1),
                new Command.CloneTrial(-1, CoordinatorHarness.configuration(0.1), false),
                new Command.AddTrial(Configuration.of(Map.of("y", 1.0))),
                new Command.Focus(Map.of("x", "7..9")));
        for (Command command : impossible) {
            assertThatThrownBy(() -> harness.coordinator.steer(command))
                    .as("%s", command)
                    .isInstanceOf(IllegalArgumentException.class);
        }
        assertThat(harness.journal).hasSize(lines);
    }

    /** Steered at random, killed after any line: every resumption ends as the study that was not killed. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void asSteeredSoResumed(long seed) {
        CoordinatorHarness whole = until(0, 1);
        whole.coordinator.steer(new Command.StopTrial(1));
        whole.coordinator.steer(new Command.CloneTrial(0, CoordinatorHarness.configuration(0.3), false));
        whole.coordinator.steer(new Command.ResumeTrial(1, 2));
        whole.coordinator.steer(new Command.DeleteTrial(2));
        int steered = whole.journal.size();
        whole.run(RandomStreams.stream(seed, "timing"));

        for (int lines = steered; lines < whole.journal.size(); lines++) {
            CoordinatorHarness resumed = CoordinatorHarness.resumed(
                    SteeringTest::four, whole.journal.subList(0, lines), new TreeMap<>(whole.storeAt(lines - 1)));
            if (!resumed.coordinator.hasEnded()) {
                resumed.join("c", "d").run(RandomStreams.stream(seed, "again", lines));
            }
            assertThat(resumed.essence()).as("seed %d, line %d", seed, lines).isEqualTo(whole.essence());
            assertThat(resumed.coordinator.status()).isEqualTo(StudyStatus.COMPLETED);
        }
    }
}
