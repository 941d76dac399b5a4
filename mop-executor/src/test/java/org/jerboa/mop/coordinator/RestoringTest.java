package org.jerboa.mop.coordinator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jerboa.tune.random.RandomStreams;
import org.jerboa.tune.spi.CheckpointId;
import org.jerboa.tune.spi.Searcher;
import org.jerboa.tune.spi.TrialEvent;
import org.jerboa.tune.spi.UnitQuery;
import org.jerboa.tune.study.StudyEvent;
import org.jerboa.tune.study.StudyException;
import org.jerboa.tune.study.StudyStatus;
import org.jerboa.tune.study.Trial;
import org.jerboa.tune.study.TrialStatus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A study that dies between any two lines of its journal ends as if it had not. */
class RestoringTest {

    private static final Supplier<Searcher> FIVE = ScriptedSearcher.epochs(5, 2);

    /** With a trial that diverges in training, one whose score is NaN, and one that throws. */
    private static CoordinatorHarness unlucky(CoordinatorHarness harness) {
        return harness.notANumber(query -> query.kind() == UnitQuery.Kind.TRAIN
                        ? query.trial() == 1 && query.version() == 7
                        : query.trial() == 2 && query.epoch() == 0)
                .throwing(query -> query.trial() == 3 && query.version() == 5);
    }

    @Test
    void resumesAfterAnyLine() {
        CoordinatorHarness whole =
                unlucky(new CoordinatorHarness(FIVE)).join("a", "b").run(RandomStreams.stream(1, "timing"));
        assertThat(whole.coordinator.trials())
                .extracting(Trial::status)
                .containsExactly(
                        TrialStatus.COMPLETED,
                        TrialStatus.DIVERGED,
                        TrialStatus.DIVERGED,
                        TrialStatus.FAILED,
                        TrialStatus.COMPLETED);

        for (int lines = 0; lines <= whole.journal.size(); lines++) {
            CoordinatorHarness resumed =
                    unlucky(CoordinatorHarness.resumed(FIVE, whole.journal.subList(0, lines), store(whole, lines)));
            if (!resumed.coordinator.hasEnded()) {
                resumed.join("a", "b", "c").run();
            }
            assertThat(resumed.essence()).as("after %d lines", lines).isEqualTo(whole.essence());
        }
    }

    /** The store is ahead of the journal: what superseded its checkpoints had not been written yet. */
    @Test
    void resumesWhereTheJournalLagsBehindTheStore() {
        CoordinatorHarness whole = new CoordinatorHarness(FIVE).join("a", "b").run(RandomStreams.stream(1, "timing"));

        for (int lines = 0; lines <= whole.journal.size(); lines++) {
            CoordinatorHarness resumed = CoordinatorHarness.resumed(
                    FIVE, whole.journal.subList(0, lines), store(whole, Math.min(whole.journal.size(), lines + 40)));
            if (!resumed.coordinator.hasEnded()) {
                resumed.join("a").run();
            }
            assertThat(resumed.essence()).as("after %d lines", lines).isEqualTo(whole.essence());
        }
    }

    @Test
    void trialsThatTheSearchForgotEndAfterACrashToo() {
        Supplier<Searcher> forgetful = () -> ScriptedSearcher.starting(3, (ask, news) -> List.of());
        CoordinatorHarness whole = new CoordinatorHarness(forgetful).join("a").run();

        for (int lines = 0; lines <= whole.journal.size(); lines++) {
            CoordinatorHarness resumed =
                    CoordinatorHarness.resumed(forgetful, whole.journal.subList(0, lines), store(whole, lines));
            if (!resumed.coordinator.hasEnded()) {
                resumed.join("a").run();
            }
            assertThat(resumed.essence()).as("after %d lines", lines).isEqualTo(whole.essence());
        }
    }

