package org.jerboa.mop.coordinator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jerboa.tune.data.Split;
import org.jerboa.tune.metric.MetricAccumulator;
import org.jerboa.tune.spi.CheckpointId;
import org.jerboa.tune.spi.Decision;
import org.jerboa.tune.spi.Searcher;
import org.jerboa.tune.spi.TrialEvent;
import org.jerboa.tune.spi.UnitQuery;
import org.jerboa.tune.study.EpochResult;
import org.jerboa.tune.study.StudyEvent;
import org.jerboa.tune.study.StudyStatus;
import org.jerboa.tune.study.TrialStatus;
import org.junit.jupiter.api.Test;

/** How a study ends: the best model is stored and tested, whatever went wrong on the way. */
class FinishingTest {

    private static final Supplier<Searcher> THREE = ScriptedSearcher.epochs(3, 3);

    private static int bestTrial() {
        return new CoordinatorHarness(THREE)
                .join("a")
                .run()
                .coordinator
                .bestTrial()
                .orElseThrow();
    }

    private static List<String> undisturbed() {
        return new CoordinatorHarness(THREE).join("a").run().essence();
    }

    private static StudyEvent.Tested tested(CoordinatorHarness harness) {
        return harness.coordinator.tested().orElseThrow();
    }

    @Test
    void aTrialThatBreaksAfterTheBestEpochOfAllIsNotTheBest() {
        int favourite = bestTrial();

        CoordinatorHarness harness = new CoordinatorHarness(THREE)
                .join("a", "b")
                .throwing(query -> query.trial() == favourite && query.epoch() == 2)
                .hopeless(trial -> trial != favourite)
                .run();

        assertThat(harness.trial(favourite).status()).isEqualTo(TrialStatus.FAILED);
        int best = harness.coordinator.bestTrial().orElseThrow();
        assertThat(best).isNotEqualTo(favourite);
        assertThat(tested(harness).trial()).isEqualTo(best);
    }

    @Test
    void theBestOfBrokenTrialsIsBestIfThereIsNoOther() {
        CoordinatorHarness harness = new CoordinatorHarness(THREE)
                .join("a", "b")
                .throwing(query -> query.epoch() == 1)
                .run();

        assertThat(harness.coordinator.bestTrial()).isPresent();
        assertThat(harness.coordinator.bestValue()).isNotNaN();
    }

    /** A trial is stopped between two shards of a validation, and turns out the best by an earlier epoch. */
    @Test
    void aHalfFinishedValidationDoesNotGetIntoTheTest() {
        CoordinatorHarness harness = CoordinatorHarness.sharded(ScriptedSearcher.epochs(1, 3), 4, 3, 2)
                .join("a");
        while (!(harness.unitOf(0).epoch() == 1 && harness.unitOf(0).kind() == UnitQuery.Kind.EVALUATE)) {
            harness.end(0);
        }
        harness.end(0);
        assertThat(harness.unitOf(0).shard()).as("second validation shard").isEqualTo(1);
        harness.stopTrial(0);
        harness.run();

        CoordinatorHarness calm = CoordinatorHarness.sharded(ScriptedSearcher.epochs(1, 1), 4, 3, 2)
                .join("a")
                .run();
        assertThat(tested(harness)).isEqualTo(tested(calm));
    }

    @Test
    void anEvaluationOnTheTestSplitIsTriedAgain() {
        int[] failures = new int[1];
        CoordinatorHarness harness = new CoordinatorHarness(THREE, 2)
                .join("a")
                .throwing(query -> query.split() == Split.TEST && failures[0]++ < 2)
                .run();

        assertThat(harness.essence()).isEqualTo(undisturbed());
    }

    @Test
    void aTestThatKeepsFailingEndsTheStudyWithoutOne() {
        CoordinatorHarness harness = new CoordinatorHarness(THREE, 2)
                .join("a")
                .throwing(query -> query.split() == Split.TEST)
                .run();

        assertThat(harness.coordinator.tested()).isEmpty();
        assertThat(harness.coordinator.status()).isEqualTo(StudyStatus.COMPLETED);
        assertThat(harness.events(StudyEvent.UnitFailed.class)).hasSize(3);
    }

    @Test
    void theBestVersionIsMadeAgainIfItCouldNotBeStored() {
        CheckpointId best = new CheckpointId(
                bestTrial(),
                tested(new CoordinatorHarness(THREE).join("a").run()).version());
        int[] refused = new int[1];
        CoordinatorHarness harness = new CoordinatorHarness(THREE)
                .join("a", "b")
                .unwritable(id -> id.equals(best) && refused[0]++ < 2)
                .run();

        assertThat(refused[0]).isEqualTo(3);
        assertThat(harness.store).containsKey(best);
        assertThat(harness.essence()).isEqualTo(undisturbed());
    }

