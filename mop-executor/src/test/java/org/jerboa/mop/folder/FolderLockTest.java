package org.jerboa.mop.folder;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 10, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class FolderLockTest {

    private static final int TIMES = 300;

    @TempDir
    Path folder;

    @Test
    void isTakenForAsLongAsSomebodyHasIt() throws Exception {
        assertThat(FolderLock.isTaken(folder)).isFalse();
        try (FolderLock lock = FolderLock.take(folder).orElseThrow()) {
            assertThat(lock).isNotNull();
            assertThat(FolderLock.isTaken(folder)).isTrue();
            assertThat(FolderLock.isTaken(folder.resolve("../" + folder.getFileName())))
                    .isTrue();
            assertThat(FolderLock.take(folder)).isEmpty();
            assertThat(FolderLock.isTaken(folder)).isTrue();
        }
        assertThat(FolderLock.isTaken(folder)).isFalse();
    }

    @Test
    void aFolderThatIsNotThereIsNotTaken() throws Exception {
        assertThat(FolderLock.isTaken(folder.resolve("elsewhere"))).isFalse();
    }

    /** Threads and another process that look all the time: a study that begins is never refused on their account. */
    @Test
    void whoLooksIsNeverInTheWayOfWhoBegins() throws Exception {
        AtomicBoolean done = new AtomicBoolean();
        Process child = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        LookingChild.class.getName(),
                        folder.toString())
                .redirectErrorStream(true)
                .start();
        try (BufferedReader output =
                new BufferedReader(new InputStreamReader(child.getInputStream(), StandardCharsets.UTF_8))) {
            assertThat(output.readLine()).isEqualTo("looking");
            CompletableFuture<?>[] threads = Stream.generate(() -> CompletableFuture.runAsync(() -> look(done)))
                    .limit(2)
                    .toArray(CompletableFuture<?>[]::new);

            for (int time = 0; time < TIMES; time++) {
                Optional<FolderLock> lock = FolderLock.take(folder);
                assertThat(lock).as("taken for the %d. time", time + 1).isPresent();
                assertThat(FolderLock.isTaken(folder)).isTrue();
                lock.get().close();
            }

            done.set(true);
            CompletableFuture.allOf(threads).join();
            child.getOutputStream().write('\n');
            child.getOutputStream().flush();
            assertThat(output.readLine()).isEqualTo("looked");
            assertThat(child.waitFor()).isZero();
        } finally {
            done.set(true);
            child.destroyForcibly();
        }
    }

    private void look(AtomicBoolean done) {
        try {
            while (!done.get()) {
                FolderLock.isTaken(folder);
            }
        } catch (IOException e) {
            throw new AssertionError("looking failed", e);
        }
    }
}
