package org.jerboa.mop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.jerboa.testkit.watch.WatchedExecutor.watched;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jerboa.search.GridSearch;
import org.jerboa.search.RandomSearch;
import org.jerboa.testkit.fault.Fault;
import org.jerboa.testkit.fault.FaultyHandler;
import org.jerboa.testkit.perceptron.Blobs;
import org.jerboa.testkit.perceptron.PlainMlp;
import org.jerboa.testkit.perceptron.PlainMlpHandler;
import org.jerboa.tune.space.Parameter;
import org.jerboa.tune.space.SearchSpace;
import org.jerboa.tune.study.Study;
import org.jerboa.tune.study.StudyException;
import org.jerboa.tune.study.StudyResult;
import org.jerboa.tune.study.Trial;
import org.jerboa.tune.study.TrialStatus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PastTrialsTest {

    private static final Blobs BLOBS = new Blobs(4, 2, 3);

    private static final SearchSpace SPACE = SearchSpace.of(
            Parameter.real("learningRate").log(1e-3, 1e-1),
            Parameter.categorical("activation", "relu", "tanh"),
            Parameter.categorical("shape").choice("a b", 1).choice("c, d", 2),
            Parameter.real("momentum", 0.5, 0.9).when("activation", "tanh"));

    @TempDir
    Path folder;

    private Study<PlainMlp> study(SearchSpace space, Path where) {
        Fault broken = Fault.on(Fault.Call.TRAIN).trial(4).epoch(1);
        return Study.of(space, new FaultyHandler<>(PlainMlpHandler.of(BLOBS.schema()), broken))
                .data(BLOBS.dataset(3, 90, 40))
                .search(RandomSearch.trials(6).epochs(2))
                .maximize("accuracy")
                .on(watched(MopExecutor.threads(2)))
                .folder(where);
    }

    @Test
    void areTheTrialsOfTheResultByNumber() {
        StudyResult<PlainMlp> result = study(SPACE, folder).run();

        List<Trial> past = PastTrials.of(folder, SPACE);

        assertThat(past)
                .isEqualTo(result.ranking().stream()
                        .sorted(Comparator.comparingInt(Trial::id))
                        .toList());
        assertThat(past.get(4).status()).isEqualTo(TrialStatus.FAILED);
        assertThat(past.get(4).cause())
                .hasValueSatisfying(cause -> assertThat(cause).contains("InjectedFault"));
    }

    @Test
    void leaveOutThoseOfAnotherSpace() {
        study(SPACE, folder).run();
        SearchSpace relu = SPACE.narrow(Map.of("activation", "relu"));
        SearchSpace wider = SearchSpace.of(
                Parameter.real("learningRate").log(1e-4, 1),
                Parameter.categorical("activation", "elu", "relu", "tanh"),
                Parameter.categorical("shape").choice("a b", 1).choice("c, d", 2),
                Parameter.real("momentum", 0, 1).when("activation", "tanh"));
        SearchSpace other = SearchSpace.of(Parameter.real("x", 0, 1));

        assertThat(PastTrials.of(folder, relu))
                .isNotEmpty()
                .allMatch(trial -> trial.configuration().getString("activation").equals("relu"))
                .hasSizeLessThan(6);
        assertThat(PastTrials.of(folder, wider)).hasSize(6).allMatch(trial -> wider.contains(trial.configuration()));
        assertThat(PastTrials.of(folder, other)).isEmpty();
    }

    @Test
    void letASearchGoOnWhereAnotherLeftOff() {
        SearchSpace finite = SearchSpace.of(
                Parameter.ordinal("learningRate", 0.001, 0.01, 0.1),
                Parameter.categorical("activation", "relu", "tanh"));
        study(finite, folder.resolve("first"))
                .search(GridSearch.sequential().trials(4).epochs(1))
                .run();
        List<Trial> first = PastTrials.of(folder.resolve("first"), finite);

        StudyResult<PlainMlp> second = study(finite, folder.resolve("second"))
                .search(GridSearch.sequential().epochs(1).learnFrom(first))
                .run();

        assertThat(second.ranking())
                .hasSize(2)
                .noneMatch(trial ->
                        first.stream().anyMatch(past -> past.configuration().equals(trial.configuration())));
    }

    @Test
    void refuseAFolderWithoutAStudy() throws Exception {
        assertThatThrownBy(() -> PastTrials.of(folder, SPACE))
                .isInstanceOf(StudyException.class)
                .hasMessageContainingAll("holds no study", "journal.jsonl", "give the folder");
        Files.writeString(folder.resolve("journal.jsonl"), "{}\n");
        assertThatThrownBy(() -> PastTrials.of(folder, SPACE))
                .isInstanceOf(StudyException.class)
                .hasMessageContaining("checksum");
    }
}
