package org.jerboa.hazelcast.internal.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.jerboa.testkit.watch.WatchedExecutor.watched;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jerboa.hazelcast.Fixture;
import org.jerboa.hazelcast.GatedHandler;
import org.jerboa.hazelcast.LargeStateHandler;
import org.jerboa.hazelcast.PacedHandler;
import org.jerboa.hazelcast.internal.wire.Grid;
import org.jerboa.mop.MopExecutor;
import org.jerboa.testkit.perceptron.PlainMlp;
import org.jerboa.tune.data.Shard;
import org.jerboa.tune.data.Split;
import org.jerboa.tune.spi.ModelHandler;
import org.jerboa.tune.study.Study;
import org.jerboa.tune.study.StudyEvent;
import org.jerboa.tune.study.StudyException;
import org.jerboa.tune.study.StudyHandle;
import org.jerboa.tune.study.StudyListener;
import org.jerboa.tune.study.StudyResult;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Members join, leave and die in the middle of a study; it always ends with the bits that it has on threads. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class ComingAndGoingIT {

    /** Minibatches; an epoch of the smallest ones has 116. */
    private static final int MORE_STEPS_THAN_AN_EPOCH = 120;

    private static Map<Integer, String> quiet;

    private TestGrid grid = new TestGrid(true);
    private final List<StudyEvent> events = new CopyOnWriteArrayList<>();

    @TempDir
    Path folder;

    @BeforeAll
    static void runQuietly() throws IOException {
        quiet = Fixture.essence(
                Fixture.study().on(watched(MopExecutor.threads(2))).run());
    }

    @AfterEach
    void endGrid() throws IOException {
        LargeStateHandler.whileWrittenForAHop(null);
        LargeStateHandler.whileRead(null);
        grid.close();
    }

    /** Something that is done to the grid. */
    @FunctionalInterface
    private interface Deed {
        void run() throws Exception;
    }

    /** Does it when so many units have been trained, on the coordinator's thread, so that the study cannot end before. */
    private static StudyListener afterUnits(int units, Deed deed) {
        AtomicInteger trained = new AtomicInteger();
        return (event, progress) -> {
            if (event instanceof StudyEvent.UnitTrained && trained.incrementAndGet() == units) {
                carryOut(deed);
            }
        };
    }

    /** The same beside the study, for what needs the coordinator. */
    private static StudyListener besideAfterUnits(int units, Deed deed) {
        return afterUnits(units, () -> {
            CompletableFuture<Void> unused = CompletableFuture.runAsync(() -> carryOut(deed));
        });
    }

    private static void carryOut(Deed deed) {
        try {
            deed.run();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private Study<PlainMlp> study(int unitMillis) {
        return study(new PacedHandler(Fixture.HANDLER, unitMillis));
    }

    private Study<PlainMlp> study(ModelHandler<PlainMlp> handler) {
        return Fixture.study(handler).listener((event, progress) -> events.add(event));
    }

    private void assertAsQuiet(StudyResult<PlainMlp> result) throws IOException {
        Fixture.assertAsQuiet(result, quiet);
    }

    @ParameterizedTest
    @CsvSource({"1, true", "2, true", "1, false"})
    void oneThatIsKilledTakesNothingWithIt(int replication, boolean apart) throws Exception {
        grid = new TestGrid(apart);
        addWorkers(3);
        StudyResult<PlainMlp> result = study(10)
                .listener(afterUnits(20, () -> grid.kill(1)))
                .on(watched(grid.driver(TestGrid.terms(replication, 3)).executor()))
                .run();
        assertAsQuiet(result);
        assertThat(events).anyMatch(event -> event instanceof StudyEvent.WorkerLeft);
    }

    /** The grid's patience is longer than the test's. */
    @Test
    void theNextStudyDoesNotWaitForOneThatIsLost() throws Exception {
        addWorkers(2);
        TestGrid.Driver driver = grid.driver(new GridTerms(1, 1, 2, Duration.ofHours(1)));
        assertAsQuiet(study(0).on(watched(driver.executor())).run());
        grid.kill(1);
        await().atMost(Duration.ofMinutes(1))
                .until(() -> driver.instance().getCluster().getMembers().size() == 2);

        assertAsQuiet(study(0).on(watched(driver.executor())).run());
    }

    @Test
    void twoOfThreeAreKilledAtOnce() throws Exception {
        addWorkers(3);
        StudyResult<PlainMlp> result = study(10)
                .listener(afterUnits(30, () -> {
                    grid.kill(0);
                    grid.kill(2);
                }))
                .on(watched(grid.driver(TestGrid.terms(1, 3)).executor()))
                .run();
        assertAsQuiet(result);
    }

    /** It gives the model or gets it. */
    @Test
    void oneThatIsKilledInTheMiddleOfAHopTakesNothingWithIt() throws Exception {
        addWorkers(2);
        AtomicBoolean killed = new AtomicBoolean();
        LargeStateHandler.whileWrittenForAHop(() -> {
            killed.set(true);
            grid.kill(1);
        });
        StudyResult<PlainMlp> result = Fixture.study(new LargeStateHandler(Fixture.HANDLER))
                .on(watched(grid.driver(TestGrid.terms(1, 2)).executor()))
                .run();
        assertAsQuiet(result);
        assertThat(killed).as("killed in a hop").isTrue();
    }

    @Test
    void aModelThatCannotBeReadHoldsNobodyUp() throws Exception {
        addWorkers(2);
        LargeStateHandler.whileRead(() -> {
            throw new IOException("half of it is enough");
        });
        StudyResult<PlainMlp> result = Fixture.study(new LargeStateHandler(Fixture.HANDLER))
                .listener((event, progress) -> events.add(event))
                .on(watched(grid.driver(TestGrid.terms(1, 2)).executor()))
                .run();
        assertAsQuiet(result);
        assertThat(events)
                .filteredOn(event -> event instanceof StudyEvent.UnitFailed)
                .singleElement()
                .satisfies(event ->
                        assertThat(((StudyEvent.UnitFailed) event).cause()).contains("half of it is enough"));
    }

    @Test
    void oneThatJoinsGetsWork() throws Exception {
        addWorkers(2);
        GatedHandler handler = new GatedHandler(new PacedHandler(Fixture.HANDLER, 5), 10);
        AtomicInteger joined = new AtomicInteger();
        StudyResult<PlainMlp> result = study(handler)
                .listener(afterUnits(1, grid::add))
                .listener((event, progress) -> {
                    if (event instanceof StudyEvent.WorkerJoined && joined.incrementAndGet() == 3) {
                        handler.openGate(); // most units wait till then
                    }
                })
                .on(watched(grid.driver(TestGrid.terms(1, 2)).executor()))
                .run();
        assertAsQuiet(result);
        assertThat(events)
                .as("units of the one that joined")
                .anyMatch(event -> event instanceof StudyEvent.UnitTrained unit
                        && unit.worker().startsWith(grid.name(2)));
    }

    /** Its units end, and the models that it has go on elsewhere from where they are; with replication 1 its shards, too. */
    @ParameterizedTest
    @CsvSource({"1, true", "2, true", "1, false"})
    void oneThatLeavesInOrderHasNoUnitRunTwice(int replication, boolean apart) throws Exception {
        grid = new TestGrid(apart);
        addWorkers(3);
        GatedHandler handler = new GatedHandler(new PacedHandler(Fixture.HANDLER, 5), 10);
        AtomicInteger joined = new AtomicInteger();
        StudyResult<PlainMlp> result = study(handler)
                .listener((event, progress) -> {
                    if (event instanceof StudyEvent.WorkerJoined && joined.incrementAndGet() == 3) {
                        CompletableFuture<Void> unused =
                                CompletableFuture.runAsync(() -> carryOut(() -> grid.leave(0, Duration.ofMinutes(5))));
                    } else if (isLeaving(event)) {
                        handler.openGate(); // most units wait till then
                    }
                })
                .on(watched(grid.driver(TestGrid.terms(replication, 3)).executor()))
                .run();
        assertAsQuiet(result);
        assertThat(events).anyMatch(ComingAndGoingIT::isLeaving).noneMatch(StudyEvent.UnitFailed.class::isInstance);
        assertThat(events.stream().filter(StudyEvent.UnitTrained.class::isInstance))
                .hasSize(8 * Fixture.EPOCHS * Fixture.SHARDS);
    }

    private static boolean isLeaving(StudyEvent event) {
        return event instanceof StudyEvent.WorkerChanged changed
                && changed.worker().shards().isEmpty();
    }

    /** There is nobody to take its models; what it is at counts as far as it was stored. */
    @Test
    void theOnlyOneThatLeavesDoesNotWaitForOthers() throws Exception {
        addWorkers(1);
        StudyResult<PlainMlp> result = study(5).listener(afterUnits(20, () -> {
                    grid.leave(0, Duration.ofDays(1));
                    grid.add();
                }))
                .on(watched(grid.driver(TestGrid.terms(1, 1)).executor()))
                .run();
        assertAsQuiet(result);
    }

    @Test
    void whatIsNotDoneInTimeIsRunAgain() throws Exception {
        addWorkers(3);
        StudyResult<PlainMlp> result = study(10)
                .listener(besideAfterUnits(20, () -> grid.leave(0, Duration.ZERO)))
                .on(watched(grid.driver(TestGrid.terms(1, 3)).executor()))
                .run();
        assertAsQuiet(result);
    }

    @Test
    void theLastOneIsKilledAndAnotherComes() throws Exception {
        addWorkers(1);
        StudyResult<PlainMlp> result = study(5).listener(afterUnits(30, () -> {
                    grid.kill(0);
                    grid.add();
                }))
                .on(watched(grid.driver(TestGrid.terms(1, 1)).executor()))
                .run();
        assertAsQuiet(result);
    }

    @Test
    void withoutAnyWorkerTheStudyEndsAndSaysWhy() {
        var driver = grid.driver(new GridTerms(1, 1, 1, Duration.ofSeconds(1)));
        assertThatThrownBy(() -> study(1).on(watched(driver.executor())).run())
                .isInstanceOf(StudyException.class)
                .hasMessageContaining("cluster name");
    }

    @Test
    void oneOfAnotherVersionIsNamedWithTheRemedy() throws IOException {
        grid.add(config -> config.getMemberAttributeConfig().setAttribute(Grid.WIRE, "99"));
        var driver = grid.driver(new GridTerms(1, 1, 1, Duration.ofSeconds(3)));
        assertThatThrownBy(() -> study(1).on(watched(driver.executor())).run())
                .isInstanceOf(StudyException.class)
                .hasMessageContaining("speaks version 99")
                .hasMessageContaining("same version of Jerboa");
    }

    /** Replication 1, and 2; members that hold all of it would have three times the data. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void theGridHoldsEachExampleAsOftenAsItIsToldTo(int replication) throws Exception {
        addWorkers(3);
        List<List<Long>> held = new CopyOnWriteArrayList<>();
        GatedHandler handler = new GatedHandler(Fixture.HANDLER, 0);
        AtomicInteger joined = new AtomicInteger();
        study(handler)
                .listener((event, progress) -> {
                    if (event instanceof StudyEvent.WorkerJoined && joined.incrementAndGet() == 3) {
                        handler.openGate(); // all have what they are to have
                    }
                    if (event instanceof StudyEvent.EpochFinished) {
                        held.add(grid.shardBytes());
                    }
                })
                .on(watched(grid.driver(TestGrid.terms(replication, 3)).executor()))
                .run();
        long all = Arrays.stream(Split.values())
                .flatMap(split -> Fixture.DATA.shards(split).stream())
                .mapToLong(Shard::bytes)
                .sum();
        assertThat(held).isNotEmpty().allSatisfy(members -> {
            assertThat(members.stream().mapToLong(Long::longValue).sum()).isEqualTo(replication * all);
            assertThat(members)
                    .as("bytes of each member")
                    .allSatisfy(bytes -> assertThat(bytes).isBetween(1L, all - 1));
        });
        assertThat(grid.shardBytes()).as("after the study").containsOnly(0L);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aDriverThatIsGoneIsFollowedByAnother(boolean apart) throws Exception {
        grid = new TestGrid(apart);
        addWorkers(2);
        TestGrid.Driver first = grid.driver(TestGrid.terms(1, 2));
        StudyHandle<PlainMlp> lost = study(10)
                .folder(folder)
                .listener(afterUnits(
                        40, () -> first.instance().getLifecycleService().terminate()))
                .on(watched(first.executor()))
                .start();
        assertThatThrownBy(lost::await).isInstanceOf(StudyException.class).hasMessageContaining("driver's own member");

        StudyResult<PlainMlp> resumed = Fixture.study(new PacedHandler(Fixture.HANDLER, 1))
                .folder(folder)
                .on(watched(grid.driver(TestGrid.terms(1, 2)).executor()))
                .resume();
        Fixture.assertAsQuiet(resumed, quiet);
    }

    /** The first one is alive and well, and does not know that its folder was copied. */
    @Test
    void aDriverWhoseStudyIsTakenOverEndsAndDoesNoHarm() throws Exception {
        addWorkers(2);
        Path copy = folder.resolve("copy");
        Path original = folder.resolve("original");
        GatedHandler handler = new GatedHandler(Fixture.HANDLER, MORE_STEPS_THAN_AN_EPOCH);
        StudyHandle<PlainMlp> first = study(handler) // which cannot end before the gate opens
                .folder(original)
                .on(watched(grid.driver(TestGrid.terms(1, 2)).executor()))
                .start();
        await("some epochs")
                .atMost(Duration.ofMinutes(2))
                .until(() -> first.progress().epochs() >= 2);
        copy(original, copy);
        StudyResult<PlainMlp> second = Fixture.study(new PacedHandler(Fixture.HANDLER, 1))
                .folder(copy)
                .on(watched(grid.driver(TestGrid.terms(1, 2)).executor()))
                .resume();
        Fixture.assertAsQuiet(second, quiet);
        assertThatThrownBy(first::await)
                .isInstanceOf(StudyException.class)
                .hasMessageContaining("another driver has taken the study over");
        handler.openGate();
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> all = Files.walk(from)) {
            for (Path path : all.toList()) {
                Path target = to.resolve(from.relativize(path).toString());
                if (Files.isDirectory(path)) {
                    Files.createDirectories(target);
                } else {
                    copyFile(path, target);
                }
            }
        }
    }

    private static void copyFile(Path file, Path target) throws IOException {
        try {
            Files.copy(file, target);
        } catch (NoSuchFileException e) {
            // a checkpoint that was of no more use
            assertThat(file).doesNotExist();
        }
    }

    private void addWorkers(int count) throws IOException {
        for (int worker = 0; worker < count; worker++) {
            grid.add();
        }
    }
}
