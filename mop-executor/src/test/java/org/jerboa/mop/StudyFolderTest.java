package org.jerboa.mop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.jerboa.testkit.watch.WatchedExecutor.watched;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.jerboa.mop.folder.StudyFolder;
import org.jerboa.search.RandomSearch;
import org.jerboa.testkit.perceptron.PlainMlp;
import org.jerboa.tune.data.Dataset;
import org.jerboa.tune.data.Shard;
import org.jerboa.tune.data.Split;
import org.jerboa.tune.study.Study;
import org.jerboa.tune.study.StudyEvent;
import org.jerboa.tune.study.StudyException;
import org.jerboa.tune.study.StudyHandle;
import org.jerboa.tune.study.StudyStatus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

class StudyFolderTest {

    @TempDir
    Path folder;

    @Test
    void aSecondStudyOnTheSameFolderIsRefusedAndTheFirstGoesOn() throws Exception {
        CountDownLatch refused = new CountDownLatch(1);
        StudyHandle<PlainMlp> first = Fixture.study()
                .folder(folder)
                .listener((event, progress) -> awaitUninterrupted(refused))
                .start();

        assertThatThrownBy(() -> Fixture.study().folder(folder).run())
                .isInstanceOf(StudyException.class)
                .hasMessageContaining("in use by another running study");
        assertThatThrownBy(() -> Fixture.study().folder(folder).resume())
                .isInstanceOf(StudyException.class)
                .hasMessageContaining("in use by another running study");
        refused.countDown();
        assertThat(first.await().status()).isEqualTo(StudyStatus.COMPLETED);
    }

    /** POSIX locks go when any channel of the file is closed, also that of a study that was refused. */
    @Test
    void aRefusedStudyDoesNotOpenTheFolderToOtherProcesses() throws Exception {
        try (StudyFolder first = StudyFolder.open(folder, false)) {
            assertThatThrownBy(() -> StudyFolder.open(folder, false)).hasMessageContaining("in use");
            assertThatThrownBy(() -> StudyFolder.open(folder.resolve("../" + folder.getFileName()), false))
                    .hasMessageContaining("in use");

            assertThat(lockInAnotherProcess()).as("in use: %s", first.path()).isEqualTo("refused");
        }
        assertThat(lockInAnotherProcess()).isEqualTo("opened");
        StudyFolder.open(folder, false).close();
    }

    private String lockInAnotherProcess() throws Exception {
        Process child = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        FolderChild.class.getName(),
                        folder.toString())
                .redirectErrorStream(true)
                .start();
        String output = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(child.waitFor()).as(output).isZero();
        return output.strip();
    }

    static boolean hasDevFull() {
        return Files.exists(Path.of("/dev/full"));
    }

    @Test
    @EnabledIf("hasDevFull")
    void aFullDiskIsSaidBeforeAnythingIsTrained() throws Exception {
        Files.createSymbolicLink(folder.resolve("journal.jsonl"), Path.of("/dev/full"));
        List<StudyEvent> events = new ArrayList<>();

        assertThatThrownBy(() -> Fixture.study()
                        .folder(folder)
                        .listener((event, progress) -> events.add(event))
                        .run())
                .isInstanceOf(StudyException.class)
                .hasMessageContaining(folder.toString())
                .hasMessageContaining("No space left");
        assertThat(events).isEmpty();

        Files.delete(folder.resolve("journal.jsonl"));
        assertThat(Fixture.study().folder(folder).run().status()).isEqualTo(StudyStatus.COMPLETED);
    }

    /** Checkpoints of another study would be taken for those of this one. */
    @Test
    void aFolderWhoseJournalIsGoneIsRefused() throws Exception {
        Fixture.study().folder(folder).run();
        Files.delete(folder.resolve("journal.jsonl"));

        assertThatThrownBy(() -> Fixture.study().folder(folder).run())
                .isInstanceOf(StudyException.class)
                .hasMessageContaining("checkpoints")
                .hasMessageContaining("another folder");
    }

    @Test
    void whatADeadProcessLeftHalfWrittenIsSweptAway() throws Exception {
        Fixture.study().folder(folder).run();
        Path half = Files.writeString(
                Files.createDirectories(folder.resolve("checkpoints/trial-0")).resolve("version-4.checkpoint.7.tmp"),
                "half");
        Path spilled = Files.writeString(
                Files.createDirectories(folder.resolve("spill/trial-0")).resolve("version-3.checkpoint"),
                "a live model");

        Fixture.study().folder(folder).resume();

        assertThat(half).doesNotExist();
        assertThat(spilled).doesNotExist();
    }

    private static void awaitUninterrupted(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void aSearchThatDoesNotSuitItsSpaceHasNotBegunAStudy() throws Exception {
        Study<PlainMlp> wrong = Fixture.study()
                .search(RandomSearch.trials(3).where("nothing will do", configuration -> false))
                .folder(folder);

        assertThatThrownBy(wrong::run)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("nothing will do");
        assertThat(Fixture.study().folder(folder).run().status()).isEqualTo(StudyStatus.COMPLETED);
    }

    @Test
    void aFolderThatCannotBeMadeIsNamed() throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "not a folder");

        assertThatThrownBy(() -> Fixture.study().folder(file.resolve("study")).run())
                .isInstanceOf(StudyException.class)
                .hasMessageContaining(file.resolve("study").toString())
                .hasMessageContaining("cannot be written");
    }

    @Test
    void aProcessThatDiedInItsFirstLineHasNotBegunAStudy() throws Exception {
        Files.writeString(folder.resolve("journal.jsonl"), "{\"crc\":\"01");

        assertThatThrownBy(() -> Fixture.study().folder(folder).resume()).hasMessageContaining("no study to resume");
        assertThat(Fixture.study().folder(folder).run().status()).isEqualTo(StudyStatus.COMPLETED);
    }

    @Test
    void dataWithoutAValidationSplitIsRefused() {
        List<Shard> shards = new ArrayList<>(Fixture.DATA.shards(Split.TRAINING));
        Dataset training = Dataset.of("blobs", 11, shards);

        assertThatThrownBy(() -> Fixture.study().data(training).run())
                .isInstanceOf(StudyException.class)
                .hasMessageContaining("no validation split");
    }

    @Test
    void aStudyWithoutAFolderLeavesNothingBehind() throws Exception {
        String before = temporaryFolders();

        Fixture.study().on(watched(MopExecutor.threads(2).modelCache(0))).run();

        assertThat(temporaryFolders()).isEqualTo(before);
    }

    private static String temporaryFolders() throws Exception {
        try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            return files.map(Path::toString)
                    .filter(name -> name.contains("jerboa-spill-"))
                    .sorted()
                    .toList()
                    .toString();
        }
    }
}
