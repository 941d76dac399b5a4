package org.jerboa.hazelcast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.jerboa.testkit.watch.WatchedExecutor.watched;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jerboa.mop.MopExecutor;
import org.jerboa.testkit.perceptron.PlainMlp;
import org.jerboa.tune.study.StudyEvent;
import org.jerboa.tune.study.StudyHandle;
import org.jerboa.tune.study.StudyResult;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Processes that are killed, frozen, thawed, told to end and added, in an order and at moments that a seed chooses: 55 events
 * over the suite. Each study ends with the bits that it has when nobody disturbs it, and holds to the invariants.
 * What happens when is for the processes to decide; the seed decides what is done, in which order and to how many units.
 */
@Timeout(value = 15, unit = TimeUnit.MINUTES)
class ChaosIT {

    private static final long SEED = Long.getLong("jerboa.test.seed", 20_262);
    private static final int WORKERS = 3;
    private static final int EPOCHS = 8;
    private static final int DRIVER_KILLS = 5;

    /** So few that no driver comes to the end of its study, however late it is killed. */
    private static final int UNITS_OF_A_DRIVER = 40;

    private final Random random = new Random(SEED);
    private final AtomicInteger trained = new AtomicInteger();

    @TempDir
    Path folder;

    private Workers workers;

    /** What is done to a process, and how often. */
    private enum Deed {
        FREEZE_FOR_A_MOMENT(22),
        FREEZE_FOR_LONG(1),
        KILL(10),
        KILL_TWO(2),
        TERMINATE(4),
        ADD(5);

        private final int times;

        Deed(int times) {
            this.times = times;
        }
    }

    @BeforeEach
    void prepare() throws IOException {
        workers = new Workers(folder, Workers.GIVEN_UP);
    }

    @AfterEach
    void endProcesses() throws InterruptedException {
        workers.endAll();
        assertThat(workers.alive()).isEmpty();
    }

    @Test
    void aStudyEndsAsIfNothingHadHappenedToItsWorkers() throws Exception {
        Deque<Deed> deeds = deeds();
        fill(WORKERS);
        for (int number = 0; !deeds.isEmpty(); number++) {
            long seed = SEED + number;
            StudyHandle<PlainMlp> study = GridStudyChild.study(EPOCHS, seed, 6)
                    .listener((event, progress) -> count(event))
                    .on(watched(GridStudyChild.grid(workers.driver(), WORKERS, 2)))
                    .start();
            while (!study.isDone() && !deeds.isEmpty()) {
                int until = trained.get() + 1 + random.nextInt(8);
                await().atMost(Workers.PATIENCE).until(() -> study.isDone() || trained.get() >= until);
                if (!study.isDone()) {
                    carryOut(deeds.remove());
                    fill(WORKERS);
                }
            }
            Fixture.assertAsQuiet(study.await(), quiet(EPOCHS, seed));
        }
    }

    private Deque<Deed> deeds() {
        List<Deed> all = new ArrayList<>();
        for (Deed deed : Deed.values()) {
            all.addAll(Collections.nCopies(deed.times, deed));
        }
        Collections.shuffle(all, random);
        return new ArrayDeque<>(all);
    }

    private void count(StudyEvent event) {
        if (event instanceof StudyEvent.UnitTrained) {
            trained.incrementAndGet();
        }
    }

    private static Map<Integer, String> quiet(int epochs, long seed) throws IOException {
        return Fixture.essence(GridStudyChild.study(epochs, seed, 0)
                .on(watched(MopExecutor.threads(1)))
                .run());
    }

    private void carryOut(Deed deed) throws Exception {
        switch (deed) {
            case FREEZE_FOR_A_MOMENT -> freezeUntil(trained.get() + 2, Duration.ofSeconds(1));
            case FREEZE_FOR_LONG -> freezeUntil(Integer.MAX_VALUE, Workers.GIVEN_UP.plusSeconds(2));
            case KILL -> Workers.kill(any());
            case KILL_TWO -> {
                Process first = any();
                Workers.kill(first);
                Workers.kill(any());
            }
            case TERMINATE -> Workers.terminate(any());
            case ADD -> fill(WORKERS + 1);
        }
    }

    /** Till the study has got on so far without it, but no longer than that. */
    private void freezeUntil(int units, Duration most) throws Exception {
        Process frozen = any();
        Workers.freeze(frozen);
        try {
            long end = System.nanoTime() + most.toNanos();
            await().atMost(most.plus(Workers.PATIENCE))
                    .pollInterval(Duration.ofMillis(20))
                    .until(() -> trained.get() >= units || System.nanoTime() > end);
        } finally {
            Workers.thaw(frozen);
        }
    }

    private Process any() {
        List<Process> alive = workers.alive();
        return alive.get(random.nextInt(alive.size()));
    }

    private void fill(int count) throws IOException {
        while (workers.alive().size() < count) {
            workers.start();
        }
    }

    /** A worker's process ends in the middle of a unit, before its checkpoint, and while it writes a model. */
    @ParameterizedTest
    @EnumSource
    void aWorkerEndsAtTheWorstMoment(EndingHandler.Moment moment) throws Exception {
        int times = 2;
        fill(1 + times);
        StudyResult<PlainMlp> result = GridStudyChild.study(
                        new EndingHandler(new PacedHandler(Fixture.HANDLER, 2), moment, times, folder), EPOCHS, SEED)
                .on(watched(GridStudyChild.grid(workers.driver(), 1 + times, 2)))
                .run();

        Fixture.assertAsQuiet(result, quiet(EPOCHS, SEED));
        assertThat(EndingHandler.mark(folder, times - 1)).exists();
        await("processes to end")
                .atMost(Workers.PATIENCE)
                .untilAsserted(() -> assertThat(workers.alive()).hasSize(1));
    }

    @Test
    void aDriverThatIsKilledIsFollowedByAnother() throws Exception {
        fill(2);
        Path study = folder.resolve("study");
        Files.createDirectories(study);
        for (int life = 0; life < DRIVER_KILLS; life++) {
            String output = "driver-" + life + ".txt";
            Path still = folder.resolve("still-" + life);
            Process driver = driver(study, output, still);
            try {
                long limit = size(study) + 1 + random.nextInt(6_000);
                await().atMost(Workers.PATIENCE)
                        .pollInterval(Duration.ofMillis(20))
                        .until(() -> !driver.isAlive() || size(study) > limit || Files.exists(still));
            } finally {
                driver.destroyForcibly().waitFor();
            }
            assertThat(driver.exitValue())
                    .as(() -> Workers.read(folder.resolve(output)))
                    .isEqualTo(137); // killed, not failed or done
        }

        StudyResult<PlainMlp> result = GridStudyChild.study(EPOCHS, SEED, 1)
                .folder(study)
                .on(watched(GridStudyChild.grid(workers.driver(), 2, 1)))
                .resume();

        Fixture.assertAsQuiet(result, quiet(EPOCHS, SEED));
    }

    private Process driver(Path study, String output, Path still) throws IOException {
        List<String> command = new ArrayList<>(Workers.smallJvm(folder));
        command.addAll(List.of(
                "-cp",
                System.getProperty("java.class.path"),
                GridStudyChild.class.getName(),
                study.toString(),
                workers.driver().toString(),
                Integer.toString(EPOCHS),
                Long.toString(SEED),
                Integer.toString(UNITS_OF_A_DRIVER),
                still.toString()));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve(output).toFile())
                .start();
    }

    private static long size(Path study) throws IOException {
        Path journal = study.resolve("journal.jsonl");
        return Files.exists(journal) ? Files.size(journal) : 0;
    }
}
