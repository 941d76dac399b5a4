package org.jerboa.mop.coordinator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.jerboa.mop.coordinator.CoordinatorHarness.configuration;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jerboa.tune.spi.CheckpointId;
import org.jerboa.tune.spi.Decision;
import org.jerboa.tune.spi.Searcher;
import org.jerboa.tune.spi.TrialEvent;
import org.jerboa.tune.spi.UnitQuery;
import org.jerboa.tune.study.StudyEvent;
import org.jerboa.tune.study.StudyStatus;
import org.jerboa.tune.study.TrialStatus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A clone whose parent's checkpoint is lost before it began gets it all the same. */
class OriginsTest {

    private static final CheckpointId ORIGIN = new CheckpointId(0, 4);

    /**
     * Trial 0 is cloned after its first epoch, and each clone after its own first epoch, so often. All train two epochs, but
     * trial 0 ends with the first if it is told to.
     */
    private static Supplier<Searcher> cloning(int generations, boolean parentEnds) {
        return () -> ScriptedSearcher.starting(1, (ask, news) -> {
            List<Decision> answer = new ArrayList<>();
            int next = ask.nextTrial();
            for (TrialEvent event : news) {
                if (event instanceof TrialEvent.EpochFinished epoch) {
                    int trial = epoch.trial();
                    boolean ends = epoch.epoch() == 1 || (trial == 0 && parentEnds);
                    if (epoch.epoch() == 0 && trial < generations) {
                        answer.add(new Decision.Clone(trial, configuration(0.7 - next++ / 10.0)));
                    }
                    answer.add(ends ? new Decision.Complete(trial) : new Decision.Train(trial));
                }
            }
            return answer;
        });
    }

    private static CoordinatorHarness calm(int generations, boolean parentEnds) {
        return new CoordinatorHarness(cloning(generations, parentEnds))
                .join("a")
                .run();
    }

    /** Ends units until a trial was started; those of its parent are left to end. */
    private static CoordinatorHarness upToTheStartOf(int trial, CoordinatorHarness harness) {
        while (harness.coordinator.trialCount() <= trial) {
            harness.end(harness.running().get(0).query());
        }
        return harness;
    }

