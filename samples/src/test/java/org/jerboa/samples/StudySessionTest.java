package org.jerboa.samples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.jerboa.testkit.watch.WatchedExecutor.watched;
import static org.jerboa.tune.space.Parameter.fixed;
import static org.jerboa.tune.space.Parameter.real;

import java.nio.file.Files;
import java.nio.file.Path;
import org.jerboa.mop.MopExecutor;
import org.jerboa.search.RandomSearch;
import org.jerboa.testkit.fault.Fault;
import org.jerboa.testkit.fault.FaultyHandler;
import org.jerboa.testkit.perceptron.Blobs;
import org.jerboa.testkit.perceptron.PlainMlp;
import org.jerboa.testkit.perceptron.PlainMlpHandler;
import org.jerboa.tune.metric.Objective;
import org.jerboa.tune.space.SearchSpace;
import org.jerboa.tune.spi.ModelHandler;
import org.jerboa.tune.study.Study;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StudySessionTest {

    private static final Blobs BLOBS = new Blobs(4, 3, 11);
    private static final ModelHandler<PlainMlp> SOUND = PlainMlpHandler.of(BLOBS.schema());

    private final RecordedConsole console = new RecordedConsole();

    @Test
    void namesTheTrialsThatFailedWithTheirCause(@TempDir Path folder) throws Exception {
        ModelHandler<PlainMlp> handler =
                new FaultyHandler<>(SOUND, Fault.on(Fault.Call.TRAIN).trial(1).epoch(1));

        int status = session(study(handler), folder, console).run(false);

        assertThat(status).isZero();
        assertThat(console.out())
                .contains("1 of 3 trials failed or diverged:\ntrial 1 FAILED: ")
                .contains("Best: trial ");
    }

    @Test
    void reportsAStudyOfWhichNothingCame(@TempDir Path folder) throws Exception {
        ModelHandler<PlainMlp> handler = new FaultyHandler<>(SOUND, Fault.on(Fault.Call.CREATE));

        int status = session(study(handler), folder, console).run(false);

        assertThat(status).isZero();
        assertThat(console.out())
                .contains("3 of 3 trials failed or diverged:")
                .contains("No trial finished an epoch, so there is no best one.");
    }

    @Test
    void givesTheResultOfAStudyThatHasEndedAgain(@TempDir Path folder) throws Exception {
        assertThat(session(study(SOUND), folder, console).run(false)).isZero();
        String epochs = Files.readString(folder.resolve("epochs.csv"));

        RecordedConsole second = new RecordedConsole();
        int status = session(study(SOUND), folder, second).run(true);

        assertThat(status).isZero();
        assertThat(second.out()).contains("Best: trial ");
        assertThat(Files.readString(folder.resolve("epochs.csv"))).isEqualTo(epochs);
    }

    @Test
    void refusesToResumeAFolderWithoutAStudy(@TempDir Path folder) throws Exception {
        int status = session(study(SOUND), folder, console).run(true);

        assertThat(status).isEqualTo(2);
        assertThat(console.err()).contains("holds no study to resume").doesNotContain("\tat ");
    }

    private static Study<PlainMlp> study(ModelHandler<PlainMlp> handler) {
        SearchSpace space =
                SearchSpace.of(real("learningRate").log(1e-3, 1e-1), fixed("hidden", 4), fixed("batchSize", 8));
        return Study.of(space, handler)
                .data(BLOBS.dataset(3, 60, 20))
                .search(RandomSearch.trials(3).epochs(2))
                .maximize("accuracy")
                .on(watched(MopExecutor.threads(2).retries(0)));
    }

    private static StudySession<PlainMlp> session(Study<PlainMlp> study, Path folder, RecordedConsole console) {
        return new StudySession<>(
                study, folder, Objective.maximize("accuracy"), "samples/run blobs --resume", console.console());
    }
}
