package org.jerboa.mop.coordinator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jerboa.tune.random.RandomStreams;
import org.jerboa.tune.spi.CheckpointId;
import org.jerboa.tune.spi.Searcher;
import org.jerboa.tune.spi.UnitQuery;
import org.jerboa.tune.study.StudyEvent;
import org.junit.jupiter.api.Test;

/**
 * The journal is written behind the work, so after a crash there may be checkpoints of versions that it has not reached,
 * and others may be gone. A study resumes from the newest version that the journal has reached, through any number of
 * crashes on the way back to where it was.
 */
class LaggingJournalTest {

    private static final int EPOCHS = 5;
    private static final int SEEDS = 300;
    private static final Supplier<Searcher> ONE = ScriptedSearcher.epochs(1, EPOCHS);

    private final CoordinatorHarness whole =
            new CoordinatorHarness(ONE).join("a").run();

    private CheckpointId version(int version) {
        return new CheckpointId(0, version);
    }

    /** Every checkpoint there ever was. */
    private Map<CheckpointId, Long> everStored() {
        Map<CheckpointId, Long> all = new TreeMap<>();
        whole.storeAt.forEach(all::putAll);
        return all;
    }

    private List<StudyEvent> journalUntilTrained(int version) {
        int line = 0;
        while (!(whole.journal.get(line) instanceof StudyEvent.UnitTrained unit) || unit.version() < version) {
            line++;
        }
        return whole.journal.subList(0, line + 1);
    }

    @Test
    void whatIsMadeAgainCountsThoughTheNextCrashComesBeforeTheJournalsEnd() {
        Map<CheckpointId, Long> store = everStored();
        store.keySet().retainAll(List.of(version(4), version(12)));
        // the journal has reached version 10; that of version 8 is lost, that of version 12 came too early
        CoordinatorHarness first =
                CoordinatorHarness.resumed(ONE, journalUntilTrained(10), store).join("b");
        assertThat(first.unitOf(0).version()).isEqualTo(4);
        for (int made = 5; made <= 9; made++) {
            first.end(0);
        }
        assertThat(first.unitOf(0).version()).isEqualTo(9);
        assertThat(first.store).as("what was committed on the way").containsKeys(version(4), version(8));

        CoordinatorHarness second =
                CoordinatorHarness.resumed(ONE, first.journal, first.store).join("c");

        assertThat(second.unitOf(0).version()).isEqualTo(8);
        assertThat(second.run().essence()).isEqualTo(whole.essence());
    }

    @Test
    void startsFromTheNewestVersionThatTheJournalHasReachedWhateverIsStored() {
        for (long seed = 0; seed < SEEDS; seed++) {
            RandomGenerator chance = RandomStreams.stream(seed, "crashes");
            int searchEnds = whole.journal.indexOf(
                    whole.events(StudyEvent.EpochFinished.class).get(EPOCHS - 1));
            List<StudyEvent> journal = whole.journal.subList(0, 5 + chance.nextInt(searchEnds - 5));
            Map<CheckpointId, Long> store = everStored();
            store.keySet().removeIf(id -> chance.nextInt(3) == 0);
            CoordinatorHarness harness = resumed(journal, store, seed);
            for (int crash = 0; crash < 3; crash++) {
                for (int unit = chance.nextInt(7); unit > 0 && !isLastEvaluation(harness); unit--) {
                    UnitQuery query = harness.unitOf(0);
                    harness.end(query);
                    if (query.commit()) {
                        assertThat(harness.store).as("seed %d", seed).containsKey(query.result());
                    }
                }
                harness = resumed(harness.journal, harness.store, seed);
            }
            assertThat(harness.run().essence()).as("seed %d", seed).isEqualTo(whole.essence());
        }
    }

    /** After it the search is over, and units are for the best version. */
    private static boolean isLastEvaluation(CoordinatorHarness harness) {
        UnitQuery query = harness.unitOf(0);
        return query.kind() == UnitQuery.Kind.EVALUATE && query.epoch() == EPOCHS - 1;
    }

    private CoordinatorHarness resumed(List<StudyEvent> journal, Map<CheckpointId, Long> store, long seed) {
        int reached = journal.stream()
                .filter(StudyEvent.UnitTrained.class::isInstance)
                .mapToInt(event -> ((StudyEvent.UnitTrained) event).version())
                .max()
                .orElse(0);
        int newest = store.keySet().stream()
                .mapToInt(CheckpointId::version)
                .filter(version -> version <= reached)
                .max()
                .orElse(0);
        CoordinatorHarness harness =
                CoordinatorHarness.resumed(ONE, List.copyOf(journal), store).join("d");
        assertThat(harness.unitOf(0).version())
                .as("version that the first unit starts from, of %s, journal at %d, seed %d", store, reached, seed)
                .isEqualTo(newest);
        return harness;
    }
}
