package org.jerboa.hazelcast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.jerboa.testkit.watch.WatchedExecutor.watched;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jerboa.mop.MopExecutor;
import org.jerboa.testkit.perceptron.PlainMlp;
import org.jerboa.tune.study.StudyEvent;
import org.jerboa.tune.study.StudyResult;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Worker processes that come and go with their study. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class LocalGridIT {

    private static final String[] SMALL = {"-Xmx128m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"};

    private Set<Long> processesBefore = Set.of();
    private Set<Path> foldersBefore = Set.of();

    private static Set<Long> processes() {
        return ProcessHandle.current()
                .children()
                .filter(ProcessHandle::isAlive)
                .map(ProcessHandle::pid)
                .collect(Collectors.toSet());
    }

    private static Set<Path> folders() throws IOException {
        try (Stream<Path> all = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            return all.filter(path -> path.getFileName().toString().startsWith("jerboa-"))
                    .collect(Collectors.toSet());
        }
    }

    @BeforeEach
    void look() throws IOException {
        processesBefore = processes();
        foldersBefore = folders();
    }

    /** What was there before may have gone meanwhile: it is of earlier tests. */
    @AfterEach
    void nothingIsLeft() throws IOException {
        assertThat(processesBefore).as("processes").containsAll(processes());
        assertThat(foldersBefore).as("folders").containsAll(folders());
    }

    /** Under way as soon as its workers are there, however long that takes. */
    private static MopExecutor grid(int workers) {
        return HazelcastGrid.local(workers, SMALL)
                .patience(Duration.ofMinutes(4))
                .executor();
    }

    private static StudyResult<PlainMlp> quiet() {
        return Fixture.study().on(watched(MopExecutor.threads(1))).run();
    }

    @Test
    void threeProcessesGiveTheBitsOfOneThread() throws Exception {
        StudyResult<PlainMlp> result = Fixture.study().on(watched(grid(3))).run();

        assertThat(Fixture.essence(result)).isEqualTo(Fixture.essence(quiet()));
        assertThat(result.cost().workers()).isEqualTo(3);
        assertThat(result.cost().hops()).isPositive();
    }

    @Test
    void oneThatIsKilledIsDoneWithout() throws Exception {
        Set<String> busy = ConcurrentHashMap.newKeySet();
        AtomicBoolean killed = new AtomicBoolean();
        List<StudyEvent> left = new CopyOnWriteArrayList<>();
        StudyResult<PlainMlp> result = Fixture.study(new PacedHandler(Fixture.HANDLER, 20))
                .listener((event, progress) -> {
                    if (event instanceof StudyEvent.WorkerLeft) {
                        left.add(event);
                    } else if (event instanceof StudyEvent.UnitTrained unit) {
                        busy.add(unit.worker());
                        if (busy.size() == 2 && killed.compareAndSet(false, true)) {
                            killOne(); // here, so that the study cannot end before
                        }
                    }
                })
                .on(watched(grid(2)))
                .run();

        Fixture.assertAsQuiet(result, Fixture.essence(quiet()));
        assertThat(left).hasSize(1);
    }

    private void killOne() {
        ProcessHandle.current()
                .children()
                .filter(child -> !processesBefore.contains(child.pid()))
                .findFirst()
                .ifPresent(child -> {
                    child.destroyForcibly();
                    child.onExit().join();
                });
    }
}
