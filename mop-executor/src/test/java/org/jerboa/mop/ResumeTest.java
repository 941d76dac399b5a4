package org.jerboa.mop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.jerboa.testkit.watch.WatchedExecutor.watched;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.jerboa.search.RandomSearch;
import org.jerboa.testkit.perceptron.PlainMlp;
import org.jerboa.tune.study.Study;
import org.jerboa.tune.study.StudyEvent;
import org.jerboa.tune.study.StudyException;
import org.jerboa.tune.study.StudyHandle;
import org.jerboa.tune.study.StudyResult;
import org.jerboa.tune.study.StudyStatus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResumeTest {

    @TempDir
    Path folder;

    /** Starts the study and stops it when it has trained so many units. */
    private StudyResult<PlainMlp> runUntil(int units) throws InterruptedException {
        CompletableFuture<StudyHandle<PlainMlp>> handle = new CompletableFuture<>();
        handle.complete(Fixture.study()
                .folder(folder)
                .listener((event, progress) -> {
                    if (event instanceof StudyEvent.UnitTrained && progress.units() == units) {
                        handle.join().stop();
                    }
                })
                .start());
        return handle.join().await();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 5, 17, 33, 64, 90})
    void endsAsIfItHadNotBeenStopped(int units) throws Exception {
        StudyResult<PlainMlp> whole = Fixture.study().run();

        StudyResult<PlainMlp> first = runUntil(units);
        StudyResult<PlainMlp> resumed = Fixture.study().folder(folder).resume();

        assertThat(first.status()).isEqualTo(StudyStatus.STOPPED);
        assertThat(resumed.status()).isEqualTo(StudyStatus.COMPLETED);
        assertThat(Fixture.essence(resumed)).isEqualTo(Fixture.essence(whole));
    }

    @Test
    void resumesAnotherNumberOfWorkersTwice() throws Exception {
        StudyResult<PlainMlp> whole = Fixture.study().run();
        runUntil(10);

        StudyHandle<PlainMlp> second = Fixture.study()
                .folder(folder)
                .on(watched(MopExecutor.threads(3)))
                .startResumed();
        second.stop();
        second.await();
        StudyResult<PlainMlp> third = Fixture.study()
                .folder(folder)
                .on(watched(MopExecutor.threads(1)))
                .resume();

        assertThat(Fixture.essence(third)).isEqualTo(Fixture.essence(whole));
    }

    @Test
    void deletesWhatAStudyLeftThatDiedAtItsVeryEnd() throws Exception {
        Fixture.study().folder(folder).run();
        Path checkpoints = folder.resolve("checkpoints");
        List<Path> all = files(checkpoints);
        Path superseded = checkpoints.resolve("trial-3").resolve("version-99.checkpoint");
        Files.copy(files(checkpoints.resolve("trial-3")).get(0), superseded);

        Fixture.study().folder(folder).resume();

        assertThat(files(checkpoints)).containsExactlyElementsOf(all);
    }

    private static List<Path> files(Path root) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(Files::isRegularFile).sorted().toList();
        }
    }

    @Test
    void givesTheResultOfAStudyThatHasEndedAgain() throws Exception {
        StudyResult<PlainMlp> whole = Fixture.study().folder(folder).run();
        long journal = Files.size(folder.resolve("journal.jsonl"));

        StudyResult<PlainMlp> again = Fixture.study().folder(folder).resume();

        assertThat(Fixture.essence(again)).isEqualTo(Fixture.essence(whole));
        assertThat(again.cost().units()).isEqualTo(whole.cost().units());
        assertThat(Files.size(folder.resolve("journal.jsonl")))
                .as("only a session line more")
                .isBetween(journal, journal + 300);
    }

    @Test
    void passesOverATornLastLine() throws Exception {
        StudyResult<PlainMlp> whole = Fixture.study().run();
        runUntil(20);
        Files.writeString(folder.resolve("journal.jsonl"), "{\"crc\":\"0123", StandardOpenOption.APPEND);

        StudyResult<PlainMlp> resumed = Fixture.study().folder(folder).resume();

        assertThat(Fixture.essence(resumed)).isEqualTo(Fixture.essence(whole));
    }

    @Test
    void refusesAJournalWithAFlippedByteAndNamesTheLine() throws Exception {
        runUntil(20);
        Path journal = folder.resolve("journal.jsonl");
        String text = Files.readString(journal);
        int third = text.indexOf('\n', text.indexOf('\n') + 1) + 40;
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        bytes[third] ^= 1;
        Files.write(journal, bytes);

        assertThatThrownBy(() -> Fixture.study().folder(folder).resume())
                .isInstanceOf(StudyException.class)
                .hasMessageContaining("line 3")
                .hasMessageContaining("checksum");
    }

    @Test
    void goesBackToAnEarlierCheckpointIfTheNewestIsDamaged() throws Exception {
        StudyResult<PlainMlp> whole = Fixture.study().run();
        runUntil(60);
        int damaged = 0;
        try (var files = Files.walk(folder.resolve("checkpoints"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                byte[] bytes = Files.readAllBytes(file);
                bytes[bytes.length / 2] ^= 1;
                Files.write(file, bytes);
                damaged++;
            }
        }
        assertThat(damaged).isPositive();

        StudyResult<PlainMlp> resumed = Fixture.study().folder(folder).resume();

        assertThat(Fixture.essence(resumed).get(-1))
                .isEqualTo(Fixture.essence(whole).get(-1));
    }

    @Test
    void refusesAnotherStudyAndSaysInWhatItDiffers() throws Exception {
        runUntil(5);
        Study<PlainMlp> other = Fixture.study()
                .folder(folder)
                .seed(6)
                .search(RandomSearch.trials(9).epochs(Fixture.EPOCHS));

        assertThatThrownBy(other::resume)
                .isInstanceOf(StudyException.class)
                .hasMessageContaining("seed is 6, it was 5")
                .hasMessageContaining("trials=9");
    }

    @Test
    void refusesAFolderWithoutAStudy() {
        assertThatThrownBy(() -> Fixture.study().folder(folder).resume())
                .isInstanceOf(StudyException.class)
                .hasMessageContaining("holds no study to resume");
    }

    @Test
    void refusesToStartOverAStudyThatIsThere() throws Exception {
        runUntil(5);

        assertThatThrownBy(() -> Fixture.study().folder(folder).run())
                .isInstanceOf(StudyException.class)
                .hasMessageContaining("holds a study already")
                .hasMessageContaining("resume()");
    }
}