    @Test
    void theBestVersionIsMadeAgainThoughUnitsOfThatFailAndModelsGetLost() {
        CheckpointId best = new CheckpointId(
                bestTrial(),
                tested(new CoordinatorHarness(THREE).join("a").run()).version());
        int[] counts = new int[3];
        CoordinatorHarness harness = new CoordinatorHarness(THREE, 2)
                .join("a", "b")
                .unwritable(id -> id.equals(best) && counts[0]++ == 0)
                .throwing(query -> counts[0] > 0 && isLastOf(query, best) && counts[1]++ == 0)
                .unreadable(query -> counts[1] > 0 && isLastOf(query, best) && counts[2]++ == 0)
                .run();

        assertThat(counts).isEqualTo(new int[] {2, 2, 2});
        assertThat(harness.essence()).isEqualTo(undisturbed());
    }

    /** A trial that is not the best ends while its best version is on its way to the store; then its worker dies. */
    @Test
    void theBestVersionOfEachTrialIsMadeAgainIfItsWorkerTookItAlong() {
        CoordinatorHarness undisturbed = new CoordinatorHarness(THREE).join("a").run();
        CoordinatorHarness harness = new CoordinatorHarness(THREE).join("a").join("b");
        CheckpointId lost = bestOf(otherThan(bestTrial()));
        String worker = endButForCommit(harness, lost);

        harness.leave(worker);
        harness.run();

        assertThat(harness.store).isEqualTo(undisturbed.store);
        assertThat(harness.essence()).isEqualTo(undisturbed());
    }

    @Test
    void theBestVersionOfEachTrialIsMadeAgainIfTheProcessDied() {
        CoordinatorHarness undisturbed = new CoordinatorHarness(THREE).join("a").run();
        CoordinatorHarness harness = new CoordinatorHarness(THREE).join("a").join("b");
        endButForCommit(harness, bestOf(otherThan(bestTrial())));

        CoordinatorHarness resumed = CoordinatorHarness.resumed(THREE, harness.journal, harness.store)
                .join("c")
                .run();

        assertThat(resumed.store).isEqualTo(undisturbed.store);
        assertThat(resumed.essence()).isEqualTo(undisturbed());
    }

    /** Or a full disk would have all trials trained again. */
    @Test
    void whatTheStoreRefusedIsNotMadeAgainUnlessItIsTheBestOfAll() {
        int other = otherThan(bestTrial());
        int[] refused = new int[1];
        CoordinatorHarness harness = new CoordinatorHarness(THREE)
                .join("a", "b")
                .unwritable(id -> id.trial() == other && refused[0]++ >= 0)
                .run();

        assertThat(refused[0]).as("epochs").isEqualTo(3);
        assertThat(harness.essence()).isEqualTo(undisturbed());
    }

    /** Someone made room. */
    @Test
    void whatIsGoneOfAStudyThatHadEndedIsNotMadeAgainUnlessItIsTheBestOfAll() {
        CoordinatorHarness ended = new CoordinatorHarness(THREE).join("a").run();
        Set<CheckpointId> best = new TreeSet<>(ended.store.keySet());
        best.removeIf(id -> id.trial() != bestTrial());
        ended.store.clear();

        CoordinatorHarness resumed = CoordinatorHarness.resumed(THREE, ended.journal, ended.store)
                .join("a")
                .run();

        assertThat(resumed.store).containsOnlyKeys(best);
    }

    private static int otherThan(int trial) {
        return trial == 0 ? 1 : 0;
    }

    /** Of the undisturbed study, which is all the same. */
    private static CheckpointId bestOf(int trial) {
        CoordinatorHarness calm = new CoordinatorHarness(THREE).join("a").run();
        return calm.store.keySet().stream()
                .filter(id -> id.trial() == trial)
                .findFirst()
                .orElseThrow();
    }

    /** Ends units until a trial has ended but for that commit; returns the worker that does it. */
    private static String endButForCommit(CoordinatorHarness harness, CheckpointId kept) {
        String worker = "";
        while (!harness.trial(kept.trial()).status().isFinal()) {
            CoordinatorHarness.Running unit = harness.running().get(0);
            if (isLastOf(unit.query(), kept)) {
                worker = unit.worker();
                harness.report(unit.query());
            } else {
                harness.end(unit.query());
            }
        }
        assertThat(harness.commitsUnderWay()).containsExactly(kept);
        return worker;
    }

    private static boolean isLastOf(UnitQuery query, CheckpointId goal) {
        return query.kind() == UnitQuery.Kind.TRAIN && query.result().equals(goal);
    }

