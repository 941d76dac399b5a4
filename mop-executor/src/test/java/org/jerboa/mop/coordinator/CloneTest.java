package org.jerboa.mop.coordinator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.jerboa.mop.coordinator.CoordinatorHarness.configuration;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jerboa.tune.spi.CheckpointId;
import org.jerboa.tune.spi.Decision;
import org.jerboa.tune.spi.Searcher;
import org.jerboa.tune.spi.TrialEvent;
import org.jerboa.tune.spi.UnitQuery;
import org.jerboa.tune.study.StudyEvent;
import org.jerboa.tune.study.StudyException;
import org.jerboa.tune.study.StudyStatus;
import org.jerboa.tune.study.TrialStatus;
import org.junit.jupiter.api.Test;

/** Trials that start from another trial's model. */
class CloneTest {

    /** Clones trial 0 after its first epoch; both go on for so many epochs. */
    private static Supplier<Searcher> cloning(int epochs) {
        return () -> ScriptedSearcher.starting(1, (ask, news) -> {
            List<Decision> answer = new ArrayList<>();
            for (TrialEvent event : news) {
                if (event instanceof TrialEvent.EpochFinished epoch) {
                    answer.add(
                            epoch.epoch() + 1 < epochs
                                    ? new Decision.Train(epoch.trial())
                                    : new Decision.Complete(epoch.trial()));
                    if (epoch.trial() == 0 && epoch.epoch() == 0) {
                        answer.add(new Decision.Clone(0, configuration(0.7)));
                    }
                }
            }
            return answer;
        });
    }

    private static final CheckpointId FIRST = new CheckpointId(0, 4);

    @Test
    void aCloneGoesOnFromItsParentsLastFinishedEpoch() {
        CoordinatorHarness harness =
                new CoordinatorHarness(cloning(2)).join("a", "b").run();

        assertThat(harness.events(StudyEvent.TrialStarted.class).get(1).parent())
                .hasValue(0);
        assertThat(harness.events(StudyEvent.TrialStarted.class).get(1).parentVersion())
                .isEqualTo(4);
        assertThat(harness.trial(1).epochs()).hasSize(2);
        assertThat(harness.essence())
                .isEqualTo(new CoordinatorHarness(cloning(2)).join("a").run().essence());
    }

    @Test
    void aCloneWhoseOriginIsGoneFailsAndTheStudyEnds() {
        CoordinatorHarness harness = new CoordinatorHarness(cloning(2))
                .join("a", "b")
                .unreadable(query -> query.clonedFrom().isPresent() && query.version() == 0)
                .run();

        assertThat(harness.trial(1).status()).isEqualTo(TrialStatus.FAILED);
        assertThat(harness.trial(1).cause())
                .hasValueSatisfying(cause -> assertThat(cause).contains("gone"));
        assertThat(harness.trial(0).status()).isEqualTo(TrialStatus.COMPLETED);
    }

    @Test
    void aModelThatIsLostAgainAndAgainFailsItsTrial() {
        CoordinatorHarness harness = new CoordinatorHarness(ScriptedSearcher.epochs(2, 1), 2)
                .join("a")
                .unreadable(query -> query.trial() == 0 && query.version() == 2)
                .run();

        assertThat(harness.trial(0).status()).isEqualTo(TrialStatus.FAILED);
        assertThat(harness.trial(1).status()).isEqualTo(TrialStatus.COMPLETED);
        assertThat(harness.events(StudyEvent.UnitFailed.class)).hasSize(3);
    }

    @Test
    void aCheckpointThatIsDamagedWheneverItIsReadFailsItsTrial() {
        CoordinatorHarness harness = new CoordinatorHarness(ScriptedSearcher.epochs(2, 2), 2)
                .join("a")
                .unreadable(query -> query.trial() == 0 && query.version() == 4)
                .run();

        assertThat(harness.trial(0).status()).isEqualTo(TrialStatus.FAILED);
        assertThat(harness.trial(1).status()).isEqualTo(TrialStatus.COMPLETED);
    }

    @Test
    void aCloneWaitsForItsOriginToBeStored() {
        CoordinatorHarness harness = new CoordinatorHarness(cloning(2)).join("a", "b");
        harness.end(0);
        harness.end(0);
        harness.end(0);
        harness.report(harness.unitOf(0));
        harness.end(0);
        harness.end(0);
        assertThat(harness.coordinator.trialCount()).isEqualTo(2);
        assertThat(harness.running()).as("only the parent").hasSize(1);

        harness.commit(FIRST);

        assertThat(harness.unitOf(1).clonedFrom()).hasValue(FIRST);
        assertThat(harness.run().essence())
                .isEqualTo(new CoordinatorHarness(cloning(2)).join("a").run().essence());
    }

    @Test
    void aCloneThatCannotWaitForItsOriginFails() {
        CoordinatorHarness harness = new CoordinatorHarness(cloning(2))
                .join("a", "b")
                .unwritable(FIRST::equals)
                .run();

        assertThat(harness.trial(1).status()).isEqualTo(TrialStatus.FAILED);
        assertThat(harness.trial(0).status()).isEqualTo(TrialStatus.COMPLETED);
    }

    @Test
    void refusesToCloneATrialWithoutAnEpoch() {
        CoordinatorHarness harness = new CoordinatorHarness(() ->
                ScriptedSearcher.starting(1, (ask, news) -> List.of(new Decision.Clone(0, configuration(0.5)))));
        harness.join("a");

        assertThatThrownBy(() -> harness.end(0))
                .isInstanceOf(StudyException.class)
                .hasMessageContaining("Clone[parent=0")
                .hasMessageContaining("no epoch");
    }

