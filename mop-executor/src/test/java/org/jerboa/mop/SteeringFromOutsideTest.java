package org.jerboa.mop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jerboa.mop.journal.JournalReader;
import org.jerboa.mop.steering.StudyRemote;
import org.jerboa.mop.steering.StudyView;
import org.jerboa.testkit.perceptron.PlainMlp;
import org.jerboa.tune.metric.Objective;
import org.jerboa.tune.space.Configuration;
import org.jerboa.tune.study.Command;
import org.jerboa.tune.study.StudyEvent;
import org.jerboa.tune.study.StudyException;
import org.jerboa.tune.study.StudyHandle;
import org.jerboa.tune.study.StudyResult;
import org.jerboa.tune.study.StudyStatus;
import org.jerboa.tune.study.Trial;
import org.jerboa.tune.study.TrialStatus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Studies of this process that are steered through their folders. */
@Timeout(value = 10, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SteeringFromOutsideTest {

    private static final Duration PATIENCE = Duration.ofMinutes(5);

    @TempDir
    Path temporary;

    private Path folder() {
        return temporary.resolve("study");
    }

    private StudyRemote remote() {
        return StudyRemote.of(folder()).timeout(PATIENCE);
    }

    private StudyHandle<PlainMlp> pausedStudy() {
        StudyHandle<PlainMlp> handle = PausingStudy.start(folder());
        await().atMost(PATIENCE).until(() -> remote().view().state() == StudyView.State.PAUSED);
        return handle;
    }

    private static Configuration texts(String text) {
        return Configuration.ofTexts(Configuration.readTexts(text));
    }

    @Test
    void aCommandTakesEffectBeforeItIsAcceptedAndIsInTheJournal() throws Exception {
        StudyHandle<PlainMlp> handle = pausedStudy();

        assertThat(remote().steer(new Command.StopTrial(2))).isEmpty();
        assertThat(handle.trials().get(2).status()).isEqualTo(TrialStatus.STOPPED);
        assertThat(steered()).endsWith(new Command.StopTrial(2));

        OptionalInt added = remote().steer(new Command.AddTrial(
                texts("learningRate=1e-2, dropout=0.1, hidden=4, batchSize=8, activation=relu")));
        assertThat(added).hasValue(PausingStudy.TRIALS);
        Configuration parents = handle.trials().get(2).configuration();
        OptionalInt clone = remote().steer(new Command.CloneTrial(2, texts("batchSize=16"), false));
        assertThat(clone).hasValue(PausingStudy.TRIALS + 1);
        assertThat(handle.trials().get(clone.getAsInt()).configuration())
                .isEqualTo(Fixture.SPACE.change(parents, Map.of("batchSize", 16)));

        remote().steer(new Command.ResumeStudy());
        StudyResult<PlainMlp> result = handle.await();
        assertThat(result.status()).isEqualTo(StudyStatus.COMPLETED);
        assertThat(result.ranking()).hasSize(PausingStudy.TRIALS + 2);
        assertThat(remote().isRunning()).isFalse();
        assertThat(folder().resolve("steering")).isEmptyDirectory();
    }

    @Test
    void aRefusedCommandChangesNothingAndSaysWhy() throws Exception {
        StudyHandle<PlainMlp> handle = pausedStudy();
        List<StudyEvent> before = decisions();

        assertThatThrownBy(() -> remote().steer(new Command.StopTrial(99)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("there is no trial 99; there are 4");
        assertThatThrownBy(() -> remote().steer(new Command.CloneTrial(99, texts("batchSize=16"), true)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("there is no trial 99; there are 4");
        assertThatThrownBy(() -> remote().steer(new Command.AddTrial(texts("learningRate=1e-2"))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no value for 'dropout'");
        assertThatThrownBy(() -> remote().steer(new Command.Focus(Map.of("learningRate", "7..9"))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'learningRate'");
        assertThatThrownBy(() -> remote().steer(
                                List.of(new Command.PauseStudy(), new Command.StopTrial(98), new Command.StopStudy())))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("command 2 of 3, StopTrial[trial=98], was refused, those before it were carried out: there"
                        + " is no trial 98; there are 4");

        assertThat(handle.trials())
                .hasSize(PausingStudy.TRIALS)
                .allSatisfy(trial -> assertThat(trial.status().isFinal()).isFalse());
        assertThat(steered()).containsExactly(new Command.PauseStudy(), new Command.PauseStudy());
        assertThat(decisions()).startsWith(before.toArray(StudyEvent[]::new)).hasSize(before.size() + 1);
        remote().steer(new Command.StopStudy());
        assertThat(handle.await().status()).isEqualTo(StudyStatus.STOPPED);
    }

    @Test
    void twoClientsAtOnceAreServedEachInItsOrder() throws Exception {
        StudyHandle<PlainMlp> handle = pausedStudy();
        int each = 12;
        Callable<List<Integer>> slow = () -> addTrials(0, each);
        Callable<List<Integer>> fast = () -> addTrials(1, each);
        ExecutorService clients = Executors.newFixedThreadPool(2);
        List<List<Integer>> numbers = new ArrayList<>();
        try {
            for (Future<List<Integer>> client : clients.invokeAll(List.of(slow, fast))) {
                numbers.add(client.get());
            }
        } finally {
            clients.shutdownNow();
        }

        assertThat(numbers).allSatisfy(of -> assertThat(of).isSorted().hasSize(each));
        assertThat(numbers.stream().flatMap(List::stream))
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.range(PausingStudy.TRIALS, PausingStudy.TRIALS + 2 * each)
                                .boxed()
                                .toList());
        List<Trial> trials = handle.trials();
        for (int client = 0; client < 2; client++) {
            for (int number = 0; number < each; number++) {
                assertThat(trials.get(numbers.get(client).get(number)).configuration())
                        .isEqualTo(Fixture.SPACE.parse(added(client, number).texts()));
            }
        }
        remote().steer(new Command.StopStudy());
        handle.await();
    }

    private List<Integer> addTrials(int client, int count) throws InterruptedException {
        List<Integer> numbers = new ArrayList<>();
        for (int number = 0; number < count; number++) {
            numbers.add(
                    remote().steer(new Command.AddTrial(added(client, number))).orElseThrow());
        }
        return numbers;
    }

    private static Configuration added(int client, int number) {
        return texts("learningRate=0.0" + (client + 1) + ", dropout=0." + (number + 10)
                + ", hidden=4, batchSize=8, activation=relu");
    }

    @Test
    void whereNoStudyRunsNothingIsLeftBehind() throws Exception {
        assertThatThrownBy(() -> remote().steer(new Command.PauseStudy()))
                .isInstanceOf(StudyException.class)
                .hasMessage("there is no study in folder " + folder() + "; give the folder of a running one");
        assertThatThrownBy(() -> remote().view())
                .isInstanceOf(StudyException.class)
                .hasMessageContaining("no journal.jsonl");
        assertThat(folder()).doesNotExist();

        PausingStudy.study(folder()).run();

        assertThatThrownBy(() -> remote().steer(new Command.PauseStudy()))
                .isInstanceOf(StudyException.class)
                .hasMessageContaining("no process works on the study")
                .hasMessageContaining("resume()");
        assertThat(folder().resolve("steering")).isEmptyDirectory();
    }

    @Test
    void aStudyIsSeenAsItsHandleSeesIt() throws Exception {
        StudyHandle<PlainMlp> handle = pausedStudy();
        remote().steer(new Command.StopTrial(1));
        remote().steer(new Command.DeleteTrial(3));

        StudyView paused = remote().view();
        assertThat(paused.objective()).isEqualTo(Objective.maximize("accuracy"));
        assertThat(paused.data()).isEqualTo("blobs");
        assertThat(paused.search()).contains("random");
        assertThat(paused.trials()).extracting(Trial::status).contains(TrialStatus.STOPPED, TrialStatus.DELETED);
        remote().steer(new Command.ResumeTrial(1, 2));
        remote().steer(new Command.ResumeStudy());
        StudyResult<PlainMlp> result = handle.await();

        StudyView ended = remote().view();
        assertThat(ended.state()).isEqualTo(StudyView.State.COMPLETED);
        assertThat(ended.trials()).isEqualTo(handle.trials());
        assertThat(ended.epochs()).isEqualTo(handle.progress().epochs());
        assertThat(ended.units()).isEqualTo(result.cost().units());
    }

    /** What this process's journal says was steered. */
    private List<Command> steered() throws Exception {
        return journal().stream()
                .filter(StudyEvent.Steered.class::isInstance)
                .map(event -> ((StudyEvent.Steered) event).command())
                .toList();
    }

    /** What is in the journal, but for what comes of units: those under way at a pause come to their ends after it. */
    private List<StudyEvent> decisions() throws Exception {
        return journal().stream()
                .filter(event -> !(event instanceof StudyEvent.UnitTrained
                        || event instanceof StudyEvent.UnitEvaluated
                        || event instanceof StudyEvent.EpochFinished
                        || event instanceof StudyEvent.CheckpointCommitted))
                .toList();
    }

    private List<StudyEvent> journal() throws Exception {
        List<StudyEvent> events = new ArrayList<>();
        JournalReader.forEach(folder().resolve("journal.jsonl"), Fixture.SPACE, events::add);
        return events;
    }
}
