package org.jerboa.hazelcast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.jerboa.testkit.watch.WatchedExecutor.watched;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jerboa.mop.MopExecutor;
import org.jerboa.testkit.perceptron.PlainMlp;
import org.jerboa.tune.study.StudyHandle;
import org.jerboa.tune.study.StudyResult;
import org.junit.jupiter.api.Test;

class EmbeddedGridTest {

    private static Set<Thread> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread ->
                        thread.getName().startsWith("hz.") || thread.getName().startsWith("jerboa-"))
                .collect(Collectors.toSet());
    }

    private static Set<Path> folders() throws IOException {
        try (Stream<Path> all = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            return all.filter(path -> path.getFileName().toString().startsWith("jerboa-worker-"))
                    .collect(Collectors.toSet());
        }
    }

    @Test
    void givesTheBitsOfThreadsAndLeavesNothing() throws Exception {
        Set<Thread> threadsBefore = threads();
        Set<Path> foldersBefore = folders();
        StudyResult<PlainMlp> reference =
                Fixture.study().on(watched(MopExecutor.threads(1))).run();

        StudyResult<PlainMlp> result =
                Fixture.study().on(watched(HazelcastGrid.embedded(3))).run();

        assertThat(Fixture.essence(result)).isEqualTo(Fixture.essence(reference));
        assertThat(result.cost().workers()).isEqualTo(3);
        assertThat(result.cost().hops()).isPositive();
        // of an earlier test's grid some may end meanwhile
        assertThat(foldersBefore).containsAll(folders());
        await("threads to end").atMost(Duration.ofMinutes(5)).until(() -> threadsBefore.containsAll(threads()));
    }

    @Test
    void studiesShareOneGridWithSettingsOfTheirOwn() throws Exception {
        StudyResult<PlainMlp> reference =
                Fixture.study().on(watched(MopExecutor.threads(1))).run();
        MopExecutor grid = HazelcastGrid.embedded(2).replication(2).backups(1).executor();

        StudyHandle<PlainMlp> one =
                Fixture.study().on(watched(grid.toolThreads(1).retries(5))).start();
        StudyHandle<PlainMlp> other = Fixture.study().on(watched(grid.share(2))).start();

        assertThat(Fixture.essence(one.await())).isEqualTo(Fixture.essence(reference));
        assertThat(Fixture.essence(other.await())).isEqualTo(Fixture.essence(reference));
    }

    @Test
    void refusesWhatCannotBe() {
        assertThatThrownBy(() -> HazelcastGrid.embedded(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("members (0) must be at least 1");
        assertThatThrownBy(() -> HazelcastGrid.embedded(1).backups(4))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("backups (4) must be from 0 to 3");
        assertThatThrownBy(() -> HazelcastGrid.embedded(1).patience(Duration.ZERO))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("patience (PT0S) must be longer than zero");
    }
}
