package org.jerboa.mop.results;

import static org.assertj.core.api.Assertions.assertThat;
import static org.jerboa.testkit.watch.WatchedExecutor.watched;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jerboa.mop.MopExecutor;
import org.jerboa.search.RandomSearch;
import org.jerboa.testkit.fault.Fault;
import org.jerboa.testkit.fault.FaultyHandler;
import org.jerboa.testkit.perceptron.Blobs;
import org.jerboa.testkit.perceptron.PlainMlp;
import org.jerboa.testkit.perceptron.PlainMlpHandler;
import org.jerboa.tune.space.Parameter;
import org.jerboa.tune.space.SearchSpace;
import org.jerboa.tune.study.Study;
import org.jerboa.tune.study.StudyResult;
import org.jerboa.tune.study.Trial;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResultFilesTest {

    private static final Blobs BLOBS = new Blobs(4, 2, 3);

    @TempDir
    Path folder;

    private StudyResult<PlainMlp> run() {
        SearchSpace space = SearchSpace.of(
                Parameter.real("learningRate").log(1e-3, 1e-1),
                Parameter.categorical("activation", "relu", "tanh"),
                Parameter.real("momentum", 0.5, 0.9).when("activation", "tanh"));
        Fault broken = Fault.on(Fault.Call.TRAIN).trial(4).epoch(1);
        return Study.of(space, new FaultyHandler<>(PlainMlpHandler.of(BLOBS.schema()), broken))
                .data(BLOBS.dataset(3, 90, 40))
                .search(RandomSearch.trials(6).epochs(2))
                .maximize("auc")
                .on(watched(MopExecutor.threads(2)))
                .folder(folder)
                .run();
    }

    private List<NamedCsvRecord> csv(String name) throws IOException {
        try (CsvReader<NamedCsvRecord> reader = CsvReader.builder().ofNamedCsvRecord(folder.resolve(name))) {
            return reader.stream().toList();
        }
    }

    @Test
    void tablesHaveARowForEveryTrialAndEpochWithTheValuesOfTheResult() throws IOException {
        StudyResult<PlainMlp> result = run();

        List<NamedCsvRecord> trials = csv("trials.csv");
        List<NamedCsvRecord> epochs = csv("epochs.csv");
        assertThat(trials).extracting(row -> row.getField("trial")).containsExactly("0", "1", "2", "3", "4", "5");
        assertThat(epochs).hasSize(5 * 2 + 1);
        for (Trial trial : result.ranking()) {
            NamedCsvRecord row = trials.get(trial.id());
            assertThat(row.getField("status")).isEqualTo(trial.status().name());
            assertThat(row.getField("learningRate"))
                    .isEqualTo(trial.configuration().texts().get("learningRate"));
            assertThat(row.getField("momentum"))
                    .isEqualTo(trial.configuration().texts().getOrDefault("momentum", ""));
            double auc = trial.epochs().stream()
                    .mapToDouble(epoch -> epoch.metrics().get("auc"))
                    .max()
                    .orElseThrow();
            assertThat(Double.parseDouble(row.getField("auc"))).isEqualTo(auc);
        }
        assertThat(trials.get(4).getField("cause")).contains("InjectedFault");
    }

    @Test
    void summaryTellsTheWholeStory() throws IOException {
        StudyResult<PlainMlp> result = run();

        JsonNode summary =
                new ObjectMapper().readTree(folder.resolve("summary.json").toFile());
        assertThat(summary.get("status").asText()).isEqualTo("COMPLETED");
        assertThat(summary.get("trials").asInt()).isEqualTo(6);
        assertThat(summary.get("failed").asInt()).isEqualTo(1);
        assertThat(summary.at("/best/trial").asInt())
                .isEqualTo(result.best().trial().id());
        assertThat(summary.at("/best/validation/auc").asDouble())
                .isEqualTo(result.best().epoch().metrics().get("auc"));
        assertThat(summary.at("/best/configuration/activation").asText())
                .isEqualTo(result.best().trial().configuration().getString("activation"));
        assertThat(summary.get("units").asLong())
                .isEqualTo(result.cost().units())
                .isGreaterThanOrEqualTo(33);
        assertThat(summary.get("workers").asInt()).isEqualTo(2);
        assertThat(summary.get("seed").asLong()).isEqualTo(42);
        assertThat(summary.get("wallSeconds").asDouble()).isPositive();
        assertThat(summary.get("trainingSeconds").asDouble()).isPositive();
        assertThat(folder.resolve("best-model.mlp.txt")).isNotEmptyFile();
        assertThat(result.best().file()).contains(folder.resolve("best-model.mlp.txt"));
    }

    @Test
    void nothingButResultsAndBestCheckpointsIsLeft() throws IOException {
        run();

        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder(
                            "journal.jsonl",
                            "trials.csv",
                            "epochs.csv",
                            "summary.json",
                            "best-model.mlp.txt",
                            "checkpoints",
                            "steering",
                            "study.lock");
        }
        assertThat(folder.resolve("steering"))
                .as("commands that nobody waits for")
                .isEmptyDirectory();
        for (int trial = 0; trial < 6; trial++) {
            try (Stream<Path> versions = Files.list(folder.resolve("checkpoints/trial-" + trial))) {
                assertThat(versions).as("trial %d keeps its best epoch", trial).hasSize(1);
            }
        }
    }
}
