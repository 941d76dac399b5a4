package org.jerboa.mop.steering;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jerboa.mop.folder.StudyFolder;
import org.jerboa.tune.study.Command;
import org.jerboa.tune.study.StudyException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A client's side of a drop-box, with a study that does as the test says: it has the folder, and nobody looks into it. */
@Timeout(value = 10, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class StudyRemoteTest {

    private static final Command COMMAND = new Command.StopTrial(7);
    private static final Duration SHORT = Duration.ofMillis(60);
    private static final Duration LONG = Duration.ofMinutes(5);

    @TempDir
    Path folder;

    private DropFolder files;

    @BeforeEach
    void makeFolder() throws IOException {
        files = new DropFolder(folder);
        files.create();
    }

    private void open(String session) throws IOException {
        files.open(new CommandFormat.Session(CommandFormat.VERSION, session));
    }

    @Test
    void whatIsNotTakenInTimeIsWithdrawn() throws Exception {
        try (StudyFolder study = StudyFolder.open(folder, false)) {
            open("session");

            assertThatThrownBy(() -> StudyRemote.of(study.path()).timeout(SHORT).steer(COMMAND))
                    .isInstanceOf(StudyException.class)
                    .hasMessage("StopTrial[trial=7] was not taken within PT0.06S, and will not take effect");
            assertThat(files.names(DropFolder.COMMAND)).isEmpty();
        }
    }

    @Test
    void whatIsTakenAndNotAnsweredInTimeMayYetTakeEffect() throws Exception {
        try (StudyFolder study = StudyFolder.open(folder, false)) {
            open("session");
            AtomicLong nanos = new AtomicLong();
            CompletableFuture<OptionalInt> steered = steer(new StudyRemote(folder, LONG, nanos::get));
            files.take(sent());
            nanos.set(LONG.toNanos() + 1);

            assertThatThrownBy(steered::join)
                    .hasCauseInstanceOf(StudyException.class)
                    .hasMessageContaining("was taken, but not answered within PT5M; whether it took effect is in");
            assertThat(study.path()).isEqualTo(folder);
        }
    }

    @Test
    void aStudyThatEndsBeforeItTookTheCommandIsNotWaitedFor() throws Exception {
        CompletableFuture<OptionalInt> steered;
        try (StudyFolder study = StudyFolder.open(folder, false)) {
            open("session");
            steered = steer(StudyRemote.of(folder).timeout(LONG));
            assertThat(sent()).isNotEmpty();
            assertThat(study.path()).isEqualTo(folder);
        }
        assertThatThrownBy(steered::join)
                .hasCauseInstanceOf(StudyException.class)
                .hasMessageContaining(
                        "was not taken before the study in " + folder + " ended, and will not take effect");
        assertThat(files.names(DropFolder.COMMAND)).isEmpty();
    }

    @Test
    void anotherSessionIsNotWaitedFor() throws Exception {
        try (StudyFolder study = StudyFolder.open(folder, false)) {
            open("session");
            CompletableFuture<OptionalInt> steered =
                    steer(StudyRemote.of(folder).timeout(LONG));
            assertThat(sent()).isNotEmpty();
            open("another session");

            assertThatThrownBy(steered::join).hasMessageContaining("was not taken before the study in");
            assertThat(study.path()).isEqualTo(folder);
        }
    }

    /** The last answers of a study that ends are there when its folder is free, and are taken then. */
    @Test
    void anAnswerIsTakenThoughTheStudyHasEnded() throws Exception {
        CompletableFuture<OptionalInt> steered;
        try (StudyFolder study = StudyFolder.open(folder, false)) {
            open("session");
            steered = steer(StudyRemote.of(folder).timeout(LONG));
            String name = sent();
            files.close();
            files.take(name);
            files.answer(name, CommandFormat.Answer.accepted(OptionalInt.of(9)));
            assertThat(study.path()).isEqualTo(folder);
        }
        assertThat(steered.join()).hasValue(9);
        assertThat(files.names(DropFolder.ANSWER)).isEmpty();
    }

    @Test
    void aStudyWithoutADropBoxIsNamed() throws Exception {
        try (StudyFolder study = StudyFolder.open(folder, false)) {
            assertThatThrownBy(() -> StudyRemote.of(study.path()).timeout(SHORT).steer(COMMAND))
                    .isInstanceOf(StudyException.class)
                    .hasMessageContaining("runs, but took no commands within PT0.06S");
        }
    }

    @Test
    void anInterruptedClientWithdrawsItsCommand() throws Exception {
        try (StudyFolder study = StudyFolder.open(folder, false)) {
            open("session");
            Thread.currentThread().interrupt();

            assertThatThrownBy(() -> StudyRemote.of(study.path()).timeout(LONG).steer(COMMAND))
                    .isInstanceOf(InterruptedException.class);
            assertThat(files.names(DropFolder.COMMAND)).isEmpty();
        }
    }

    @Test
    void aTimeoutIsLongerThanZero() {
        assertThatThrownBy(() -> StudyRemote.of(folder).timeout(Duration.ZERO))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("timeout (PT0S) must be longer than zero");
    }

    @Test
    void anotherFormatsSessionIsNotSpokenTo() throws Exception {
        Files.writeString(folder.resolve("steering/session.json"), "{\"format\":2,\"session\":\"session\"}");
        try (StudyFolder study = StudyFolder.open(folder, false)) {
            assertThatThrownBy(() -> StudyRemote.of(study.path()).steer(COMMAND))
                    .isInstanceOf(StudyException.class)
                    .hasMessageContaining("its format is 2, this library reads 1");
        }
    }

    private static CompletableFuture<OptionalInt> steer(StudyRemote remote) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return remote.steer(COMMAND);
            } catch (InterruptedException e) {
                throw new CompletionException(e);
            }
        });
    }

    /** The name of the command that was sent, when it is there. */
    private String sent() {
        return await().atMost(LONG)
                .pollInterval(Duration.ofMillis(2))
                .until(() -> files.names(DropFolder.COMMAND), names -> !names.isEmpty())
                .first();
    }
}
