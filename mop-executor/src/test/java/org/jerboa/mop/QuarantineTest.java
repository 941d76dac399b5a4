package org.jerboa.mop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.jerboa.testkit.watch.WatchedExecutor.watched;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jerboa.mop.journal.JournalReader;
import org.jerboa.search.RandomSearch;
import org.jerboa.testkit.fault.Fault;
import org.jerboa.testkit.fault.FaultyHandler;
import org.jerboa.testkit.fault.ForwardingHandler;
import org.jerboa.testkit.perceptron.PlainMlp;
import org.jerboa.tune.study.EarlyStopping;
import org.jerboa.tune.study.EpochResult;
import org.jerboa.tune.study.StudyEvent;
import org.jerboa.tune.study.StudyResult;
import org.jerboa.tune.study.StudyStatus;
import org.jerboa.tune.study.Trial;
import org.jerboa.tune.study.TrialStatus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What cannot be helped is set aside, with what is known of it; the rest of the study stands. */
class QuarantineTest {

    @TempDir
    Path folder;

    private static Trial trial(StudyResult<?> result, int id) {
        return result.ranking().stream()
                .filter(trial -> trial.id() == id)
                .findFirst()
                .orElseThrow();
    }

    private <E extends StudyEvent> List<E> journalled(Class<E> kind) throws IOException {
        List<E> events = new ArrayList<>();
        JournalReader.forEach(folder.resolve("journal.jsonl"), Fixture.SPACE, event -> {
            if (kind.isInstance(event)) {
                events.add(kind.cast(event));
            }
        });
        return events;
    }

    @ParameterizedTest
    @CsvSource({"0", "1", "3"})
    void aTrialThatKeepsFailingIsTriedAsOftenAsAllowedAndItsCauseIsKept(int retries) throws Exception {
        StudyResult<PlainMlp> result = Fixture.study(new FaultyHandler<>(
                        Fixture.HANDLER,
                        Fault.on(Fault.Call.TRAIN).trial(3).epoch(1).position(2)))
                .on(watched(MopExecutor.threads(2).retries(retries)))
                .folder(folder)
                .run();

        String cause = "injected into TRAIN of trial 3 epoch 1 position 2";
        assertThat(trial(result, 3).status()).isEqualTo(TrialStatus.FAILED);
        assertThat(trial(result, 3).cause())
                .hasValueSatisfying(text -> assertThat(text).contains(cause));
        assertThat(journalled(StudyEvent.UnitFailed.class))
                .hasSize(1 + retries)
                .allSatisfy(failed -> assertThat(failed.cause()).contains(cause))
                .extracting(StudyEvent.UnitFailed::retried)
                .endsWith(false)
                .containsOnlyOnce(false);
        assertThat(journalled(StudyEvent.TrialEnded.class))
                .filteredOn(end -> end.trial() == 3)
                .singleElement()
                .satisfies(end -> assertThat(end.cause().orElse("")).contains(cause));
        try (CsvReader<NamedCsvRecord> rows = CsvReader.builder().ofNamedCsvRecord(folder.resolve("trials.csv"))) {
            assertThat(rows.stream().filter(row -> row.getField("trial").equals("3")))
                    .singleElement()
                    .satisfies(row -> assertThat(row.getField("cause")).contains(cause));
        }
        StudyResult<PlainMlp> again = Fixture.study().folder(folder).resume();
        assertThat(trial(again, 3).cause()).isEqualTo(trial(result, 3).cause());
    }

    /** A tool that cannot write its own file, or read its checkpoint, takes nothing else away. */
    @ParameterizedTest
    @CsvSource({"true", "false"})
    void aBestModelThatCannotBeReadOrExportedDoesNotKeepBackTheResult(boolean export) throws Exception {
        StudyResult<PlainMlp> whole = Fixture.study().run();

        StudyResult<PlainMlp> result = Fixture.study(
                        export
                                ? new Unexportable()
                                : new FaultyHandler<>(
                                        Fixture.HANDLER,
                                        Fault.on(Fault.Call.RESTORE).with(Fault.Effect.ERROR)))
                .folder(folder)
                .run();

        assertThat(result.status()).isEqualTo(StudyStatus.COMPLETED);
        assertThat(result.best().trial().id()).isEqualTo(whole.best().trial().id());
        assertThat(result.best().file()).isEmpty();
        assertThat(folder.resolve("trials.csv")).isNotEmptyFile();
        assertThat(folder.resolve("summary.json")).isNotEmptyFile();
        assertThat(Fixture.study().folder(folder).resume().best().file()).isPresent();
    }