    /** Out of space to the very end: the study ends, and when there is room, resuming makes the model again. */
    @Test
    void resumingMakesTheBestModelAgainThatCouldNotBeStored() {
        CheckpointId best = new CheckpointId(
                bestTrial(),
                tested(new CoordinatorHarness(THREE).join("a").run()).version());
        CoordinatorHarness full = new CoordinatorHarness(THREE)
                .join("a", "b")
                .unwritable(best::equals)
                .run();
        assertThat(full.store).doesNotContainKey(best);

        CoordinatorHarness resumed = CoordinatorHarness.resumed(THREE, full.journal, full.store);

        assertThat(resumed.coordinator.hasEnded()).isFalse();
        resumed.join("a").run();
        assertThat(resumed.store).containsKey(best);
        assertThat(resumed.essence()).isEqualTo(undisturbed());
    }

    @Test
    void aStudyWhoseBestModelIsStoredHasEndedForGood() {
        CoordinatorHarness harness =
                new CoordinatorHarness(THREE).join("a", "b").run();

        CoordinatorHarness resumed = CoordinatorHarness.resumed(THREE, harness.journal, harness.store);

        assertThat(resumed.coordinator.hasEnded()).isTrue();
        assertThat(resumed.essence()).isEqualTo(harness.essence());
        assertThat(resumed.coordinator.slots()).as("slots at the end").isEqualTo(2);
    }

    @Test
    void aSearchThatForgetsItsTrialsEndsWithThem() {
        CoordinatorHarness harness = new CoordinatorHarness(
                        () -> ScriptedSearcher.starting(3, (ask, news) -> List.of()))
                .join("a", "b")
                .run();

        assertThat(harness.coordinator.trials())
                .allSatisfy(trial -> assertThat(trial.status()).isEqualTo(TrialStatus.STOPPED))
                .allSatisfy(trial -> assertThat(trial.cause()).isPresent());
    }

    @Test
    void pausedTrialsThatNobodyTakesUpEndWithTheSearch() {
        CoordinatorHarness harness = new CoordinatorHarness(() -> ScriptedSearcher.starting(
                        2,
                        (ask, news) -> news.stream()
                                .filter(TrialEvent.UnitFinished.class::isInstance)
                                .<Decision>map(event -> new Decision.Pause(event.trial()))
                                .toList()))
                .join("a")
                .run();

        assertThat(harness.coordinator.status()).isEqualTo(StudyStatus.COMPLETED);
        assertThat(harness.coordinator.trials()).allMatch(trial -> trial.status() == TrialStatus.STOPPED);
    }

    @Test
    void aStopWhileTheBestIsTestedCanBeResumed() {
        CoordinatorHarness harness = new CoordinatorHarness(THREE).join("a");
        while (harness.running().get(0).query().split() != Split.TEST) {
            harness.end(harness.running().get(0).query());
        }
        harness.coordinator.stop();
        assertThat(harness.coordinator.status()).isEqualTo(StudyStatus.STOPPED);

        CoordinatorHarness resumed = CoordinatorHarness.resumed(THREE, harness.journal, harness.store)
                .join("b")
                .run();

        assertThat(resumed.essence()).isEqualTo(undisturbed());
    }

    @Test
    void aStudyOfNothingButFailuresEnds() {
        CoordinatorHarness harness =
                new CoordinatorHarness(THREE).join("a").throwing(query -> true).run();

        assertThat(harness.coordinator.bestTrial()).isEmpty();
        assertThat(harness.coordinator.status()).isEqualTo(StudyStatus.COMPLETED);
    }

    @Test
    void metricsThatCannotBeMergedFailTheirTrialAlone() {
        CoordinatorHarness harness = new CoordinatorHarness(THREE).join("a");
        UnitQuery first = null;
        while (first == null) {
            UnitQuery unit = harness.running().get(0).query();
            if (unit.trial() == 1 && unit.kind() == UnitQuery.Kind.EVALUATE) {
                first = unit;
            } else {
                harness.end(unit);
            }
        }
        harness.foreign(first.trial());
        harness.run();

        assertThat(harness.trial(1).status()).isEqualTo(TrialStatus.FAILED);
        assertThat(harness.trial(1).cause())
                .hasValueSatisfying(cause -> assertThat(cause).contains("ClassCast"));
        assertThat(harness.trial(0).status()).isEqualTo(TrialStatus.COMPLETED);
        assertThat(harness.trial(2).status()).isEqualTo(TrialStatus.COMPLETED);
    }

    /** As a handler's accumulator may have it, which the executor does not know. */
    record Foreign() implements MetricAccumulator {

        @Override
        public long examples() {
            return 1;
        }

        @Override
        public MetricAccumulator merge(MetricAccumulator other) {
            throw new ClassCastException("not mine: " + other);
        }

        @Override
        public Map<String, Double> values() {
            return Map.of(EpochResult.TRAINING_LOSS, 1.0);
        }
    }
}
