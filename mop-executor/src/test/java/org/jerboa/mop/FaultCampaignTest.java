package org.jerboa.mop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.jerboa.mop.journal.JournalReader;
import org.jerboa.search.RandomSearch;
import org.jerboa.testkit.fault.Fault;
import org.jerboa.testkit.perceptron.PlainMlp;
import org.jerboa.tune.random.RandomStreams;
import org.jerboa.tune.spi.SearchAlgorithm;
import org.jerboa.tune.study.StudyEvent;
import org.jerboa.tune.study.StudyResult;
import org.jerboa.tune.study.Trial;
import org.jerboa.tune.study.TrialStatus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Live studies, plain, halving and cloning ones by turns, into which a seed puts every kind of fault there is, hundreds
 * together. Each ends with the bits of the same study without faults: nothing is lost, and nothing is trained twice. Only
 * trials that are doomed, by a model that does not fit or a loss that is not a number, fail with their cause.
 */
@Timeout(value = 15, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class FaultCampaignTest {

    private static final int STUDIES = Integer.getInteger("jerboa.test.studies", 30);
    private static final int FAULTS = 200;
    private static final long SEED = Long.getLong("jerboa.test.seed", 20_270);

    private static final List<SearchAlgorithm> SEARCHES = List.of(
            RandomSearch.trials(8).epochs(Fixture.EPOCHS), new Halving(8, 1, 3, false), new Halving(6, 1, 3, true));

    @TempDir
    Path folder;

    private final FaultTally tally = new FaultTally();
    private final Map<SearchAlgorithm, StudyResult<PlainMlp>> calm = new LinkedHashMap<>();

    @Test
    void everyStudyEndsAsIfNothingHadHappened() throws Exception {
        for (int number = 0; number < STUDIES; number++) {
            endure(number, SEARCHES.get(number % SEARCHES.size()));
        }

        assertThat(tally.all()).as("faults, seed %d: %s", SEED, tally.byKind()).isGreaterThanOrEqualTo(FAULTS);
        assertThat(tally.byKind()).as("faults by kind, seed %d", SEED).containsOnlyKeys(FaultKind.values());
    }

    private void endure(int number, SearchAlgorithm search) throws Exception {
        long seed = RandomStreams.seed(SEED, "study", number);
        String name = "study " + number + ", " + search.describe() + ", seed " + SEED;
        StudyResult<PlainMlp> whole = calm(search);
        Plan plan = new Plan(RandomStreams.stream(seed, "plan"), whole, search instanceof RandomSearch);
        Path place = folder.resolve("study-" + number);

        new FaultyStudy(seed, search, place, plan.faults(), plan.obstructed, tally).run();
        // what it left, read without faults
        StudyResult<PlainMlp> result =
                Fixture.study().search(search).folder(place).resume();

        Map<Integer, String> expected = Fixture.essence(whole);
        Map<Integer, String> actual = Fixture.essence(result);
        plan.doomed.forEach((trial, status) -> {
            expected.remove(trial);
            actual.remove(trial);
            assertDoomed(name, trial(result, trial), trial(whole, trial), status);
        });
        assertThat(actual).as(name).isEqualTo(expected);
        assertNothingTrainedTwice(name, place, result);
    }

    private StudyResult<PlainMlp> calm(SearchAlgorithm search) {
        return calm.computeIfAbsent(
                search, any -> Fixture.study().search(search).run());
    }

    private static Trial trial(StudyResult<PlainMlp> result, int id) {
        return result.ranking().stream()
                .filter(trial -> trial.id() == id)
                .findFirst()
                .orElseThrow();
    }

    private static void assertDoomed(String name, Trial trial, Trial sound, TrialStatus status) {
        assertThat(trial.status()).as("trial %d of %s", trial.id(), name).isEqualTo(status);
        assertThat(trial.cause())
                .as("cause of trial %d of %s", trial.id(), name)
                .isPresent();
        for (int epoch = 0; epoch < trial.epochs().size(); epoch++) {
            boolean last = epoch == trial.epochs().size() - 1;
            if (!last) {
                assertThat(trial.epochs().get(epoch).metrics())
                        .as("epoch %d of trial %d of %s", epoch, trial.id(), name)
                        .isEqualTo(sound.epochs().get(epoch).metrics());
            }
        }
    }

    /** Of the units that stand, one made each version of a trial, and they visited each shard once in each epoch. */
    private static void assertNothingTrainedTwice(String name, Path place, StudyResult<PlainMlp> result)
            throws IOException {
        Map<Integer, Map<Integer, Integer>> shardsOf = new TreeMap<>();
        Set<String> finished = new HashSet<>();
        JournalReader.forEach(place.resolve("journal.jsonl"), Fixture.SPACE, event -> {
            if (event instanceof StudyEvent.UnitTrained unit) {
                Integer before = shardsOf.computeIfAbsent(unit.trial(), trial -> new TreeMap<>())
                        .put(unit.version(), unit.shard());
                assertThat(before == null || before == unit.shard())
                        .as("%s goes where it went before, %s", unit, name)
                        .isTrue();
            } else if (event instanceof StudyEvent.EpochFinished epoch) {
                assertThat(finished.add(epoch.trial() + " " + epoch.result().epoch()))
                        .as("%s happens once, %s", epoch, name)
                        .isTrue();
            }
        });
        for (Trial trial : result.ranking()) {
            for (int epoch = 0; epoch < trial.epochs().size(); epoch++) {
                List<Integer> visited = new ArrayList<>();
                for (int position = 1; position <= Fixture.SHARDS; position++) {
                    visited.add(shardsOf.get(trial.id()).get(epoch * Fixture.SHARDS + position));
                }
                assertThat(visited)
                        .as("epoch %d of trial %d, %s", epoch, trial.id(), name)
                        .containsExactlyInAnyOrder(0, 1, 2, 3);
            }
        }
    }

    /** Which faults a study gets. */
    private static final class Plan {

        private static final int PASSING = 14;

        private final RandomGenerator chance;
        private final List<Trial> trials;
        private final int best;
        private final List<Fault> faults = new ArrayList<>();
        private final Map<Integer, TrialStatus> doomed = new TreeMap<>();
        private final int obstructed;

        Plan(RandomGenerator chance, StudyResult<PlainMlp> whole, boolean trialsAreIndependent) {
            this.chance = chance;
            this.trials = whole.ranking().stream()
                    .sorted(Comparator.comparingInt(Trial::id))
                    .toList();
            this.best = whole.best().trial().id();
            if (trialsAreIndependent) {
                doom(
                        TrialStatus.DIVERGED,
                        Fault.on(chance.nextBoolean() ? Fault.Call.TRAIN : Fault.Call.EVALUATE)
                                .epoch(1)
                                .with(Fault.Effect.NAN));
                doom(TrialStatus.FAILED, Fault.on(Fault.Call.ESTIMATE).with(Fault.Effect.TOO_LARGE));
            }
            for (int i = 0; i < PASSING; i++) {
                faults.add(passing());
            }
            int wanted = chance.nextInt(trials.size());
            this.obstructed = mayMissCheckpoint(trials.get(wanted), 0) ? wanted : -1;
        }

        Fault[] faults() {
            return faults.toArray(Fault[]::new);
        }

        private void doom(TrialStatus status, Fault fault) {
            Trial trial = trials.get(chance.nextInt(trials.size()));
            if (trial.id() != best && doomed.putIfAbsent(trial.id(), status) == null) {
                faults.add(
                        fault.call() == Fault.Call.ESTIMATE
                                ? fault.where("learningRate", rate(trial))
                                : fault.trial(trial.id()));
            }
        }

        private static double rate(Trial trial) {
            return trial.configuration().getDouble("learningRate");
        }

        /** One that passes when it is tried again. */
        private Fault passing() {
            Trial trial = trials.get(chance.nextInt(trials.size()));
            int epoch = chance.nextInt(trial.epochs().size());
            Fault train = Fault.on(Fault.Call.TRAIN)
                    .trial(trial.id())
                    .epoch(epoch)
                    .position(chance.nextInt(Fixture.SHARDS))
                    .times(1);
            Fault evaluate =
                    Fault.on(Fault.Call.EVALUATE).trial(trial.id()).epoch(epoch).times(1);
            return switch (chance.nextInt(14)) {
                case 0 -> train.times(2);
                case 1 -> train.with(Fault.Effect.ERROR);
                case 2 -> train.with(Fault.Effect.OUT_OF_MEMORY);
                case 3 -> chance.nextBoolean() ? train.with(Fault.Effect.HANG) : evaluate.with(Fault.Effect.HANG);
                case 4 -> train.with(Fault.Effect.STUCK);
                case 5 -> evaluate;
                case 6 -> evaluate.with(Fault.Effect.OUT_OF_MEMORY);
                case 7 -> evaluate.with(Fault.Effect.UNMERGEABLE);
                case 8 -> onConfigurationOf(trial, Fault.Call.CREATE);
                case 9 -> onConfigurationOf(trial, Fault.Call.ESTIMATE);
                case 10, 11 -> onConfigurationOf(trial, Fault.Call.RESTORE);
                default ->
                    mayMissCheckpoint(trial, epoch)
                            ? Fault.on(Fault.Call.WRITE)
                                    .trial(trial.id())
                                    .epoch(epoch)
                                    .position(Fixture.SHARDS - 1)
                                    .times(1)
                            : train;
            };
        }

        private static Fault onConfigurationOf(Trial trial, Fault.Call call) {
            return Fault.on(call).where("learningRate", rate(trial)).times(1);
        }

        /**
         * The best model of all is made again if it could not be stored; those of other trials are not. A doomed trial's best is
         * the best of the epochs that it comes to.
         */
        private boolean mayMissCheckpoint(Trial trial, int epoch) {
            return trial.id() == best || (!doomed.containsKey(trial.id()) && bestEpoch(trial) != epoch);
        }

        private static int bestEpoch(Trial trial) {
            int best = 0;
            for (int epoch = 1; epoch < trial.epochs().size(); epoch++) {
                if (accuracy(trial, epoch) > accuracy(trial, best)) {
                    best = epoch;
                }
            }
            return best;
        }

        private static double accuracy(Trial trial, int epoch) {
            return trial.epochs().get(epoch).metrics().get("accuracy");
        }
    }
}