    private static boolean isRepeated(CoordinatorHarness harness, CheckpointId id) {
        return harness.events(StudyEvent.UnitTrained.class).stream()
                        .filter(unit -> unit.trial() == id.trial() && unit.version() == id.version())
                        .count()
                > 1;
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aDamagedOriginIsTrainedAgain(boolean parentEnds) {
        CoordinatorHarness harness = new CoordinatorHarness(cloning(1, parentEnds)).join("a");
        upToTheStartOf(1, harness).store.remove(ORIGIN);

        harness.run();

        assertThat(isRepeated(harness, ORIGIN)).isTrue();
        assertThat(harness.events(StudyEvent.UnitFailed.class))
                .as("the clone that did not find it")
                .singleElement()
                .satisfies(failed -> assertThat(failed.trial()).isEqualTo(1));
        assertThat(harness.essence()).isEqualTo(calm(1, parentEnds).essence());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void anOriginThatCouldNotBeStoredIsTrainedAgain(boolean parentEnds) {
        int[] refused = new int[1];
        CoordinatorHarness harness = new CoordinatorHarness(cloning(1, parentEnds))
                .join("a", "b")
                .unwritable(id -> id.equals(ORIGIN) && refused[0]++ < 2)
                .run();

        assertThat(refused[0]).isEqualTo(3);
        assertThat(harness.events(StudyEvent.UnitFailed.class)).isEmpty();
        assertThat(harness.essence()).isEqualTo(calm(1, parentEnds).essence());
    }

    @Test
    void anOriginThatWasLostWithItsWorkerIsTrainedAgain() {
        CoordinatorHarness harness = new CoordinatorHarness(cloning(1, true)).join("a");
        for (int unit = 0; unit < 3; unit++) {
            harness.end(0);
        }
        harness.report(harness.unitOf(0));
        harness.end(0);
        harness.end(0);
        assertThat(harness.coordinator.trialCount()).isEqualTo(2);
        assertThat(harness.running()).as("the clone waits").isEmpty();

        harness.join("b");
        harness.leave("a");

        assertThat(harness.unitOf(0).version()).isZero();
        assertThat(harness.run().essence()).isEqualTo(calm(1, true).essence());
    }

    /** The second clone starts from the first, which starts from trial 0; both origins are lost at once. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void ancestorsAreTrainedAgainOneAfterAnother(boolean parentEnds) {
        CoordinatorHarness harness = new CoordinatorHarness(cloning(2, parentEnds)).join("a");
        upToTheStartOf(2, harness).store.clear();

        harness.run();

        assertThat(isRepeated(harness, ORIGIN)).isTrue();
        assertThat(isRepeated(harness, new CheckpointId(1, 4))).isTrue();
        assertThat(harness.essence()).isEqualTo(calm(2, parentEnds).essence());
    }

    /** In the journal all is well; then the files are gone. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void originsThatAreGoneAfterACrashAreTrainedAgain(boolean parentEnds) {
        Supplier<Searcher> search = cloning(2, parentEnds);
        CoordinatorHarness whole = new CoordinatorHarness(search).join("a", "b").run();

        for (int lines = 0; lines < whole.journal.size(); lines++) {
            CoordinatorHarness resumed =
                    CoordinatorHarness.resumed(search, whole.journal.subList(0, lines), new TreeMap<>());
            if (!resumed.coordinator.hasEnded()) {
                resumed.join("a", "b").run();
            }
            assertThat(resumed.essence()).as("after %d lines", lines).isEqualTo(whole.essence());
        }
    }

    @Test
    void aParentGoesOnFromItsNewestCheckpointWhenItsCloneHasBegun() {
        CoordinatorHarness harness = new CoordinatorHarness(cloning(1, false)).join("a", "b");
        upToTheStartOf(1, harness);
        while (!harness.store.containsKey(new CheckpointId(0, 8))) {
            harness.end(0);
        }
        harness.store.remove(ORIGIN);
        int before = harness.events(StudyEvent.UnitTrained.class).size();

        harness.run();

        assertThat(harness.events(StudyEvent.UnitTrained.class).stream()
                        .skip(before)
                        .filter(unit -> unit.trial() == 0))
                .as("only what the clone needs")
                .extracting(StudyEvent.UnitTrained::version)
                .containsExactly(1, 2, 3, 4);
        assertThat(harness.essence()).isEqualTo(calm(1, false).essence());
    }

    @Test
    void aCloneIsFailedWithTheCauseIfItsParentCannotBeTrainedAgain() {
        boolean[] broken = new boolean[1];
        CoordinatorHarness harness =
                new CoordinatorHarness(cloning(2, true)).join("a").throwing(query -> broken[0] && query.trial() == 0);
        upToTheStartOf(1, harness).store.clear();
        broken[0] = true;

        harness.run();

        assertThat(harness.trial(0).status()).isEqualTo(TrialStatus.COMPLETED);
        assertThat(harness.trial(1).status()).isEqualTo(TrialStatus.FAILED);
        assertThat(harness.trial(1).cause())
                .hasValueSatisfying(cause -> assertThat(cause)
                        .contains("trial 0 version 4", "is lost", "could not be trained again", "injected"));
        assertThat(harness.coordinator.status()).isEqualTo(StudyStatus.COMPLETED);
    }

    @Test
    void allThatWaitForAParentFailWithIt() {
        boolean[] broken = new boolean[1];
        CoordinatorHarness harness = new CoordinatorHarness(cloning(2, false))
                .join("a")
                .throwing(query -> broken[0] && query.trial() == 0 && query.version() == 1);
        upToTheStartOf(2, harness).store.clear();
        broken[0] = true;

        harness.run();

        assertThat(harness.coordinator.trials().subList(1, 3))
                .allMatch(trial -> trial.status() == TrialStatus.FAILED)
                .allSatisfy(trial -> assertThat(trial.cause())
                        .hasValueSatisfying(cause -> assertThat(cause).contains("trial 0 could not be trained again")));
        assertThat(harness.coordinator.status()).isEqualTo(StudyStatus.COMPLETED);
    }

    @Test
    void aParentIsNotTrainedForACloneThatWasStopped() {
        CoordinatorHarness harness = new CoordinatorHarness(cloning(1, true)).join("a");
        upToTheStartOf(1, harness).store.remove(ORIGIN);
        harness.end(1);
        UnitQuery again = harness.unitOf(0);
        harness.stopTrial(1);
        harness.end(again);

        assertThat(harness.events(StudyEvent.SearchEnded.class)).hasSize(1);
        harness.run();
        assertThat(harness.trial(1).status()).isEqualTo(TrialStatus.STOPPED);
        assertThat(harness.coordinator.status()).isEqualTo(StudyStatus.COMPLETED);
    }

    /** At the study's end the best version, of a clone, is gone, and with it all that it could be made from. */
    @Test
    void theBestModelIsMadeAgainFromItsFirstAncestor() {
        Supplier<Searcher> search = cloning(2, true);
        CoordinatorHarness whole = new CoordinatorHarness(search)
                .join("a")
                .hopeless(trial -> trial < 2)
                .run();
        Map<CheckpointId, Long> nothing = new TreeMap<>();

        CoordinatorHarness resumed = CoordinatorHarness.resumed(search, whole.journal, nothing)
                .join("a")
                .hopeless(trial -> trial < 2)
                .run();

        assertThat(resumed.coordinator.bestTrial()).hasValue(2);
        assertThat(resumed.store).containsEntry(best(whole), whole.store.get(best(whole)));
        assertThat(resumed.essence()).isEqualTo(whole.essence());
    }

    private static CheckpointId best(CoordinatorHarness harness) {
        return new CheckpointId(
                harness.coordinator.bestTrial().orElseThrow(),
                harness.coordinator.tested().orElseThrow().version());
    }
}