    private static Map<CheckpointId, Long> store(CoordinatorHarness whole, int lines) {
        return lines == 0 ? new TreeMap<>() : whole.storeAt.get(lines - 1);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void anAdaptiveSearchGoesOnAfterAnyLine(long seed) {
        CoordinatorHarness whole = new CoordinatorHarness(HalvingSearcher::new).join("a", "b", "c");
        whole.add(CoordinatorHarness.configuration(0.77));
        whole.stopTrial(2);
        whole.throwing(query -> query.trial() == 1 && query.version() == 3).run(RandomStreams.stream(seed, "timing"));

        for (int lines = 0; lines <= whole.journal.size(); lines++) {
            CoordinatorHarness resumed = CoordinatorHarness.resumed(
                    HalvingSearcher::new, whole.journal.subList(0, lines), store(whole, lines));
            if (!resumed.coordinator.hasEnded()) {
                resumed.join("d", "e").run(RandomStreams.stream(seed + lines, "timing"));
            }
            assertThat(resumed.coordinator.trials())
                    .as("seed %d, after %d lines", seed, lines)
                    .allMatch(trial -> trial.status().isFinal());
            assertSameEpochs(whole, resumed, "seed " + seed + ", after " + lines + " lines");
            assertThat(resumed.coordinator.tested()).as("after %d lines", lines).isPresent();
        }
    }

    /** What a trial reached depends on its own units alone, whatever the search makes of the order of events. */
    private static void assertSameEpochs(CoordinatorHarness whole, CoordinatorHarness resumed, String when) {
        int both = Math.min(whole.coordinator.trialCount(), resumed.coordinator.trialCount());
        for (int id = 0; id < both; id++) {
            Trial left = whole.trial(id);
            Trial right = resumed.trial(id);
            boolean comparable = left.configuration().equals(right.configuration())
                    && left.parent().equals(right.parent());
            for (int epoch = 0;
                    comparable
                            && epoch
                                    < Math.min(
                                            left.epochs().size(), right.epochs().size());
                    epoch++) {
                assertThat(right.epochs().get(epoch).metrics())
                        .as("trial %d, epoch %d, %s", id, epoch, when)
                        .isEqualTo(left.epochs().get(epoch).metrics());
            }
        }
    }

    /** Whatever the searcher was told live it is told again, in the same order. */
    @Test
    void theSearcherIsToldTheSameAgain() {
        ScriptedSearcher live = (ScriptedSearcher) FIVE.get();
        CoordinatorHarness whole = unlucky(new CoordinatorHarness(() -> live)).join("a", "b");
        whole.stopTrial(0);
        whole.add(CoordinatorHarness.configuration(0.9));
        whole.run(RandomStreams.stream(4, "timing"));
        ScriptedSearcher again = (ScriptedSearcher) FIVE.get();

        CoordinatorHarness.resumed(() -> again, whole.journal, whole.store);

        assertThat(again.told).isEqualTo(live.told);
        assertThat(again.told).hasAtLeastOneElementOfType(TrialEvent.Ended.class);
        assertThat(again.told).hasAtLeastOneElementOfType(TrialEvent.Added.class);
        assertThat(again.told).hasAtLeastOneElementOfType(TrialEvent.Failed.class);
    }

    @Test
    void refusesASearcherThatAnswersOtherwise() {
        CoordinatorHarness whole = new CoordinatorHarness(FIVE).join("a").run();

        assertThatThrownBy(() -> CoordinatorHarness.resumed(ScriptedSearcher.epochs(5, 3), whole.journal, whole.store))
                .isInstanceOf(StudyException.class)
                .hasMessageContaining("Complete")
                .hasMessageContaining("Train");
    }

    @Test
    void goesOnAfterAStopAtAnyMoment() {
        CoordinatorHarness whole = new CoordinatorHarness(FIVE).join("a", "b").run();
        int steps = whole.events(StudyEvent.UnitTrained.class).size()
                + whole.events(StudyEvent.UnitEvaluated.class).size();

        for (int stopAt = 0; stopAt < steps; stopAt++) {
            CoordinatorHarness stopped = new CoordinatorHarness(FIVE).join("a", "b");
            for (int step = 0; step < stopAt; step++) {
                stopped.end(stopped.running().get(0).query());
            }
            stopped.coordinator.stop();
            stopped.coordinator.stop();
            assertThat(stopped.coordinator.status()).isEqualTo(StudyStatus.STOPPED);
            CoordinatorHarness resumed = CoordinatorHarness.resumed(FIVE, stopped.journal, stopped.store)
                    .join("c");
            assertThat(resumed.run().essence())
                    .as("stopped after %d units", stopAt)
                    .isEqualTo(whole.essence());
            assertThat(resumed.coordinator.status()).isEqualTo(StudyStatus.COMPLETED);
        }
    }

    @Test
    void whatACrashLeftOverIsDiscarded() {
        CoordinatorHarness whole = new CoordinatorHarness(FIVE).join("a", "b").run();
        Map<CheckpointId, Long> everything = new TreeMap<>();
        whole.storeAt.forEach(everything::putAll);
        int end =
                whole.journal.indexOf(whole.events(StudyEvent.SearchEnded.class).get(0));

        CoordinatorHarness resumed = CoordinatorHarness.resumed(FIVE, whole.journal.subList(0, end), everything)
                .join("a")
                .run();

        List<Integer> trials = new ArrayList<>();
        resumed.store.keySet().forEach(id -> trials.add(id.trial()));
        assertThat(trials).doesNotHaveDuplicates().hasSize(5);
        assertThat(resumed.coordinator.tested()).isPresent();
    }
}
