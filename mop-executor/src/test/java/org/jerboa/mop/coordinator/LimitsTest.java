package org.jerboa.mop.coordinator;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jerboa.search.RandomSearch;
import org.jerboa.tune.metric.Objective;
import org.jerboa.tune.spi.CheckpointId;
import org.jerboa.tune.spi.SearchProblem;
import org.jerboa.tune.spi.Searcher;
import org.jerboa.tune.spi.UnitQuery;
import org.jerboa.tune.study.Command;
import org.jerboa.tune.study.EarlyStopping;
import org.jerboa.tune.study.Limits;
import org.jerboa.tune.study.StudyEvent;
import org.jerboa.tune.study.StudyStatus;
import org.jerboa.tune.study.TrialStatus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What ends units, trials and searches though the search algorithm would go on. */
class LimitsTest {

    private static final Duration MINUTE = Duration.ofMinutes(1);

    private static Searcher six() {
        return RandomSearch.trials(6)
                .epochs(5)
                .start(new SearchProblem(
                        CoordinatorHarness.SPACE, List.of(Objective.maximize(CoordinatorHarness.METRIC)), 5));
    }

    private static CoordinatorHarness limited(Limits limits) {
        return CoordinatorHarness.with(LimitsTest::six, Policy.usual(), limits, Optional.empty());
    }

    @Test
    void noMoreTrialsAreStartedThanAllowed() {
        CoordinatorHarness harness =
                limited(Limits.none().trials(2)).join("a", "b").run();

        assertThat(harness.coordinator.trials()).hasSize(2).allMatch(trial -> trial.status() == TrialStatus.COMPLETED);
    }

    @Test
    void anAddedTrialBeyondTheLimitIsRefused() {
        CoordinatorHarness harness = limited(Limits.none().trials(2)).join("a");

        assertThat(harness.add(CoordinatorHarness.configuration(0.5))).isFalse();
        assertThat(harness.steer(new Command.CloneTrial(0, CoordinatorHarness.configuration(0.5), false)))
                .isFalse();
    }

    @Test
    void theSearchEndsWithTheLastEpochAllowed() {
        CoordinatorHarness harness =
                limited(Limits.none().epochs(7)).join("a", "b").run();

        assertThat(harness.coordinator.tally().epochs()).isEqualTo(7);
        assertThat(harness.coordinator.status()).isEqualTo(StudyStatus.COMPLETED);
        assertThat(harness.coordinator.tested()).isPresent();
        assertThat(harness.events(StudyEvent.SearchEnded.class))
                .extracting(event -> event.reason().orElse("none"))
                .containsExactly("the study's limit of 7 epochs was reached");
    }

    @Test
    void theSearchEndsWhenItsTimeIsUp() {
        CoordinatorHarness harness = limited(Limits.none().time(MINUTE)).join("a", "b");
        assertThat(harness.alarms).containsExactly(MINUTE.toNanos());

        harness.now = MINUTE.toNanos() - 1;
        harness.coordinator.tick();
        assertThat(harness.events(StudyEvent.SearchEnded.class)).isEmpty();
        harness.now++;
        harness.coordinator.tick();
        harness.run();

        assertThat(harness.events(StudyEvent.SearchEnded.class)).hasSize(1);
        assertThat(harness.coordinator.status()).isEqualTo(StudyStatus.COMPLETED);
    }

    @Test
    void aTrialThatGetsNoBetterEndsAndItsBestEpochStands() {
        CoordinatorHarness harness = CoordinatorHarness.with(
                        LimitsTest::six, Policy.usual(), Limits.none(), Optional.of(EarlyStopping.patience(1)))
                .join("a", "b")
                .run();

        Objective objective = Objective.maximize(CoordinatorHarness.METRIC);
        assertThat(harness.coordinator.trials()).allSatisfy(trial -> {
            int last = trial.epochs().size() - 1;
            int best = trial.best(objective).orElseThrow().epoch();
            if (trial.status() == TrialStatus.STOPPED) {
                assertThat(best).isEqualTo(last - 1);
                assertThat(trial.cause())
                        .hasValueSatisfying(cause -> assertThat(cause).contains("not improved"));
            } else {
                assertThat(last).isEqualTo(4);
            }
        });
        assertThat(harness.coordinator.trials()).anyMatch(trial -> trial.status() == TrialStatus.STOPPED);
    }

    @Test
    void aUnitThatDoesNotEndIsCancelledAndRunAgainAndItsWorkerGivenUp() {
        CoordinatorHarness harness = CoordinatorHarness.with(
                        LimitsTest::six, Policy.usual().unitTimeout(MINUTE), Limits.none(), Optional.empty())
                .join("stuck", "sound");
        CoordinatorHarness.Running stuck = harness.running().get(0);
        harness.coordinator.started(stuck.query().ticket());

        harness.now = MINUTE.toNanos();
        harness.coordinator.tick();
        assertThat(harness.cancelled).containsExactly(stuck.query().ticket());
        assertThat(harness.events(StudyEvent.UnitFailed.class))
                .singleElement()
                .satisfies(failed -> assertThat(failed.retried()).isTrue());
        assertThat(harness.abandoned).isEmpty();

        harness.now = 2 * MINUTE.toNanos();
        harness.coordinator.tick();
        assertThat(harness.abandoned).containsExactly("stuck");
        harness.leave("stuck");
        harness.run();

        CoordinatorHarness quiet =
                new CoordinatorHarness(LimitsTest::six).join("a").run();
        assertThat(harness.essence()).isEqualTo(quiet.essence());
    }

    /** Its report crosses the order to cancel it. What it stored is not counted, and not left behind. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whatAUnitStoresThatWasCancelledWhenItHadJustEndedDoesNotCount(boolean trialFails) {
        boolean[] broken = new boolean[1];
        CoordinatorHarness harness = CoordinatorHarness.with(
                        LimitsTest::six, Policy.usual().unitTimeout(MINUTE), Limits.none(), Optional.empty())
                .throwing(query -> broken[0] && query.trial() == 0)
                .join("a");
        CheckpointId stored = new CheckpointId(0, 4);
        while (!harness.running().get(0).query().result().equals(stored)) {
            harness.end(harness.running().get(0).query());
        }
        UnitQuery late = harness.running().get(0).query();
        harness.coordinator.started(late.ticket());
        harness.now = MINUTE.toNanos();
        harness.coordinator.tick();
        harness.report(late);
        harness.commit(stored);

        assertThat(harness.store).containsKey(stored);
        assertThat(harness.events(StudyEvent.CheckpointCommitted.class)).noneMatch(event -> event.trial() == 0);
        broken[0] = trialFails;
        harness.run();
        assertThat(harness.events(StudyEvent.CheckpointCommitted.class))
                .filteredOn(event -> event.trial() == 0 && event.version() == 4)
                .hasSize(trialFails ? 0 : 1);
        if (trialFails) {
            assertThat(harness.store.keySet()).noneMatch(id -> id.trial() == 0);
        } else {
            assertThat(harness.essence())
                    .isEqualTo(new CoordinatorHarness(LimitsTest::six)
                            .join("a")
                            .run()
                            .essence());
        }
    }
}
