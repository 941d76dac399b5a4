package org.jerboa.mop;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.jerboa.testkit.watch.WatchedExecutor.watched;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.jerboa.mop.journal.JournalReader;
import org.jerboa.mop.steering.StudyRemote;
import org.jerboa.mop.steering.StudyView;
import org.jerboa.testkit.perceptron.PlainMlp;
import org.jerboa.tune.space.Configuration;
import org.jerboa.tune.study.Command;
import org.jerboa.tune.study.Replay;
import org.jerboa.tune.study.StudyEvent;
import org.jerboa.tune.study.StudyException;
import org.jerboa.tune.study.StudyHandle;
import org.jerboa.tune.study.StudyResult;
import org.jerboa.tune.study.StudyStatus;
import org.jerboa.tune.study.Trial;
import org.jerboa.tune.study.TrialStatus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A study in another process, steered by every command there is, then killed or stopped, resumed and replayed. */
class SteeringFromOutsideIT {

    private static final Duration PATIENCE = Duration.ofMinutes(5);

    @TempDir
    Path temporary;

    @Test
    void asSteeredByAnotherProcessSoResumedAndReplayed() throws Exception {
        Path killed = temporary.resolve("killed");
        Process child = start(killed);
        List<Command> accepted;
        try {
            accepted = steerByEveryCommand(remote(killed, child));
        } finally {
            child.destroyForcibly().waitFor();
        }
        assertThat(child.exitValue()).as(() -> output(killed)).isEqualTo(137);
        assertThat(steered(killed)).as("what was accepted is journalled").isEqualTo(accepted);
        assertThat(accepted.stream().<Object>map(Object::getClass).distinct())
                .as("every command but the one that would end the study")
                .hasSize(Command.class.getPermittedSubclasses().length - 1)
                .doesNotContain(Command.StopStudy.class);

        nobodyTakesCommandsIn(killed);

        Path other = copy(killed, temporary.resolve("other"));
        StudyResult<PlainMlp> result = resume(killed, 1);
        StudyResult<PlainMlp> same = resume(other, 3);
        assertThat(Fixture.essence(same)).isEqualTo(Fixture.essence(result));
        everyTrialIsReplayedToTheSameBits(killed, result);
    }

    @Test
    void aStudyThatIsStoppedFromOutsideEndsItsProcessAndCanBeResumed() throws Exception {
        Path folder = temporary.resolve("stopped");
        Process child = start(folder);
        try {
            StudyRemote remote = remote(folder, child);
            await().atMost(PATIENCE).until(() -> remote.view().state() == StudyView.State.PAUSED);
            remote.steer(new Command.StopStudy());
            await().atMost(PATIENCE).until(() -> !child.isAlive());
        } finally {
            child.destroyForcibly().waitFor();
        }
        assertThat(child.exitValue()).as(() -> output(folder)).isZero();
        assertThat(StudyView.of(folder).state()).isEqualTo(StudyView.State.STOPPED);
        assertThat(resume(folder, 2).status()).isEqualTo(StudyStatus.COMPLETED);
        assertThat(StudyView.of(folder).state()).isEqualTo(StudyView.State.COMPLETED);
    }

