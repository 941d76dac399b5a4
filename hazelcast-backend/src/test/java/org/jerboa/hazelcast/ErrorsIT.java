package org.jerboa.hazelcast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.jerboa.testkit.watch.WatchedExecutor.watched;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jerboa.mop.MopExecutor;
import org.jerboa.search.RandomSearch;
import org.jerboa.testkit.perceptron.PlainMlp;
import org.jerboa.testkit.perceptron.PlainMlpHandler;
import org.jerboa.tune.data.Dataset;
import org.jerboa.tune.study.StudyException;
import org.jerboa.tune.study.StudyResult;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What goes wrong with a worker is said at the driver, and the study goes on where it can. */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class ErrorsIT {

    private static final Pattern PEAK_HEAP = Pattern.compile("peak heap: (\\d+) bytes of (\\d+)");

    @TempDir
    Path folder;

    private Workers workers;

    @BeforeEach
    void prepare() throws IOException {
        workers = new Workers(folder);
    }

    @AfterEach
    void endProcesses() throws InterruptedException {
        workers.endAll();
    }

    /** The class path without this module's tests, where the handler is. */
    static String withoutTests() {
        String tests = PacedHandler.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .getPath();
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> !Path.of(entry).equals(Path.of(tests)))
                .collect(Collectors.joining(File.pathSeparator));
    }

    private MopExecutor grid(int workersAwaited, int patienceSeconds) throws IOException {
        return HazelcastGrid.join(workers.driver())
                .workers(workersAwaited)
                .patience(Duration.ofSeconds(patienceSeconds))
                .executor();
    }

    @Test
    void aClassThatNoWorkerHasIsNamedWithTheRemedy() throws IOException {
        workers.startWith(withoutTests());
        workers.awaitReady();
        assertThatThrownBy(() -> Fixture.study(new PacedHandler(Fixture.HANDLER, 1))
                        .on(watched(grid(1, 15)))
                        .run())
                .isInstanceOf(StudyException.class)
                .hasMessageContaining("org.jerboa.hazelcast.PacedHandler")
                .hasMessageContaining("--jars");
    }

    @Test
    void theStudyGoesOnWithWorkersThatHaveTheClass() throws IOException {
        workers.startWith(withoutTests());
        workers.start();
        workers.awaitReady();
        StudyResult<PlainMlp> result = Fixture.study(new PacedHandler(Fixture.HANDLER, 1))
                .on(watched(grid(2, 60)))
                .run();
        assertThat(result.cost().workers()).isEqualTo(1);
        assertThat(Fixture.essence(result))
                .isEqualTo(Fixture.essence(
                        Fixture.study().on(watched(MopExecutor.threads(1))).run()));
    }

    @Test
    void anotherClustersWorkersAreNotThere() throws IOException {
        workers.startStranger();
        assertThatThrownBy(() -> Fixture.study().on(watched(grid(1, 5))).run())
                .isInstanceOf(StudyException.class)
                .hasMessageContaining("no worker")
                .hasMessageContaining("cluster name");
    }

    /** A shard of 90 MB, to be held on a heap of 128 MB. */
    @Test
    void aShardThatDoesNotFitIsNamedWithTheRemedy() throws IOException {
        workers.start("--shard-memory", "1000");
        workers.awaitReady();
        assertThatThrownBy(() -> Fixture.study(PlainMlpHandler.of(LargeData.SCHEMA))
                        .data(LargeData.of(1, 90 << 20))
                        .on(watched(grid(1, 15)))
                        .run())
                .isInstanceOf(StudyException.class)
                .hasMessageContaining("training shard 0 does not fit into memory")
                .hasMessageContaining("smaller shard memory");
    }

    /** 12 shards of 32 MB: three heaps of 128 MB. Three quarters of what a worker holds is in files. */
    @Test
    void aDatasetOfThreeTimesAWorkersHeapIsTrainedOn(TestReporter reporter) throws IOException {
        List<Process> processes = List.of(workers.start(), workers.start(), workers.start());
        Dataset data = LargeData.of(12, 32 << 20);
        workers.awaitReady();
        StudyResult<PlainMlp> result = Fixture.study(PlainMlpHandler.of(LargeData.SCHEMA))
                .data(data)
                .search(RandomSearch.trials(1).epochs(1))
                .on(watched(grid(3, 60)))
                .run();
        assertThat(result.best().trial().epochs()).hasSize(1);
        for (Process worker : processes) {
            Matcher heap = PEAK_HEAP.matcher("");
            await("the worker's figures")
                    .atMost(Workers.PATIENCE)
                    .until(() -> heap.reset(workers.output(worker)).find());
            long most = Long.parseLong(heap.group(2));
            reporter.publishEntry("peak heap of a worker", heap.group());
            assertThat(Long.parseLong(heap.group(1))).isBetween(1L, most);
            assertThat(data.bytes()).isGreaterThanOrEqualTo(3 * most);
        }
    }

    @Test
    void aPortThatIsTakenIsNamedWithTheRemedy() throws IOException {
        Path yaml = workers.driver();
        try (ServerSocket taken = new ServerSocket(workers.driverPort(), 1, InetAddress.getLoopbackAddress())) {
            assertThat(taken.isBound()).isTrue();
            assertThatThrownBy(() -> Fixture.study()
                            .on(watched(HazelcastGrid.join(yaml)))
                            .run())
                    .isInstanceOf(StudyException.class)
                    .hasMessageContaining("port cannot be opened")
                    .hasMessageContaining("auto-increment");
        }
    }

    @Test
    void aWorkerThatCannotBeginSaysWhy() throws Exception {
        Process worker = workers.start("--slots", "0");
        assertThat(worker.waitFor()).isEqualTo(1);
        assertThat(workers.output(worker)).contains("IllegalArgumentException: --slots (0) must be at least 1");
    }
}
