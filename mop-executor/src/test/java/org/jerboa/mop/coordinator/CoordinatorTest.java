package org.jerboa.mop.coordinator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jerboa.tune.data.Split;
import org.jerboa.tune.random.RandomStreams;
import org.jerboa.tune.space.Configuration;
import org.jerboa.tune.spi.Decision;
import org.jerboa.tune.spi.Searcher;
import org.jerboa.tune.spi.TrainingSummary;
import org.jerboa.tune.spi.UnitCost;
import org.jerboa.tune.spi.UnitQuery;
import org.jerboa.tune.spi.UnitReport;
import org.jerboa.tune.study.StudyEvent;
import org.jerboa.tune.study.StudyException;
import org.jerboa.tune.study.StudyStatus;
import org.jerboa.tune.study.Trial;
import org.jerboa.tune.study.TrialStatus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds at every moment of every study; exclusivity and isolation are checked by the harness at each unit. */
class CoordinatorTest {

    private static final Supplier<Searcher> SIX = ScriptedSearcher.epochs(6, 3);

    private static RandomGenerator timing(long seed) {
        return RandomStreams.stream(seed, "timing");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void resultDoesNotDependOnTiming(long seed) {
        List<String> expected = new CoordinatorHarness(SIX).join("a").run().essence();

        CoordinatorHarness harness = new CoordinatorHarness(SIX).join("a", "b").join("c", 2);

        assertThat(harness.run(timing(seed)).essence()).as("seed %d", seed).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void everyTrialVisitsEveryShardOnceInEveryEpoch(long seed) {
        CoordinatorHarness harness =
                new CoordinatorHarness(SIX).join("a", "b", "c", "d").run(timing(seed));

        Map<String, List<Integer>> visits = new LinkedHashMap<>();
        for (StudyEvent.UnitTrained unit : harness.events(StudyEvent.UnitTrained.class)) {
            visits.computeIfAbsent(unit.trial() + " " + unit.epoch(), key -> new ArrayList<>())
                    .add(unit.shard());
        }
        assertThat(visits).hasSize(6 * 3);
        assertThat(visits.values()).allSatisfy(shards -> assertThat(shards).containsExactlyInAnyOrder(0, 1, 2, 3));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5, 6, 9})
    void noWorkerIsIdleWhileATrialCouldRun(int workers) {
        RandomGenerator timing = timing(workers);
        CoordinatorHarness harness = new CoordinatorHarness(SIX);
        for (int i = 0; i < workers; i++) {
            harness.join("worker-" + i);
        }
        while (harness.coordinator.activeTrials() > 0) {
            assertThat(harness.running()).hasSize(Math.min(workers, harness.coordinator.activeTrials()));
            harness.end(harness.running()
                    .get(timing.nextInt(harness.running().size()))
                    .query());
        }
    }

    @Test
    void aLateOrRepeatedReportChangesNothing() {
        CoordinatorHarness harness = new CoordinatorHarness(SIX).join("a", "b");
        UnitQuery lost = harness.unitOf(0);
        harness.leave("a");
        UnitReport late = trained(lost, "a");
        int lines = harness.journal.size();

        harness.coordinator.reported(late);

        assertThat(harness.journal).hasSize(lines);
        UnitReport first = harness.end(harness.running().get(0).query());
        lines = harness.journal.size();
        harness.coordinator.reported(first);
        assertThat(harness.journal).hasSize(lines);
        assertThat(harness.run().essence())
                .isEqualTo(new CoordinatorHarness(SIX).join("a").run().essence());
    }

    private static UnitReport trained(UnitQuery query, String worker) {
        return new UnitReport.Trained(
                query.ticket(), worker, new TrainingSummary(1, 1, 0.5), new UnitCost(1, 1, false, 0, 8));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void faultsThatPassAndWorkersThatComeAndGoLeaveNoTrace(long seed) {
        List<String> expected = new CoordinatorHarness(SIX).join("a").run().essence();
        RandomGenerator chance = RandomStreams.stream(seed, "chance");
        RandomGenerator timing = timing(seed);
        CoordinatorHarness harness = new CoordinatorHarness(SIX, 1000)
                .join("worker-0", "worker-1")
                .throwing(query -> chance.nextInt(10) == 0)
                .unreadable(query -> chance.nextInt(20) == 0)
                .unwritable(id -> chance.nextInt(5) == 0);
        int joined = 2;
        for (int step = 0; !harness.coordinator.hasEnded(); step++) {
            assertThat(step).as("steps, seed %d", seed).isLessThan(20_000);
            if (chance.nextInt(12) == 0) {
                harness.join("worker-" + joined++);
                harness.leave(
                        harness.running().isEmpty()
                                ? "worker-" + (joined - 2)
                                : harness.running().get(0).worker());
            }
            harness.end(harness.running()
                    .get(timing.nextInt(harness.running().size()))
                    .query());
        }
        assertThat(harness.essence()).as("seed %d", seed).isEqualTo(expected);
    }

    @Test
    void theLastWorkerTakesTheStudyWithIt() {
        CoordinatorHarness harness = new CoordinatorHarness(SIX).join("a", "b");
        harness.leave("a");

        assertThatThrownBy(() -> harness.leave("b"))
                .isInstanceOf(StudyException.class)
                .hasMessageContaining("'b'")
                .hasMessageContaining("pulled the plug");
    }

    @Test
    void theSearcherIsAskedBeforeItIsToldOfAnAddedTrial() {
        CoordinatorHarness harness = new CoordinatorHarness(SIX);
        harness.add(CoordinatorHarness.configuration(0.9));
        harness.join("a").run();

        assertThat(harness.coordinator.trials()).hasSize(7);
        assertThat(harness.trial(6).configuration()).isEqualTo(CoordinatorHarness.configuration(0.9));
        assertThat(harness.trial(6).epochs()).hasSize(3);
    }

    @Test
    void refusesAConfigurationThatIsNotOfTheSpace() {
        CoordinatorHarness harness = new CoordinatorHarness(() ->
                new ScriptedSearcher((ask, news) -> List.of(new Decision.Start(Configuration.of(Map.of("x", 1.5))))));

        assertThatThrownBy(() -> harness.join("a"))
                .isInstanceOf(StudyException.class)
                .hasMessageContaining("Start[configuration=x=1.5]")
                .hasMessageContaining("not of the search space");
        assertThat(harness.events(StudyEvent.Asked.class))
                .as("a journal that could not be read again")
                .isEmpty();
    }

    @Test
    void addingAfterTheSearchHasEndedComesTooLate() {
        CoordinatorHarness harness = new CoordinatorHarness(SIX).join("a");
        while (harness.running().get(0).query().split() != Split.TEST) {
            harness.end(harness.running().get(0).query());
        }
        assertThat(harness.add(CoordinatorHarness.configuration(0.9))).isFalse();
        assertThat(harness.stopTrial(3)).isFalse();
        assertThat(harness.stopTrial(99)).isFalse();
        harness.run();
        assertThat(harness.add(CoordinatorHarness.configuration(0.9))).isFalse();
        harness.coordinator.stop();

        assertThat(harness.coordinator.trials()).hasSize(6);
        assertThat(harness.coordinator.status()).isEqualTo(StudyStatus.COMPLETED);
    }

    @Test
    void whatThrowsAgainAndAgainFailsItsTrialAlone() {
        CoordinatorHarness harness = new CoordinatorHarness(SIX, 3)
                .join("a", "b")
                .throwing(query -> query.trial() == 2 && query.version() == 6)
                .run();

        assertThat(harness.trial(2).status()).isEqualTo(TrialStatus.FAILED);
        assertThat(harness.trial(2).epochs()).hasSize(1);
        assertThat(harness.events(StudyEvent.UnitFailed.class))
                .extracting(StudyEvent.UnitFailed::attempt)
                .containsExactly(1, 2, 3, 4);
        assertThat(harness.coordinator.trials()).extracting(Trial::status).contains(TrialStatus.COMPLETED);
        assertThat(harness.coordinator.status()).isEqualTo(StudyStatus.COMPLETED);
    }

    /** However often: a trial is not to blame for the members that leave a grid. */
    @Test
    void aModelThatIsLostWithItsWorkerIsNoFailureOfItsTrial() {
        int[] losses = {5};
        CoordinatorHarness harness = new CoordinatorHarness(SIX, 3)
                .join("a", "b")
                .bereaved(query -> query.trial() == 2 && query.version() == 6 && losses[0]-- > 0)
                .run();

        assertThat(harness.essence())
                .isEqualTo(new CoordinatorHarness(SIX, 3).join("a", "b").run().essence());
        assertThat(harness.events(StudyEvent.UnitFailed.class))
                .extracting(StudyEvent.UnitFailed::attempt)
                .containsExactly(0, 0, 0, 0, 0);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    void anAdaptiveSearchEndsWhateverIsDoneToItsTrials(long seed) {
        RandomGenerator chance = RandomStreams.stream(seed, "chance");
        RandomGenerator timing = timing(seed);
        CoordinatorHarness harness = new CoordinatorHarness(HalvingSearcher::new, 1)
                .join("a", "b", "c")
                .throwing(query -> chance.nextInt(8) == 0)
                .notANumber(query -> chance.nextInt(30) == 0)
                .unreadable(query -> chance.nextInt(20) == 0);
        while (!harness.coordinator.hasEnded()) {
            assertThat(harness.running()).as("seed %d", seed).isNotEmpty();
            if (chance.nextInt(10) == 0) {
                harness.stopTrial(chance.nextInt(7));
            }
            if (chance.nextInt(20) == 0 && harness.coordinator.trialCount() < 10) {
                harness.add(CoordinatorHarness.configuration(chance.nextDouble()));
            }
            if (!harness.running().isEmpty()) {
                harness.end(harness.running()
                        .get(timing.nextInt(harness.running().size()))
                        .query());
            }
        }
        assertThat(harness.coordinator.trials())
                .as("seed %d", seed)
                .allMatch(trial -> trial.status().isFinal());
    }
}
