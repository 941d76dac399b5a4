package org.jerboa.hazelcast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.jerboa.testkit.watch.WatchedExecutor.watched;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jerboa.mop.MopExecutor;
import org.jerboa.testkit.perceptron.PlainMlp;
import org.jerboa.tune.data.Dataset;
import org.jerboa.tune.data.Derivation;
import org.jerboa.tune.spi.StudyExecutor;
import org.jerboa.tune.study.StudyEvent;
import org.jerboa.tune.study.StudyException;
import org.jerboa.tune.study.StudyResult;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Derived shards in worker processes: what is kept from study to study, lost with a process, and missing there. */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class DerivedProcessesIT {

    private static final int UNITS_BEFORE = 12;

    private final AtomicInteger computed = new AtomicInteger();
    private final Derivation.Observer observer = new Derivation.Observer() {
        @Override
        public void computed(Set<String> outputs, boolean fromSource, long bytes, Duration time) {
            computed.incrementAndGet();
        }
    };

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

    private Dataset near() {
        return LayerShard.data(
                LayerShard.all(Fixture.DATA),
                Layers.of("layers", 100),
                Layers.NEAR,
                Set.of(Layers.NEAR),
                Set.of(),
                Set.of(Layers.NEAR),
                observer);
    }

    private MopExecutor grid(int workersAwaited, int patienceSeconds) throws IOException {
        return HazelcastGrid.join(workers.driver())
                .workers(workersAwaited)
                .patience(Duration.ofSeconds(patienceSeconds))
                .executor();
    }

    /** The first study undisturbed; the second, which finds what was computed, loses a process. */
    @Test
    void processesKeepWhatTheyComputeAndWhatIsLostIsComputedAgain() throws IOException {
        List<Process> processes = List.of(workers.start(), workers.start());
        workers.awaitReady();
        Map<Integer, String> quiet = Fixture.essence(
                Fixture.study().data(near()).on(watched(MopExecutor.threads(1))).run());
        int shards = LayerShard.all(Fixture.DATA).size();
        MopExecutor grid = grid(2, 120);

        StudyExecutor.Hold held = grid.hold();
        try {
            computed.set(0);
            assertThat(Fixture.essence(
                            Fixture.study().data(near()).on(watched(grid)).run()))
                    .isEqualTo(quiet);
            assertThat(computed).hasValue(shards);

            AtomicInteger trained = new AtomicInteger();
            AtomicInteger before = new AtomicInteger();
            StudyResult<PlainMlp> disturbed = Fixture.study()
                    .data(near())
                    .listener((event, progress) -> {
                        if (event instanceof StudyEvent.UnitTrained && trained.incrementAndGet() == UNITS_BEFORE) {
                            before.set(computed.get());
                            kill(processes.get(1));
                        }
                    })
                    .on(watched(grid))
                    .run();
            Fixture.assertAsQuiet(disturbed, quiet);
            assertThat(before).as("until a process was killed").hasValue(shards);
            assertThat(computed).hasValueBetween(shards + 1, 2 * shards - 1);
        } finally {
            held.close();
        }
    }

    private static void kill(Process process) {
        try {
            Workers.kill(process);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aTransformsClassThatNoWorkerHasIsNamedWithTheRemedy() throws IOException {
        workers.startWith(ErrorsIT.withoutTests());
        workers.awaitReady();
        assertThatThrownBy(() ->
                        Fixture.study().data(near()).on(watched(grid(1, 5))).run())
                .isInstanceOf(StudyException.class)
                .hasMessageContaining("transform 'layers' cannot be read")
                .hasMessageContaining("org.jerboa.hazelcast.Layers")
                .hasMessageContaining("--jars");
    }
}
