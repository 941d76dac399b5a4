package org.jerboa.samples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.jerboa.testkit.watch.WatchedExecutor.watched;
import static org.jerboa.tune.space.Parameter.fixed;
import static org.jerboa.tune.space.Parameter.real;

import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jerboa.mop.MopExecutor;
import org.jerboa.search.RandomSearch;
import org.jerboa.testkit.perceptron.Blobs;
import org.jerboa.testkit.perceptron.PlainMlp;
import org.jerboa.testkit.perceptron.PlainMlpHandler;
import org.jerboa.tune.space.SearchSpace;
import org.jerboa.tune.study.Command;
import org.jerboa.tune.study.Study;
import org.jerboa.tune.study.StudyEvent;
import org.jerboa.tune.study.StudyHandle;
import org.jerboa.tune.study.StudyStatus;
import org.jerboa.tune.study.TrialStatus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The tool as its user has it, on a study that waits for commands after its first epoch. */
@Timeout(value = 10, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SteerToolTest {

    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final Blobs BLOBS = new Blobs(4, 3, 11);
    private static final SearchSpace SPACE =
            SearchSpace.of(real("learningRate").log(1e-3, 1e-1), fixed("hidden", 4), fixed("batchSize", 8));

    @TempDir
    Path folder;

    /** The trial that had finished an epoch when the study paused; the two others had not then, so neither has ended. */
    private int trained;

    private String out = "";
    private String err = "";

    @Test
    void steersARunningStudyByEveryCommand() throws Exception {
        StudyHandle<PlainMlp> study = paused();
        String first = String.valueOf((trained + 1) % 3);
        int second = (trained + 2) % 3;

        assertThat(steer("status")).isZero();
        assertThat(out).contains("PAUSED in " + folder, "3 trials: ", "trial  from  status ", "learningRate=");
        assertThat(steer("stop", first)).as(err).isZero();
        assertThat(out).isEqualTo("accepted\n");
        assertThat(steer("resume", first, "--epochs", "2")).as(err).isZero();
        assertThat(steer("delete", String.valueOf(second))).as(err).isZero();
        assertThat(steer("add", "learningRate=0.02")).as(err).isZero();
        assertThat(out).isEqualTo("accepted: trial 3 begins\n");
        assertThat(steer("clone", String.valueOf(trained), "learningRate=0.03", "--weights"))
                .as(err)
                .isZero();
        assertThat(out).isEqualTo("accepted: trial 4 begins\n");
        assertThat(steer("pause")).as(err).isZero();
        assertThat(steer("focus", "learningRate=1e-3..5e-2")).as(err).isZero();
        assertThat(steer("resume-study")).as(err).isZero();

        assertThat(study.await().status()).isEqualTo(StudyStatus.COMPLETED);
        assertThat(study.trials().get(second).status()).isEqualTo(TrialStatus.DELETED);
        assertThat(study.trials().get(4).parent()).contains(trained);
        assertThat(steer("status")).isZero();
        assertThat(out)
                .contains("COMPLETED in " + folder, "1 deleted", "trial " + second + " DELETED: deleted by the user")
                .containsPattern("(?m)^ +4 +" + trained + "  COMPLETED");
    }

    @Test
    void endsAStudy() throws Exception {
        StudyHandle<PlainMlp> study = paused();

        assertThat(steer("stop-study")).as(err).isZero();

        assertThat(study.await().status()).isEqualTo(StudyStatus.STOPPED);
        assertThat(steer("status")).isZero();
        assertThat(out).contains("STOPPED in " + folder);
    }

    @Test
    void saysWhyACommandIsRefused() throws Exception {
        StudyHandle<PlainMlp> study = paused();

        assertThat(steer("stop", "7")).isEqualTo(1);
        assertThat(err).isEqualTo("refused: there is no trial 7; there are 3\n");
        assertThat(steer("add", "learningRate=5")).isEqualTo(1);
        assertThat(err).startsWith("refused: ").contains("'learningRate'");

        steer("stop-study");
        study.await();
    }

    @Test
    void saysThatNoStudyRuns() throws Exception {
        assertThat(steer("pause")).isEqualTo(1);
        assertThat(err).isEqualTo("there is no study in folder " + folder + "; give the folder of a running one\n");
        assertThat(steer("status")).isEqualTo(1);
        assertThat(err).contains("it has no journal.jsonl");
    }

    @Test
    void explainsItselfWhenItIsMisunderstood() throws Exception {
        assertThat(steer("explode")).isEqualTo(2);
        assertThat(err).startsWith("there is no command 'explode'\n\nUsage: samples/run steer DIR COMMAND");
        assertThat(steer("add", "learningRate")).isEqualTo(2);
        assertThat(err).startsWith("'learningRate' in 'learningRate' assigns nothing");
        assertThat(steer("stop", "--help")).isZero();
        assertThat(out).contains("resume TRIAL [--epochs N]");
    }

    private StudyHandle<PlainMlp> paused() {
        CompletableFuture<StudyHandle<PlainMlp>> handle = new CompletableFuture<>();
        CompletableFuture<Integer> first = new CompletableFuture<>();
        CompletableFuture<Void> paused = new CompletableFuture<>();
        handle.complete(Study.of(SPACE, PlainMlpHandler.of(BLOBS.schema()))
                .data(BLOBS.dataset(3, 60, 20))
                .search(RandomSearch.trials(3).epochs(3))
                .maximize("accuracy")
                .on(watched(MopExecutor.threads(2)))
                .folder(folder)
                .listener((event, progress) -> {
                    if (event instanceof StudyEvent.EpochFinished epoch && first.complete(epoch.trial())) {
                        handle.join().steer(new Command.PauseStudy());
                    } else if (event instanceof StudyEvent.Steered) {
                        paused.complete(null);
                    }
                })
                .start());
        paused.join();
        trained = first.join();
        await().atMost(PATIENCE).until(() -> steer("status") == 0);
        return handle.join();
    }

    private int steer(String... words) throws Exception {
        RecordedConsole console = new RecordedConsole();
        List<String> all = new ArrayList<>(List.of("steer", folder.toString()));
        all.addAll(List.of(words));
        all.addAll(List.of("--timeout", String.valueOf(PATIENCE.toSeconds())));
        int status = new Samples(Samples.ALL).run(all, console.console(), LocalDateTime.of(2026, 1, 1, 0, 0));
        out = console.out();
        err = console.err();
        return status;
    }
}
