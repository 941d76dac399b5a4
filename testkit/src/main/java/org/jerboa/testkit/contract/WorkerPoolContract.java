package org.jerboa.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jerboa.testkit.fault.Fault;
import org.jerboa.testkit.fault.FaultyHandler;
import org.jerboa.testkit.fault.GatedHandler;
import org.jerboa.testkit.fault.LiveModels;
import org.jerboa.testkit.fault.StuckHandler;
import org.jerboa.testkit.fault.TrackedHandler;
import org.jerboa.testkit.perceptron.Blobs;
import org.jerboa.testkit.perceptron.PlainMlp;
import org.jerboa.testkit.perceptron.PlainMlpHandler;
import org.jerboa.tune.data.Dataset;
import org.jerboa.tune.data.Examples;
import org.jerboa.tune.data.Shard;
import org.jerboa.tune.data.Split;
import org.jerboa.tune.random.RandomStreams;
import org.jerboa.tune.space.Configuration;
import org.jerboa.tune.spi.CheckpointId;
import org.jerboa.tune.spi.CheckpointStore;
import org.jerboa.tune.spi.ModelHandler;
import org.jerboa.tune.spi.TrainingSummary;
import org.jerboa.tune.spi.UnitQuery;
import org.jerboa.tune.spi.UnitReport;
import org.jerboa.tune.spi.WorkerInfo;
import org.jerboa.tune.spi.WorkerPool;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What every {@link WorkerPool} promises. A backend's test extends this and makes pools; models are {@link PlainMlp}s, and
 * what a pool makes of them is compared, by the bytes of checkpoints, with what the handler makes of them when it is called
 * by hand.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(value = 30, unit = TimeUnit.MINUTES)
public abstract class WorkerPoolContract {

    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private static final int WORKERS = 3;

    private static final int SHARDS = 4;

    private static final Blobs BLOBS = new Blobs(6, 3, 4);

    private static final Dataset DATA = BLOBS.dataset(SHARDS, 200, 50);

    private static final PlainMlpHandler HANDLER = PlainMlpHandler.of(BLOBS.schema());

    private LiveModels live = new LiveModels();

    private Set<Thread> threadsBefore = Set.of();

    private long tickets;

    /**
     * A pool that is not open yet, with a checkpoint store that is empty.
     *
     * @param workers workers it is to have
     * @param keepsModels whether there is memory for the live models of all trials; otherwise for as few as can be
     */
    protected abstract WorkerPool pool(ModelHandler<PlainMlp> handler, Dataset data, int workers, boolean keepsModels)
            throws IOException;

    /** Whether workers run in this JVM, so that its threads and models can be counted. */
    protected boolean runsInThisJvm() {
        return true;
    }

    /** How long the threads of a closed pool may take to end. */
    protected Duration ending() {
        return Duration.ofMinutes(2);
    }

    /** Whether a thread that was started during a test may live on after the pool was closed. */
    protected boolean mayOutlivePool(Thread thread) {
        return thread.getName().startsWith("ForkJoinPool.commonPool")
                || thread.getName().startsWith("junit");
    }

    @BeforeEach
    final void takeStock() {
        live = new LiveModels();
        threadsBefore = new HashSet<>(Thread.getAllStackTraces().keySet());
    }

