package org.jerboa.hazelcast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.jerboa.testkit.watch.WatchedExecutor.watched;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.jar.JarFile;
import org.jerboa.mop.MopExecutor;
import org.jerboa.testkit.fault.ForwardingHandler;
import org.jerboa.testkit.perceptron.PlainMlp;
import org.jerboa.testkit.perceptron.PlainMlpHandler;
import org.jerboa.tune.study.StudyEvent;
import org.jerboa.tune.study.StudyResult;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The worker's jar, as {@code mvn package} has made it. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class WorkerJarIT {

    private static final Path JAR = Path.of("target", "jerboa-worker.jar").toAbsolutePath();
    private static final int UNITS = 8 * Fixture.EPOCHS * Fixture.SHARDS;

    /** Of a process that SIGTERM has ended. */
    private static final int TERMINATED = 128 + 15;

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

    /** On two processes, one of which is told to end in the middle: no unit is run twice. */
    @Test
    void trainsWithAHandlerThatComesByJarsAndLeavesInOrder() throws Exception {
        Path jar = UserJar.of(
                folder.resolve("mine.jar"),
                List.of(PacedHandler.class, ForwardingHandler.class, PlainMlpHandler.class));
        Process leaving = workers.startJar(JAR, "--jars", jar.toString(), "--drain", "5m");
        workers.startJar(JAR, "--jars", jar.toString());
        workers.awaitReady();
        AtomicInteger trained = new AtomicInteger();
        Set<String> members = ConcurrentHashMap.newKeySet();
        List<StudyEvent> failures = new CopyOnWriteArrayList<>();
        StudyResult<PlainMlp> result = Fixture.study(new PacedHandler(Fixture.HANDLER, 10))
                .listener((event, progress) -> {
                    if (event instanceof StudyEvent.UnitTrained unit) {
                        members.add(unit.worker().substring(0, unit.worker().indexOf('/')));
                        if (trained.incrementAndGet() == 20) {
                            CompletableFuture<Void> unused = CompletableFuture.runAsync(() -> terminate(leaving));
                        }
                    } else if (event instanceof StudyEvent.UnitFailed) {
                        failures.add(event);
                    }
                })
                .on(watched(HazelcastGrid.join(workers.driver())
                        .workers(2)
                        .patience(Duration.ofMinutes(2))
                        .executor()))
                .run();

        Fixture.assertAsQuiet(
                result,
                Fixture.essence(
                        Fixture.study().on(watched(MopExecutor.threads(1))).run()));
        assertThat(members).hasSize(2);
        assertThat(trained).hasValue(UNITS);
        assertThat(failures).isEmpty();
        assertThat(leaving.waitFor()).isEqualTo(TERMINATED);
        assertThat(workers.output(leaving))
                .contains(" leaves; units trained: ")
                .doesNotContain("WARN", "ERROR", "Exception");
    }

    private static void terminate(Process process) {
        try {
            Workers.terminate(process);
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void hasTheLicencesOfAllThatIsInItAndNoSignatures() throws IOException {
        try (JarFile jar = new JarFile(JAR.toFile())) {
            List<String> names =
                    jar.stream().map(entry -> entry.getName()).sorted().toList();
            assertThat(names)
                    .doesNotHaveDuplicates()
                    .contains(
                            "META-INF/LICENSE",
                            "META-INF/NOTICE",
                            "META-INF/jerboa/LICENSE",
                            "META-INF/jerboa/NOTICE",
                            "META-INF/slf4j/LICENSE",
                            "META-INF/services/com.hazelcast.DataSerializerHook",
                            "org/jerboa/hazelcast/WorkerMain.class",
                            "org/jerboa/mop/local/LocalWorkerPool.class",
                            "org/jerboa/tune/spi/ModelHandler.class",
                            "org/slf4j/impl/StaticLoggerBinder.class")
                    .noneMatch(name -> name.matches("META-INF/[^/]*\\.(SF|DSA|RSA)"))
                    .noneMatch(name -> name.startsWith("com/fasterxml/") || name.startsWith("org/junit/"));
        }
    }
}