    private static final class Unexportable extends ForwardingHandler<PlainMlp> {

        private static final long serialVersionUID = 1L;

        Unexportable() {
            super(Fixture.HANDLER);
        }

        @Override
        public void export(PlainMlp model, Path file) {
            throw new IllegalStateException("this kind of layer cannot be exported");
        }
    }

    /** The disk went bad when all was done. */
    @Test
    void aBestModelThatIsDamagedAfterTheEndIsMadeAgainOnResuming() throws Exception {
        StudyResult<PlainMlp> whole = Fixture.study().folder(folder).run();
        String bits = Fixture.bits(whole.best().model());
        Path file = folder.resolve("checkpoints/trial-" + whole.best().trial().id() + "/version-"
                + whole.best().epoch().version() + ".checkpoint");
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length / 2] ^= 1;
        Files.write(file, bytes);

        StudyResult<PlainMlp> resumed = Fixture.study().folder(folder).resume();

        assertThat(Fixture.bits(resumed.best().model())).isEqualTo(bits);
        assertThat(resumed.best().testMetrics()).isEqualTo(whole.best().testMetrics());
    }

    @ParameterizedTest
    @CsvSource({"1, 0", "2, 0", "1, 0.05"})
    void trialsThatGetNoBetterEndAndTheirBestEpochStands(int patience, double minImprovement) throws Exception {
        int epochs = 10;
        StudyResult<PlainMlp> whole =
                Fixture.study().search(RandomSearch.trials(8).epochs(epochs)).run();

        StudyResult<PlainMlp> result = Fixture.study()
                .search(RandomSearch.trials(8).epochs(epochs))
                .stopEarly(EarlyStopping.patience(patience).minImprovement(minImprovement))
                .run();

        for (Trial trial : result.ranking()) {
            List<Double> all = accuracies(trial(whole, trial.id()));
            int end = end(all, patience, minImprovement);
            assertThat(accuracies(trial)).as("trial %d", trial.id()).isEqualTo(all.subList(0, end));
            assertThat(trial.status())
                    .isEqualTo(
                            sinceImprovement(all.subList(0, end), minImprovement) >= patience
                                    ? TrialStatus.STOPPED
                                    : TrialStatus.COMPLETED);
        }
        assertThat(result.ranking()).extracting(Trial::status).contains(TrialStatus.STOPPED);
        assertThat(result.best().epoch().metrics().get("accuracy"))
                .isEqualTo(result.ranking().stream()
                        .flatMap(trial -> accuracies(trial).stream())
                        .max(Double::compare)
                        .orElseThrow());
        StudyResult<PlainMlp> upToIt = Fixture.study()
                .search(RandomSearch.trials(8).epochs(result.best().epoch().epoch() + 1))
                .run();
        assertThat(Fixture.bits(result.best().model()))
                .as("the model of the best epoch, not of the last")
                .isEqualTo(Fixture.bits(upToIt.model(result.best().trial().id())));
    }

    private static List<Double> accuracies(Trial trial) {
        return trial.epochs().stream()
                .map(EpochResult::metrics)
                .map(metrics -> metrics.get("accuracy"))
                .toList();
    }

    /** How many epochs a trial gets. */
    private static int end(List<Double> values, int patience, double minImprovement) {
        for (int epochs = 1; epochs < values.size(); epochs++) {
            if (sinceImprovement(values.subList(0, epochs), minImprovement) >= patience) {
                return epochs;
            }
        }
        return values.size();
    }

    /** Epochs since the best value was last beaten by enough. */
    private static int sinceImprovement(List<Double> values, double minImprovement) {
        int since = 0;
        double best = values.get(0);
        for (double value : values.subList(1, values.size())) {
            boolean better = value > best && value - best >= minImprovement;
            best = better ? value : best;
            since = better ? 0 : since + 1;
        }
        return since;
    }
}
