package org.jerboa.mop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.jerboa.testkit.watch.WatchedExecutor.watched;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jerboa.mop.journal.Journal;
import org.jerboa.mop.journal.JournalReader;
import org.jerboa.search.RandomSearch;
import org.jerboa.testkit.fault.Fault;
import org.jerboa.testkit.fault.FaultyHandler;
import org.jerboa.testkit.fault.LiveModels;
import org.jerboa.testkit.fault.TrackedHandler;
import org.jerboa.testkit.perceptron.PlainMlp;
import org.jerboa.tune.space.Configuration;
import org.jerboa.tune.spi.Decision;
import org.jerboa.tune.spi.SearchAlgorithm;
import org.jerboa.tune.spi.SearchProblem;
import org.jerboa.tune.spi.Searcher;
import org.jerboa.tune.spi.TrainingSummary;
import org.jerboa.tune.spi.TrialEvent;
import org.jerboa.tune.study.EpochResult;
import org.jerboa.tune.study.Replay;
import org.jerboa.tune.study.Study;
import org.jerboa.tune.study.StudyEvent;
import org.jerboa.tune.study.StudyException;
import org.jerboa.tune.study.StudyHandle;
import org.jerboa.tune.study.StudyResult;
import org.jerboa.tune.study.Trial;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReplayTest {

    @TempDir
    Path folder;

    @Test
    void everyTrialComesOutTheSameBitForBit() throws Exception {
        StudyResult<PlainMlp> result = Fixture.study().folder(folder).run();
        Map<String, Long> before = files();

        for (Trial trial : result.ranking()) {
            Replay<PlainMlp> replay = Fixture.study().replay(folder, trial.id());

            assertThat(replay.differences()).isEmpty();
            assertThat(replay.isSame()).isTrue();
            assertThat(replay.configuration()).isEqualTo(trial.configuration());
            assertThat(metrics(replay.epochs()))
                    .isEqualTo(metrics(trial.epochs().subList(0, replay.epochs().size())));
            assertThat(Fixture.bits(replay.model())).isEqualTo(Fixture.bits(result.model(trial.id())));
        }
        assertThat(files()).as("the folder, which a replay never changes").isEqualTo(before);
    }

    @Test
    void replaysToTheEpochThatIsAskedFor() throws Exception {
        StudyResult<PlainMlp> result = Fixture.study().folder(folder).run();
        Trial trial = result.ranking().get(0);

        Replay<PlainMlp> replay = Fixture.study().replay(folder, trial.id(), Fixture.EPOCHS - 1);

        assertThat(metrics(replay.epochs())).isEqualTo(metrics(trial.epochs()));
        assertThat(replay.isSame()).isTrue();
        Fixture.HANDLER.close(replay.model());
    }

    @Test
    void replaysWhatFailedAndWasRunAgain() throws Exception {
        FaultyHandler<PlainMlp> faulty = new FaultyHandler<>(
                Fixture.HANDLER, Fault.on(Fault.Call.TRAIN).trial(2).epoch(1).times(1));
        StudyResult<PlainMlp> result = Fixture.study(faulty).folder(folder).run();

        Replay<PlainMlp> replay = Fixture.study().replay(folder, 2, Fixture.EPOCHS - 1);

        assertThat(replay.differences()).isEmpty();
        assertThat(result.ranking()).hasSize(8);
        Fixture.HANDLER.close(replay.model());
    }

    @Test
    void aStudyThatWasStoppedOrRunsCanBeReplayed() throws Exception {
        StudyHandle<PlainMlp> handle = Fixture.study()
                .search(RandomSearch.trials(3).epochs(200))
                .folder(folder)
                .start();
        while (handle.trials().size() < 3
                || handle.trials().get(0).epochs().isEmpty()
                || lines("EpochFinished\",\"trial\":0,") == 0) {
            Thread.onSpinWait();
        }
        Study<PlainMlp> study = Fixture.study().search(RandomSearch.trials(3).epochs(200));

        Replay<PlainMlp> running = study.replay(folder, 0, 0);
        handle.stop();
        handle.await();
        Files.writeString(
                folder.resolve("journal.jsonl"),
                "{\"crc\":\"0123",
                StandardOpenOption.APPEND); // as a process that was killed leaves it
        Replay<PlainMlp> stopped = study.replay(folder, 0, 0);

        assertThat(running.isSame()).isTrue();
        assertThat(stopped.isSame()).isTrue();
        assertThat(Fixture.bits(stopped.model())).isEqualTo(Fixture.bits(running.model()));
    }

    private long lines(String text) throws IOException {
        try (Stream<String> lines = Files.lines(folder.resolve("journal.jsonl"))) {
            return lines.filter(line -> line.contains(text)).count();
        }
    }

    /** Each trial starts from the one before it, with another learning rate, when that has had two epochs. */
    @Test
    void aCloneOfACloneIsReplayedFromItsAncestors() throws Exception {
        Study<PlainMlp> study = Fixture.study().search(new Cloning());
        StudyResult<PlainMlp> result = study.folder(folder).run();
        assertThat(result.ranking()).extracting(Trial::id).contains(2);

        Replay<PlainMlp> replay = study.replay(folder, 2, 1);

        assertThat(replay.differences()).isEmpty();
        Trial past = result.ranking().stream()
                .filter(trial -> trial.id() == 2)
                .findFirst()
                .orElseThrow();
        assertThat(past.parent()).contains(1);
        assertThat(metrics(replay.epochs())).isEqualTo(metrics(past.epochs()));
        Fixture.HANDLER.close(replay.model());
    }

    @Test
    void aLossThatWasTamperedWithIsReportedAsADifference() throws Exception {
        Fixture.study().folder(folder).run();
        rewrite(event -> event instanceof StudyEvent.UnitTrained unit && unit.trial() == 4 && unit.version() == 3
                ? withLoss(unit, unit.training().loss() + 1e-15)
                : event);

        Replay<PlainMlp> replay = Fixture.study().replay(folder, 4, 0);

        assertThat(replay.differences()).singleElement().asString().contains("unit 3 of trial 4", "recorded is loss");
        Fixture.HANDLER.close(replay.model());
    }

    @Test
    void anotherModelThanTheStoredOneIsADifference() throws Exception {
        StudyResult<PlainMlp> result = Fixture.study().folder(folder).run();
        int best = result.best().trial().id();
        int other = result.ranking().get(1).id();
        Path mine = checkpoint(best);
        byte[] damaged = Files.readAllBytes(mine);
        damaged[damaged.length / 2] ^= 1;
        Files.write(mine, damaged);
        // the seed of the trial decides its bits, while its space, data and settings stay what they were
        rewrite(event -> event instanceof StudyEvent.TrialStarted start && start.trial() == other
                ? new StudyEvent.TrialStarted(other, start.configuration(), start.seed() + 1, start.parent(), 0, false)
                : event);

        Replay<PlainMlp> ofDamaged = Fixture.study().replay(folder, best);
        Replay<PlainMlp> ofOther = Fixture.study().replay(folder, other);

        assertThat(ofDamaged.differences()).singleElement().asString().contains("is damaged");
        assertThat(ofOther.differences())
                .anyMatch(text -> text.contains("differs from its checkpoint after byte"))
                .anyMatch(text -> text.contains("'accuracy' of trial") || text.contains("'loss' of trial"));
        Fixture.HANDLER.close(ofDamaged.model());
        Fixture.HANDLER.close(ofOther.model());
    }

    private Path checkpoint(int trial) throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("checkpoints/trial-" + trial))) {
            return files.findFirst().orElseThrow();
        }
    }

    @Test
    void refusesWhatItCannotReplay() throws Exception {
        Fixture.study().folder(folder).run();
        Study<PlainMlp> study = Fixture.study();

        assertThatThrownBy(() -> study.replay(folder, 8))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no trial 8")
                .hasMessageContaining("it has 8");
        assertThatThrownBy(() -> study.replay(folder, 1, Fixture.EPOCHS))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("did not finish epoch 3; it finished 3");
        assertThatThrownBy(() -> study.replay(folder.resolve("elsewhere"), 1))
                .isInstanceOf(StudyException.class)
                .hasMessageContaining("no study to replay");
        assertThatThrownBy(() -> Fixture.study()
                        .on(watched(MopExecutor.threads(2).toolThreads(2)))
                        .replay(folder, 1))
                .isInstanceOf(StudyException.class)
                .hasMessageContaining("number of tool threads is 2, it was 1");
    }

    @Test
    void closesItsModelsWhenItIsInterruptedOrFails() throws Exception {
        Fixture.study().folder(folder).run();
        LiveModels live = new LiveModels();
        FaultyHandler<PlainMlp> faulty = new FaultyHandler<>(
                new TrackedHandler<>(Fixture.HANDLER, live),
                Fault.on(Fault.Call.EVALUATE).epoch(1));

        assertThatThrownBy(() -> Fixture.study(faulty).replay(folder, 0, 2))
                .isInstanceOf(StudyException.class)
                .hasMessageContaining("the validation of epoch 1 of trial 0 failed");
        assertThat(live.count()).isZero();
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> Fixture.study().replay(folder, 0, 2))
                .isInstanceOf(StudyException.class)
                .hasMessageContaining("interrupted");
        assertThat(Thread.interrupted()).isTrue();
    }

    private static List<Map<String, Double>> metrics(List<EpochResult> epochs) {
        return epochs.stream().map(EpochResult::metrics).toList();
    }

    private Map<String, Long> files() throws IOException {
        Map<String, Long> sizes = new TreeMap<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                sizes.put(folder.relativize(file) + " " + Files.getLastModifiedTime(file), Files.size(file));
            }
        }
        return sizes;
    }

    /** Writes the journal again, with other events. */
    private void rewrite(UnaryOperator<StudyEvent> change) throws IOException {
        Path file = folder.resolve("journal.jsonl");
        JournalReader read = JournalReader.read(file, Fixture.SPACE);
        try (Journal journal = Journal.begin(file, read.header(), Fixture.SPACE, InstantSource.system())) {
            read.events().forEach(event -> journal.append(change.apply(event)));
        }
    }

    private static StudyEvent.UnitTrained withLoss(StudyEvent.UnitTrained unit, double loss) {
        TrainingSummary training =
                new TrainingSummary(unit.training().examples(), unit.training().minibatches(), loss);
        return new StudyEvent.UnitTrained(
                unit.ticket(),
                unit.trial(),
                unit.epoch(),
                unit.position(),
                unit.shard(),
                unit.version(),
                unit.worker(),
                training,
                unit.cost());
    }

    private record Cloning() implements SearchAlgorithm {

        @Override
        public Searcher start(SearchProblem problem) {
            return new CloningSearcher();
        }

        @Override
        public String describe() {
            return "cloning";
        }
    }

    private static final class CloningSearcher implements Searcher {

        private int parent = -1;
        private boolean another;

        @Override
        public List<Decision> ask(Ask ask) {
            if (ask.nextTrial() == 0) {
                return List.of(new Decision.Start(configuration(0)));
            }
            if (another) {
                another = false;
                return List.of(new Decision.Train(parent));
            }
            if (parent == ask.nextTrial() - 1 && parent < 2) {
                return List.of(new Decision.Clone(parent, configuration(parent + 1)), new Decision.Complete(parent));
            }
            return List.of();
        }

        @Override
        public void tell(TrialEvent event) {
            if (event instanceof TrialEvent.EpochFinished finished) {
                another = finished.epoch() == 0;
                parent = finished.trial();
            }
        }

        private static Configuration configuration(int number) {
            return Fixture.SPACE.configuration(Map.of(
                    "learningRate",
                    0.02 / (number + 1),
                    "dropout",
                    0.2,
                    "hidden",
                    5,
                    "batchSize",
                    8,
                    "activation",
                    "tanh"));
        }
    }
}