    /** All but {@code StopStudy}. Returns them as the journal must have them: configurations whole. */
    private static List<Command> steerByEveryCommand(StudyRemote remote) throws InterruptedException {
        await().atMost(PATIENCE).until(() -> remote.view().state() == StudyView.State.PAUSED);
        List<Trial> trials = remote.view().trials();
        int parent = trials.stream()
                .filter(trial -> !trial.epochs().isEmpty())
                .findFirst()
                .orElseThrow()
                .id();
        int stopped = (parent + 1) % PausingStudy.TRIALS;
        int deleted = (parent + 2) % PausingStudy.TRIALS;
        Configuration parents =
                Fixture.SPACE.parse(trials.get(parent).configuration().texts());
        Configuration whole = Fixture.SPACE.parse(
                Configuration.readTexts("learningRate=0.02, dropout=0.1, hidden=4, batchSize=8, activation=relu"));
        Configuration changes = Configuration.ofTexts(Configuration.readTexts("learningRate=0.005"));
        Configuration changed = Fixture.SPACE.change(parents, Map.of("learningRate", 0.005));

        remote.steer(List.of(new Command.StopTrial(stopped), new Command.DeleteTrial(deleted)));
        remote.steer(new Command.ResumeTrial(stopped, 2));
        OptionalInt added = remote.steer(new Command.AddTrial(whole));
        OptionalInt warm = remote.steer(new Command.CloneTrial(parent, changes, true));
        OptionalInt cold = remote.steer(new Command.CloneTrial(parent, changes, false));
        remote.steer(new Command.PauseStudy());
        remote.steer(new Command.Focus(Map.of("learningRate", "1e-3..2e-2")));
        remote.steer(new Command.ResumeStudy());

        assertThat(added).hasValue(PausingStudy.TRIALS);
        assertThat(warm).hasValue(PausingStudy.TRIALS + 1);
        assertThat(cold).hasValue(PausingStudy.TRIALS + 2);
        return List.of(
                new Command.PauseStudy(), // the study's own listener
                new Command.StopTrial(stopped),
                new Command.DeleteTrial(deleted),
                new Command.ResumeTrial(stopped, 2),
                new Command.AddTrial(whole),
                new Command.CloneTrial(parent, changed, true),
                new Command.CloneTrial(parent, changed, false),
                new Command.PauseStudy(),
                new Command.Focus(Map.of("learningRate", "1e-3..2e-2")),
                new Command.ResumeStudy());
    }

    private static void nobodyTakesCommandsIn(Path folder) {
        assertThat(StudyView.of(folder).state()).isEqualTo(StudyView.State.INTERRUPTED);
        assertThatThrownBy(() -> StudyRemote.of(folder).steer(new Command.PauseStudy()))
                .isInstanceOf(StudyException.class)
                .hasMessageContaining("no process works on the study in folder " + folder);
    }

    private static StudyResult<PlainMlp> resume(Path folder, int workers) throws Exception {
        StudyHandle<PlainMlp> handle = PausingStudy.study(folder)
                .on(watched(MopExecutor.threads(workers)))
                .startResumed();
        if (StudyView.of(folder).state() == StudyView.State.PAUSED) {
            StudyRemote.of(folder).timeout(PATIENCE).steer(new Command.ResumeStudy());
        }
        return handle.await();
    }

    private static void everyTrialIsReplayedToTheSameBits(Path folder, StudyResult<PlainMlp> result)
            throws IOException {
        List<Trial> whole = result.ranking().stream()
                .filter(trial -> !trial.epochs().isEmpty() && trial.status() != TrialStatus.DELETED)
                .toList();
        assertThat(whole).hasSizeGreaterThan(PausingStudy.TRIALS);
        for (Trial trial : whole) {
            Replay<PlainMlp> replay = PausingStudy.study(folder).replay(folder, trial.id());
            assertThat(replay.differences()).as("trial %d", trial.id()).isEmpty();
            assertThat(Fixture.bits(replay.model())).isEqualTo(Fixture.bits(result.model(trial.id())));
        }
    }

    private static List<Command> steered(Path folder) throws IOException {
        List<Command> commands = new ArrayList<>();
        JournalReader.forEach(folder.resolve("journal.jsonl"), Fixture.SPACE, event -> {
            if (event instanceof StudyEvent.Steered steered) {
                commands.add(steered.command());
            }
        });
        return commands;
    }

    private static Path copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(from.relativize(file).toString()));
            }
        }
        return to;
    }

    /** Waits until the process has the folder. */
    private static StudyRemote remote(Path folder, Process child) {
        StudyRemote remote = StudyRemote.of(folder).timeout(PATIENCE);
        await().atMost(PATIENCE).until(() -> {
            assertThat(child.isAlive()).as(() -> output(folder)).isTrue();
            return remote.isRunning() && Files.exists(folder.resolve("steering/session.json"));
        });
        return remote;
    }

    private static Process start(Path folder) throws IOException {
        return new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        PausingStudy.class.getName(),
                        folder.toString()))
                .redirectErrorStream(true)
                .redirectOutput(outputFile(folder).toFile())
                .start();
    }

    private static Path outputFile(Path folder) {
        return folder.resolveSibling(folder.getFileName() + ".txt");
    }

    private static String output(Path folder) {
        try {
            return Files.readString(outputFile(folder), UTF_8);
        } catch (IOException e) {
            return "no output: " + e;
        }
    }
}