    @AfterEach
    final void findLeftovers() throws InterruptedException {
        if (!runsInThisJvm()) {
            return;
        }
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            if (!threadsBefore.contains(thread) && !mayOutlivePool(thread)) {
                thread.join(ending().toMillis());
                assertThat(thread.isAlive()).as("%s outlives the pool", thread).isFalse();
            }
        }
        assertThat(live.count()).as("models that outlive the pool").isZero();
    }

    /** What is done with an open pool. */
    @FunctionalInterface
    private interface Play {
        void with(WorkerPool pool, PoolDriver driver) throws Exception;
    }

    private void play(ModelHandler<PlainMlp> handler, boolean keepsModels, Play play) throws Exception {
        WorkerPool pool = pool(new TrackedHandler<>(handler, live), DATA, WORKERS, keepsModels);
        PoolDriver driver = new PoolDriver(pool);
        try {
            driver.awaitWorkers(WORKERS);
            play.with(pool, driver);
        } finally {
            driver.close();
            pool.checkpoints().close();
        }
        assertThat(driver.late()).as("events after close").isZero();
    }

    @Test
    final void workersAreAnnouncedWithTheShardsTheyHold() throws Exception {
        play(HANDLER, true, (pool, driver) -> {
            List<WorkerInfo> workers = driver.awaitWorkers(WORKERS);
            assertThat(workers).extracting(WorkerInfo::name).doesNotHaveDuplicates();
            for (Split split : List.of(Split.TRAINING, Split.VALIDATION)) {
                for (Shard shard : DATA.shards(split)) {
                    assertThat(workers).as("%s", shard).anyMatch(worker -> worker.holds(split, shard.index()));
                }
            }
        });
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    final void modelsAreTrainedAsByHand(boolean keepsModels) throws Exception {
        int trials = 5;
        int steps = 2 * SHARDS;
        play(HANDLER, keepsModels, (pool, driver) -> {
            List<List<UnitQuery>> chains = new ArrayList<>();
            for (int trial = 0; trial < trials; trial++) {
                // Where models are not kept, every version must be there to go on from.
                chains.add(training(trial, 0, steps, keepsModels ? steps : 1));
            }
            Map<Long, UnitReport> reports = driver.run(chains);
            for (int trial = 0; trial < trials; trial++) {
                assertThat(driver.awaitCommit(new CheckpointId(trial, steps))).isEmpty();
                assertThat(stored(pool, new CheckpointId(trial, steps)))
                        .as("checkpoint of trial %d", trial)
                        .isEqualTo(byHand(trial, steps));
                assertSummariesAsByHand(trial, chains.get(trial), reports);
            }
        });
    }

    private void assertSummariesAsByHand(int trial, List<UnitQuery> chain, Map<Long, UnitReport> reports)
            throws Exception {
        HandlerBench<PlainMlp> bench = bench();
        PlainMlp model = bench.create(configuration(trial), trial);
        for (int step = 0; step < chain.size(); step++) {
            TrainingSummary expected = bench.train(model, configuration(trial), step);
            assertThat(reports.get(chain.get(step).ticket()))
                    .isInstanceOfSatisfying(
                            UnitReport.Trained.class,
                            report -> assertThat(report.training()).isEqualTo(expected));
        }
    }

    @Test
    final void modelsAreEvaluatedAsByHandAndStayAsTheyWere() throws Exception {
        play(HANDLER, true, (pool, driver) -> {
            driver.run(List.of(training(0, 0, 2, 2)));
            UnitReport report = driver.run(evaluation(0, 2));
            driver.run(List.of(training(0, 2, 4, 2)));
            assertThat(driver.awaitCommit(new CheckpointId(0, 4))).isEmpty();
            assertThat(stored(pool, new CheckpointId(0, 4))).isEqualTo(byHand(0, 4));

            HandlerBench<PlainMlp> bench = bench();
            PlainMlp model = bench.create(configuration(0), 0);
            bench.train(model, configuration(0), 0, 2);
            Map<String, Double> expected = HANDLER.evaluate(
                            model,
                            DATA.shards(Split.VALIDATION).get(0).open(),
                            bench.context(configuration(0), 0, () -> false))
                    .values();
            assertThat(report)
                    .isInstanceOfSatisfying(
                            UnitReport.Evaluated.class,
                            evaluated ->
                                    assertThat(evaluated.metrics().values()).isEqualTo(expected));
        });
    }

    @Test
    final void aCloneStartsFromItsParentsCheckpoint() throws Exception {
        play(HANDLER, true, (pool, driver) -> {
            driver.run(List.of(training(0, 0, 2, 2)));
            assertThat(driver.awaitCommit(new CheckpointId(0, 2))).isEmpty();
            UnitQuery first = query(UnitQuery.Kind.TRAIN, 1, 0, Split.TRAINING, 0, true, new CheckpointId(0, 2));
            driver.run(first);
            assertThat(driver.awaitCommit(first.result())).isEmpty();

            HandlerBench<PlainMlp> bench = bench();
            PlainMlp clone = bench.restore(configuration(1), byHand(0, 2), null);
            bench.train(clone, configuration(1), 0);
            assertThat(stored(pool, first.result())).isEqualTo(bench.payload(clone));
        });
    }

    @ParameterizedTest
    @EnumSource(names = {"EXCEPTION", "ERROR"})
    final void aFailedUnitIsReportedWithItsCauseAndLeavesNoTrace(Fault.Effect effect) throws Exception {
        Fault fault = Fault.on(Fault.Call.TRAIN).trial(1).position(1).times(1).with(effect);
        play(new FaultyHandler<>(HANDLER, fault), true, (pool, driver) -> {
            driver.run(List.of(training(1, 0, 1, 1)));
            assertThat(driver.awaitCommit(new CheckpointId(1, 1))).isEmpty();
            int failures = 0;
            UnitReport report = driver.run(training(1, 1, 2, 1).get(0));
            while (report instanceof UnitReport.Failed failed) {
                assertThat(failed.reason()).isEqualTo(UnitReport.Reason.ERROR);
                assertThat(failed.cause()).contains("injected into TRAIN of trial 1");
                assertThat(failed.trace()).contains("injected into TRAIN of trial 1");
                // Once for each copy of the handler, if workers have their own.
                failures++;
                assertThat(failures).isLessThanOrEqualTo(WORKERS);
                report = driver.run(training(1, 1, 2, 1).get(0));
            }
            assertThat(failures).isPositive();
            driver.run(List.of(training(0, 0, 3, 3), training(2, 0, 3, 3), training(3, 0, 3, 3)));
            for (CheckpointId id : List.of(new CheckpointId(1, 2), new CheckpointId(0, 3), new CheckpointId(3, 3))) {
                assertThat(driver.awaitCommit(id)).isEmpty();
                assertThat(stored(pool, id)).isEqualTo(byHand(id.trial(), id.version()));
            }
        });
    }

    @Test
    final void aModelThatCannotBeMadeOrEvaluatedIsReported() throws Exception {
        FaultyHandler<PlainMlp> handler = new FaultyHandler<>(
                HANDLER,
                Fault.on(Fault.Call.CREATE).where("batchSize", configuration(0).getInt("batchSize")),
                Fault.on(Fault.Call.EVALUATE).trial(1));
        play(handler, true, (pool, driver) -> {
            assertFailed(driver.run(training(0, 0, 1, 1).get(0)), "injected into CREATE", false);
            driver.run(List.of(training(1, 0, 1, 1)));
            assertFailed(driver.run(evaluation(1, 1)), "injected into EVALUATE", false);
        });
    }

    @Test
    final void aVersionThatIsNeitherLiveNorStoredIsReportedMissing() throws Exception {
        play(HANDLER, true, (pool, driver) -> {
            assertFailed(driver.run(training(0, 3, 4, 1).get(0)), "", true);
            driver.run(List.of(training(0, 0, 1, 1)));
            assertThat(driver.awaitCommit(new CheckpointId(0, 1))).isEmpty();
            assertThat(stored(pool, new CheckpointId(0, 1))).isEqualTo(byHand(0, 1));
        });
    }

    private static void assertFailed(UnitReport report, String cause, boolean missing) {
        assertThat(report).isInstanceOfSatisfying(UnitReport.Failed.class, failed -> {
            assertThat(failed.trace()).contains(cause);
            assertThat(failed.reason()).isEqualTo(missing ? UnitReport.Reason.MODEL_MISSING : UnitReport.Reason.ERROR);
        });
    }

    @ParameterizedTest
    @EnumSource(names = {"EXCEPTION", "ERROR"})
    final void aCheckpointThatCannotBeWrittenIsToldAfterTheReport(Fault.Effect effect) throws Exception {
        Fault fault = Fault.on(Fault.Call.WRITE).trial(0).position(0).with(effect);
        play(new FaultyHandler<>(HANDLER, fault), true, (pool, driver) -> {
            UnitReport report = driver.run(training(0, 0, 1, 1).get(0));
            assertThat(report).isInstanceOf(UnitReport.Trained.class);
            assertThat(driver.awaitCommit(new CheckpointId(0, 1))).isPresent();
            assertThat(pool.checkpoints().versions(0)).isEmpty();
            driver.run(List.of(training(1, 0, 1, 1)));
            assertThat(driver.awaitCommit(new CheckpointId(1, 1))).isEmpty();
        });
    }

    @Test
    final void aDivergedUnitIsReportedAsTrained() throws Exception {
        Fault fault = Fault.on(Fault.Call.TRAIN).trial(0).with(Fault.Effect.NAN);
        play(
                new FaultyHandler<>(HANDLER, fault),
                true,
                (pool, driver) -> assertThat(driver.run(training(0, 0, 1, 1).get(0)))
                        .isInstanceOfSatisfying(
                                UnitReport.Trained.class,
                                report ->
                                        assertThat(report.training().diverged()).isTrue()));
    }

    @Test
    final void aSlotRunsOneUnitAtATime() throws Exception {
        if (!runsInThisJvm()) {
            return;
        }
        GatedHandler<PlainMlp> gated = new GatedHandler<>(HANDLER, "one-at-a-time");
        play(gated, true, (pool, driver) -> {
            int slots = 0;
            for (WorkerInfo worker : driver.awaitWorkers(WORKERS)) {
                for (int slot = 0; slot < worker.slots(); slot++) {
                    driver.submit(worker.name(), onShard(slots++, heldBy(worker)));
                }
            }
            gated.gate().awaitInside(slots, PATIENCE);
            for (WorkerInfo worker : driver.awaitWorkers(WORKERS)) {
                assertThatThrownBy(() -> pool.submit(worker.name(), onShard(99, 0)))
                        .as("submitting to a worker without a free slot")
                        .isInstanceOf(IllegalStateException.class);
            }
            gated.gate().open();
            driver.awaitReports();
            assertThat(gated.gate().most()).isEqualTo(slots);
        });
        gated.remove();
    }

    @Test
    final void anUnknownWorkerIsRefused() throws Exception {
        play(
                HANDLER,
                true,
                (pool, driver) -> assertThatThrownBy(
                                () -> pool.submit("nobody", training(0, 0, 1, 1).get(0)))
                        .isInstanceOf(IllegalStateException.class)
                        .hasMessageContaining("nobody"));
    }

    @Test
    final void aReleasedTrialCanBeTakenUpFromItsCheckpoint() throws Exception {
        play(HANDLER, true, (pool, driver) -> {
            driver.run(List.of(training(0, 0, 2, 2)));
            assertThat(driver.awaitCommit(new CheckpointId(0, 2))).isEmpty();
            pool.release(0);
            pool.release(7);
            driver.run(List.of(training(0, 2, 3, 1)));
            assertThat(driver.awaitCommit(new CheckpointId(0, 3))).isEmpty();
            assertThat(stored(pool, new CheckpointId(0, 3))).isEqualTo(byHand(0, 3));
        });
    }

    @Test
    final void closingCancelsWhatRunsAndLeavesNothingBehind() throws Exception {
        GatedHandler<PlainMlp> gated = new GatedHandler<>(HANDLER, "closing");
        play(gated, true, (pool, driver) -> {
            if (!runsInThisJvm()) {
                gated.gate().open();
            }
            WorkerInfo worker = driver.awaitWorkers(WORKERS).get(0);
            driver.submit(worker.name(), onShard(0, heldBy(worker)));
            if (runsInThisJvm()) {
                gated.gate().awaitInside(1, PATIENCE);
            }
            // The unit waits at its gate for being cancelled, which closing the pool does.
        });
        gated.remove();
    }

    @Test
    final void aCancelledUnitIsAnsweredAndLeavesNoTrace() throws Exception {
        if (!runsInThisJvm()) {
            return;
        }
        GatedHandler<PlainMlp> gated = new GatedHandler<>(HANDLER, "cancelling");
        play(gated, true, (pool, driver) -> {
            WorkerInfo worker = driver.awaitWorkers(WORKERS).get(0);
            UnitQuery query = query(UnitQuery.Kind.TRAIN, 0, 0, Split.TRAINING, heldBy(worker), true, null);
            driver.submit(worker.name(), query);
            gated.gate().awaitInside(1, PATIENCE);
            pool.cancel(worker.name(), query.ticket() + 1_000);
            pool.cancel(worker.name(), query.ticket());
            assertThat(driver.awaitReport())
                    .isInstanceOfSatisfying(
                            UnitReport.Failed.class,
                            failed -> assertThat(failed.reason()).isEqualTo(UnitReport.Reason.CANCELLED));
            assertThat(pool.checkpoints().versions(0)).isEmpty();
            pool.cancel(worker.name(), query.ticket());
            gated.gate().open();
            driver.run(List.of(training(0, 0, 1, 1)));
            assertThat(driver.awaitCommit(new CheckpointId(0, 1))).isEmpty();
            assertThat(stored(pool, new CheckpointId(0, 1))).isEqualTo(byHand(0, 1));
        });
        gated.remove();
    }

    /** The stuck thread comes back when others have trained what it was to train. */
    @Test
    final void anAbandonedWorkerIsReplacedAndDoesNoHarm() throws Exception {
        if (!runsInThisJvm()) {
            return;
        }
        StuckHandler<PlainMlp> stuck = new StuckHandler<>(HANDLER);
        try {
            play(stuck, true, (pool, driver) -> {
                List<WorkerInfo> before = driver.awaitWorkers(WORKERS);
                WorkerInfo worker = before.get(0);
                UnitQuery query = query(UnitQuery.Kind.TRAIN, 0, 0, Split.TRAINING, heldBy(worker), true, null);
                driver.submit(worker.name(), query);
                stuck.awaitStuck(PATIENCE);
                pool.cancel(worker.name(), query.ticket());
                driver.expectLeaving(worker.name());
                pool.abandon(worker.name(), "it does not react");
                driver.awaitLeft(worker.name());
                assertThat(driver.awaitWorkers(WORKERS))
                        .extracting(WorkerInfo::name)
                        .doesNotContain(worker.name())
                        .doesNotHaveDuplicates();
                driver.run(List.of(training(0, 0, 2, 2), training(1, 0, 2, 2), training(2, 0, 2, 2)));
                stuck.letGo();
                driver.run(List.of(training(0, 2, 3, 1)));
                assertThat(driver.awaitCommit(new CheckpointId(0, 3))).isEmpty();
                assertThat(pool.checkpoints().versions(0)).containsExactly(2, 3);
                assertThat(stored(pool, new CheckpointId(0, 3))).isEqualTo(byHand(0, 3));
            });
        } finally {
            stuck.letGo(); // also where the test failed before
        }
    }

    private static int heldBy(WorkerInfo worker) {
        return DATA.shards(Split.TRAINING).stream()
                .mapToInt(Shard::index)
                .filter(index -> worker.holds(Split.TRAINING, index))
                .findFirst()
                .orElseThrow();
    }

    // Units.

    /** Steps {@code first} to {@code end} (exclusive) of a trial; every {@code commitEvery}-th version is committed. */
    private List<UnitQuery> training(int trial, int first, int end, int commitEvery) {
        List<UnitQuery> steps = new ArrayList<>();
        for (int step = first; step < end; step++) {
            boolean commit = (step + 1) % commitEvery == 0 || step == end - 1;
            steps.add(query(UnitQuery.Kind.TRAIN, trial, step, Split.TRAINING, step % SHARDS, commit, null));
        }
        return steps;
    }

    private UnitQuery evaluation(int trial, int version) {
        return query(UnitQuery.Kind.EVALUATE, trial, version, Split.VALIDATION, 0, false, null);
    }

    private UnitQuery onShard(int trial, int shard) {
        return query(UnitQuery.Kind.TRAIN, trial, 0, Split.TRAINING, shard, false, null);
    }

    private UnitQuery query(
            UnitQuery.Kind kind,
            int trial,
            int version,
            Split split,
            int shard,
            boolean commit,
            @Nullable CheckpointId origin) {
        return new UnitQuery(
                tickets++,
                kind,
                trial,
                configuration(trial),
                origin,
                trial,
                RandomStreams.seed(1, "unit", version),
                version / SHARDS,
                version % SHARDS,
                SHARDS,
                split,
                shard,
                version,
                commit,
                Set.of());
    }

    private static Configuration configuration(int trial) {
        return Configuration.of(
                Map.of("learningRate", 0.02 * (1 + trial), "hidden", 8, "batchSize", 8 + trial, "dropout", 0.1));
    }

    // The same by hand.

    private static HandlerBench<PlainMlp> bench() throws IOException {
        List<Examples> shards = new ArrayList<>();
        for (Shard shard : DATA.shards(Split.TRAINING)) {
            shards.add(shard.open());
        }
        return new HandlerBench<>(HANDLER, shards);
    }

    private static byte[] byHand(int trial, int steps) throws Exception {
        return bench().straight(configuration(trial), trial, steps);
    }

    private static byte[] stored(WorkerPool pool, CheckpointId id) throws IOException {
        CheckpointStore store = pool.checkpoints();
        return store.get(id, in -> {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            ByteBuffer buffer = ByteBuffer.allocate(8_192);
            while (in.read(buffer.clear()) >= 0) {
                bytes.write(buffer.array(), 0, buffer.position());
            }
            return bytes.toByteArray();
        });
    }
}