    /** Of a trial that has ended only the best epoch is kept, so that is what a clone of it gets. */
    @Test
    void aCloneOfAnEndedTrialStartsFromItsBestEpoch() {
        CoordinatorHarness alone =
                new CoordinatorHarness(ScriptedSearcher.epochs(6, 3)).join("a").run();
        int parent = bestIsNotLast(alone);
        int best = alone.trial(parent).best(alone.objective()).orElseThrow().version();
        Supplier<Searcher> search = () -> {
            Searcher plain = ScriptedSearcher.epochs(6, 3).get();
            boolean[] cloned = new boolean[1];
            Set<Integer> done = new TreeSet<>();
            return new ScriptedSearcher((ask, news) -> {
                news.forEach(plain::tell);
                List<Decision> answer = new ArrayList<>(plain.ask(ask));
                if (!cloned[0] && done.contains(parent)) {
                    answer.add(new Decision.Clone(parent, configuration(0.9)));
                    cloned[0] = true;
                }
                answer.stream()
                        .filter(Decision.Complete.class::isInstance)
                        .forEach(decision -> done.add(((Decision.Complete) decision).trial()));
                return answer;
            });
        };
        CoordinatorHarness harness = new CoordinatorHarness(search).join("a").run();

        assertThat(harness.events(StudyEvent.TrialStarted.class).get(6).parentVersion())
                .isEqualTo(best);
        assertThat(harness.trial(6).status()).isEqualTo(TrialStatus.COMPLETED);
    }

    private static int bestIsNotLast(CoordinatorHarness harness) {
        return harness.coordinator.trials().stream()
                .filter(trial -> trial.best(harness.objective()).orElseThrow().epoch() < 2)
                .findFirst()
                .orElseThrow()
                .id();
    }

    @Test
    void anOriginIsKeptUntilTheCloneHasTwoVersionsOfItsOwn() {
        CoordinatorHarness harness = new CoordinatorHarness(cloning(4)).join("a");
        while (!harness.store.containsKey(new CheckpointId(1, 4))) {
            harness.end(harness.running().get(0).query());
        }
        assertThat(harness.store).containsKey(FIRST);
        int[] damaged = new int[1];
        CoordinatorHarness again = new CoordinatorHarness(cloning(4))
                .join("a")
                .unreadable(query -> query.trial() == 1 && query.version() == 4 && damaged[0]++ == 0)
                .run();

        assertThat(again.events(StudyEvent.UnitFailed.class)).hasSize(1);
        assertThat(again.essence()).isEqualTo(harness.run().essence());
        assertThat(again.store.keySet()).filteredOn(id -> id.trial() == 0).hasSize(1);
    }

    /** Nothing that happens to a parent after its end may leave its clones' origins behind for ever. */
    @Test
    void nothingButTheBestVersionsIsLeftInTheEnd() {
        CoordinatorHarness harness =
                new CoordinatorHarness(HalvingSearcher::new).join("a", "b").run();

        assertThat(harness.store.keySet())
                .as("versions of %s", harness.essence())
                .extracting(CheckpointId::trial)
                .doesNotHaveDuplicates();
        assertThat(harness.coordinator.status()).isEqualTo(StudyStatus.COMPLETED);
    }

    @Test
    void theOriginOfACloneIsDiscardedThoughItsParentHasEnded() {
        Supplier<Searcher> search = () -> ScriptedSearcher.starting(1, (ask, news) -> {
            List<Decision> answer = new ArrayList<>();
            for (TrialEvent event : news) {
                if (event instanceof TrialEvent.EpochFinished epoch && epoch.trial() == 0 && epoch.epoch() == 1) {
                    answer.add(new Decision.Clone(0, configuration(0.7)));
                    answer.add(new Decision.Stop(0));
                } else if (event instanceof TrialEvent.EpochFinished epoch) {
                    answer.add(new Decision.Train(epoch.trial()));
                }
                if (event instanceof TrialEvent.EpochFinished epoch && epoch.epoch() == 3) {
                    answer.set(0, new Decision.Complete(epoch.trial()));
                }
            }
            return answer;
        });

        CoordinatorHarness harness = new CoordinatorHarness(search).join("a").run();

        assertThat(harness.trial(1).epochs()).hasSize(4);
        assertThat(harness.store.keySet()).filteredOn(id -> id.trial() == 0).hasSize(1);
        assertThat(harness.store.keySet()).filteredOn(id -> id.trial() == 1).hasSize(1);
    }

    /** The only good version of a clone is one that could not be stored: it is made again from the parent's. */
    @Test
    void theBestVersionOfACloneIsMadeAgainFromItsOrigin() {
        int[] refused = new int[1];
        CoordinatorHarness harness = new CoordinatorHarness(cloning(1))
                .join("a")
                .hopeless(trial -> trial == 0)
                .unwritable(id -> id.trial() == 1 && refused[0]++ == 0)
                .run();

        assertThat(harness.coordinator.bestTrial()).hasValue(1);
        assertThat(harness.store).containsKey(new CheckpointId(1, 4));
        assertThat(harness.coordinator.tested()).isPresent();
    }

    /** Whatever is lost on the way, a unit never starts from anything but the state that belongs there. */
    @Test
    void unitsOfClonesStartWhereTheyShould() {
        CoordinatorHarness harness = new CoordinatorHarness(cloning(3)).join("a", "b");
        List<UnitQuery> queries = new ArrayList<>();
        while (!harness.coordinator.hasEnded()) {
            UnitQuery query =
                    harness.running().get(harness.running().size() - 1).query();
            queries.add(query);
            harness.end(query);
        }
        assertThat(queries)
                .filteredOn(query -> query.trial() == 1)
                .allMatch(query -> query.clonedFrom().equals(Optional.of(FIRST)));
    }
}
