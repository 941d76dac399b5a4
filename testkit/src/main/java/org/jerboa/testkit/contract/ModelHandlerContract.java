package org.jerboa.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import org.jerboa.tune.data.Examples;
import org.jerboa.tune.metric.MetricAccumulator;
import org.jerboa.tune.random.RandomStreams;
import org.jerboa.tune.space.Configuration;
import org.jerboa.tune.spi.ModelHandler;
import org.jerboa.tune.spi.TrainingSummary;
import org.jerboa.tune.spi.UnitContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What every {@link ModelHandler} promises. A handler's test extends this and says what to test it with; whatever two runs
 * are compared, it is by the bytes of their checkpoints.
 *
 * <p>One test starts a child JVM with the class path of this one.
 *
 * @param <M> the tool's model
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class ModelHandlerContract<M> {

    private static final long SEED = 20;

    /** Steps of the runs that are compared: into the second epoch with two shards. */
    private static final int STEPS = 3;

    private HandlerBench<M> bench;

    /** The handler under test. Every call may make another. */
    protected abstract ModelHandler<M> handler();

    /**
     * Configurations to test with: everything that carries state from one minibatch to the next should be in one of them
     * (dropout, each kind of updater, normalisation, schedules). One makes models at least twice as large as another. Batch
     * sizes are such that every shard takes at least three minibatches.
     */
    protected abstract List<Configuration> configurations();

    /** At least two blocks of training examples, of different sizes. */
    protected abstract List<Examples> shards();

    /** Examples to evaluate on, at least ten. */
    protected abstract Examples validation();

    /** Name of the hyperparameter that sets the batch size. */
    protected String batchSize() {
        return "batchSize";
    }

    /** How far metrics merged over two slices may be from those of the whole, in absolute terms. */
    protected double mergeTolerance() {
        return 1e-6;
    }

    /** Epochs after which training must have lowered the training loss of the first configuration. */
    protected int epochsToLearn() {
        return 5;
    }

    /** Options of the child JVM. */
    protected List<String> childOptions() {
        return List.of("-Xmx512m");
    }

    /** How long the child JVM may take. */
    protected Duration childLimit() {
        return Duration.ofMinutes(20);
    }

    private HandlerBench<M> newBench() {
        return new HandlerBench<>(handler(), shards());
    }

    @BeforeEach
    final void openBench() {
        bench = newBench();
    }

    @AfterEach
    final void closeModels() {
        bench.closeAll();
    }

    // Determinism.

    @ParameterizedTest
    @MethodSource("configurations")
    final void sameSeedGivesSameBits(Configuration configuration) throws Exception {
        byte[] expected = bench.straight(configuration, SEED, STEPS);
        assertThat(bench.straight(configuration, SEED, 0)).isEqualTo(bench.straight(configuration, SEED, 0));
        assertThat(bench.straight(configuration, SEED, STEPS)).isEqualTo(expected);
    }

    @ParameterizedTest
    @MethodSource("configurations")
    final void anotherSeedGivesAnotherModel(Configuration configuration) throws Exception {
        assertThat(bench.straight(configuration, SEED, 0)).isNotEqualTo(bench.straight(configuration, SEED + 1, 0));
    }

    @ParameterizedTest
    @MethodSource("configurations")
    final void trainingChangesTheModel(Configuration configuration) throws Exception {
        assertThat(bench.straight(configuration, SEED, 1)).isNotEqualTo(bench.straight(configuration, SEED, 0));
    }

    @ParameterizedTest
    @MethodSource("configurations")
    final void aModelThatHopsBetweenThreadsGetsTheSameBits(Configuration configuration) throws Exception {
        byte[] expected = bench.straight(configuration, SEED, STEPS);
        M model = onNewThread(() -> bench.create(configuration, SEED));
        for (int step = 0; step < STEPS; step++) {
            int current = step;
            onNewThread(() -> bench.train(model, configuration, current));
        }
        assertThat(onNewThread(() -> bench.payload(model))).isEqualTo(expected);
    }

    @Test
    final void modelsTrainedBesideEachOtherGetTheSameBits() throws Exception {
        List<Task<byte[]>> tasks = new ArrayList<>();
        List<byte[]> expected = new ArrayList<>();
        for (int round = 0; round < 2; round++) {
            long seed = SEED + round;
            for (Configuration configuration : configurations()) {
                expected.add(bench.straight(configuration, seed, STEPS));
                tasks.add(() -> bench.straight(configuration, seed, STEPS));
            }
        }
        assertThat(together(tasks)).usingElementComparator(Arrays::compare).containsExactlyElementsOf(expected);
    }

    // Checkpoints.

    @ParameterizedTest
    @MethodSource("configurations")
    final void trainingContinuesBitForBitInAFreshModel(Configuration configuration) throws Exception {
        byte[] expected = bench.straight(configuration, SEED, STEPS);
        M model = bench.create(configuration, SEED);
        for (int step = 0; step < STEPS; step++) {
            M next = bench.restore(configuration, bench.payload(model), null);
            assertThat(bench.payload(next)).as("restored, unchanged").isEqualTo(bench.payload(model));
            bench.close(model);
            bench.train(next, configuration, step);
            model = next;
        }
        assertThat(bench.payload(model)).isEqualTo(expected);
    }

    @ParameterizedTest
    @MethodSource("configurations")
    final void trainingContinuesBitForBitInAReusedModel(Configuration configuration) throws Exception {
        byte[] expected = bench.straight(configuration, SEED, STEPS);
        byte[] first = bench.straight(configuration, SEED, 1);
        M reusable = bench.create(configuration, SEED + 1);
        bench.train(reusable, configuration, 0, 2);
        byte[] untouched = bench.payload(reusable);
        if (bench.restore(configuration, first, reusable) != reusable) {
            assertThat(bench.payload(reusable)).as("what was not reused").isEqualTo(untouched);
        }
        continueIn(reusable, configuration, first, expected);
    }

    @ParameterizedTest
    @MethodSource("configurations")
    final void trainingContinuesBitForBitInTheModelOfAFailedUnit(Configuration configuration) throws Exception {
        byte[] expected = bench.straight(configuration, SEED, STEPS);
        M model = bench.create(configuration, SEED);
        bench.train(model, configuration, 0);
        byte[] first = bench.payload(model);
        cancelInSecondMinibatch(model, configuration);
        continueIn(model, configuration, first, expected);
    }

    private void continueIn(M reusable, Configuration configuration, byte[] first, byte[] expected) throws Exception {
        M model = bench.restore(configuration, first, reusable);
        bench.train(model, configuration, 1, STEPS);
        assertThat(bench.payload(model)).isEqualTo(expected);
    }

    @Test
    final void trainingContinuesBitForBitInAFreshJvm(@TempDir Path folder) throws Exception {
        List<Configuration> configurations = List.copyOf(configurations());
        for (int i = 0; i < configurations.size(); i++) {
            byte[] first = bench.straight(configurations.get(i), SEED, 1);
            Files.write(HandlerChild.checkpoint(folder, i, "in"), first);
        }
        HandlerChild.Task task = new HandlerChild.Task(handler(), configurations, shards().size(), 1, STEPS);
        HandlerChild.give(folder, task, shards());
        ChildJvm.run(HandlerChild.class, folder, childOptions(), childLimit());
        for (int i = 0; i < configurations.size(); i++) {
            assertThat(Files.readAllBytes(HandlerChild.checkpoint(folder, i, "out")))
                    .as("checkpoint of [%s]", configurations.get(i))
                    .isEqualTo(bench.straight(configurations.get(i), SEED, STEPS));
        }
        assertThat(HandlerChild.answer(folder).settings()).isEqualTo(handler().settings());
    }

    @ParameterizedTest
    @MethodSource("configurations")
    final void checkpointsPassThroughChannelsThatTakeFewBytesAtATime(Configuration configuration) throws Exception {
        M model = bench.create(configuration, SEED);
        bench.train(model, configuration, 0);
        NarrowChannel out = NarrowChannel.empty();
        handler().write(model, out);
        assertThat(out.isOpen()).as("channel is left open").isTrue();
        assertThat(out.written()).isEqualTo(bench.payload(model));
        M restored = handler().restore(configuration, NarrowChannel.of(out.written()), null);
        assertThat(bench.payload(restored)).isEqualTo(out.written());
        handler().close(restored);
    }

    @ParameterizedTest
    @MethodSource("configurations")
    final void aTruncatedCheckpointIsRefused(Configuration configuration) throws Exception {
        byte[] payload = bench.straight(configuration, SEED, 1);
        M reusable = bench.create(configuration, SEED);
        for (int length : new int[] {0, 1, 10, payload.length / 3, payload.length / 2, payload.length - 1}) {
            assertRefused(configuration, Arrays.copyOf(payload, length), "cut to " + length, null);
            assertRefused(configuration, Arrays.copyOf(payload, length), "cut to " + length, reusable);
        }
    }

    @ParameterizedTest
    @MethodSource("configurations")
    final void aForeignCheckpointIsRefused(Configuration configuration) throws Exception {
        byte[] payload = bench.straight(configuration, SEED, 0);
        byte[] noise = new byte[payload.length];
        RandomGenerator random = RandomStreams.stream(SEED, "noise");
        random.nextBytes(noise);
        assertRefused(configuration, noise, "noise", null);
        assertRefused(configuration, new byte[payload.length], "zeroes", null);
        for (Configuration other : configurations()) {
            byte[] foreign = bench.straight(other, SEED, 0);
            if (foreign.length != payload.length) {
                assertRefused(configuration, foreign, "a model of [" + other + "]", null);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("configurations")
    final void aCloneGoesOnFromItsParent(Configuration configuration) throws Exception {
        byte[] parent = bench.straight(configuration, SEED, STEPS);
        Map<String, Object> values = new LinkedHashMap<>(configuration.asMap());
        values.put(batchSize(), configuration.getInt(batchSize()) + 1);
        Configuration changed = Configuration.of(values);

        M clone = bench.restore(changed, parent, null);

        UnitContext unit = bench.context(changed, STEPS, () -> false);
        M original = bench.restore(configuration, parent, null);
        assertThat(handler().evaluate(clone, validation(), unit).values().get("loss"))
                .as("loss of the clone, as another batch size sums it")
                .isCloseTo(
                        handler()
                                .evaluate(original, validation(), bench.context(configuration, STEPS, () -> false))
                                .values()
                                .get("loss"),
                        within(mergeTolerance()));
        bench.train(clone, changed, STEPS);
        assertThat(bench.payload(clone)).isNotEqualTo(parent);
    }

    private void assertRefused(Configuration configuration, byte[] payload, String what, @Nullable M reusable) {
        assertThatThrownBy(() -> bench.restore(configuration, payload, reusable))
                .as("restoring [%s] from %s", configuration, what)
                .isInstanceOf(IOException.class);
    }

    // Training.

    @ParameterizedTest
    @MethodSource("configurations")
    final void minibatchesHaveTheConfiguredSizeAndTheLastMayBeShort(Configuration configuration) throws Exception {
        M model = bench.create(configuration, SEED);
        for (int step = 0; step < shards().size(); step++) {
            TrainingSummary summary = bench.train(model, configuration, step);
            int examples = shards().get(step).count();
            int size = configuration.getInt(batchSize());
            assertThat(summary.examples()).isEqualTo(examples);
            assertThat(summary.minibatches()).isEqualTo((examples + size - 1) / size);
            assertThat(summary.loss()).isFinite();
        }
    }

    @ParameterizedTest
    @MethodSource("configurations")
    final void aLastMinibatchOfOneExampleIsTrained(Configuration configuration) throws Exception {
        int size = configuration.getInt(batchSize());
        Examples shard = shards().get(0);
        assertThat(afterFirst(size + 1, shard, configuration)).isNotEqualTo(afterFirst(size, shard, configuration));
    }

    private byte[] afterFirst(int examples, Examples shard, Configuration configuration) throws Exception {
        M model = bench.create(configuration, SEED);
        TrainingSummary summary =
                bench.train(model, shard.slice(0, examples), bench.context(configuration, 0, () -> false));
        assertThat(summary.examples()).isEqualTo(examples);
        return bench.payload(model);
    }

    @Test
    final void batchSizeMatters() throws Exception {
        Configuration configuration = configurations().get(0);
        Map<String, Object> values = new LinkedHashMap<>(configuration.asMap());
        values.put(batchSize(), configuration.getInt(batchSize()) + 1);
        assertThat(bench.straight(Configuration.of(values), SEED, 1))
                .isNotEqualTo(bench.straight(configuration, SEED, 1));
    }

    @Test
    final void trainingLowersTheLoss() throws Exception {
        Configuration configuration = configurations().get(0);
        int shards = shards().size();
        M model = bench.create(configuration, SEED);
        TrainingSummary first = bench.train(model, configuration, 0);
        bench.train(model, configuration, 1, epochsToLearn() * shards);
        TrainingSummary last = bench.train(model, configuration, epochsToLearn() * shards);
        assertThat(last.loss()).isLessThan(first.loss());
    }

    @ParameterizedTest
    @MethodSource("configurations")
    final void cancellationIsSeenBetweenMinibatches(Configuration configuration) throws Exception {
        M model = bench.create(configuration, SEED);
        AtomicInteger checks = new AtomicInteger();
        TrainingSummary summary = bench.train(model, shards().get(0), bench.context(configuration, 0, () -> {
            checks.incrementAndGet();
            return false;
        }));
        assertThat(checks.get()).as("checks").isGreaterThanOrEqualTo((int) summary.minibatches() - 1);
        cancelInSecondMinibatch(model, configuration);
        assertThatCode(() -> bench.close(model)).doesNotThrowAnyException();
    }

    private void cancelInSecondMinibatch(M model, Configuration configuration) {
        AtomicInteger checks = new AtomicInteger();
        UnitContext unit = bench.context(configuration, 1, () -> checks.incrementAndGet() > 1);
        assertThatThrownBy(() -> bench.train(model, shards().get(1), unit)).isInstanceOf(CancellationException.class);
    }

    // Evaluation.

    @ParameterizedTest
    @MethodSource("configurations")
    final void evaluationChangesNothing(Configuration configuration) throws Exception {
        byte[] expected = bench.straight(configuration, SEED, STEPS);
        M model = bench.create(configuration, SEED);
        for (int step = 0; step < STEPS; step++) {
            byte[] before = bench.payload(model);
            Map<String, Double> once =
                    evaluate(model, configuration, validation()).values();
            assertThat(evaluate(model, configuration, validation()).values()).isEqualTo(once);
            assertThat(bench.payload(model)).isEqualTo(before);
            bench.train(model, configuration, step);
        }
        assertThat(bench.payload(model)).isEqualTo(expected);
    }

    @ParameterizedTest
    @MethodSource("configurations")
    final void evaluationsOfUnequalSlicesMergeToThatOfTheWhole(Configuration configuration) throws Exception {
        M model = bench.create(configuration, SEED);
        bench.train(model, configuration, 0);
        int all = validation().count();
        int cut = all / 3;
        MetricAccumulator whole = evaluate(model, configuration, validation());
        MetricAccumulator merged = evaluate(model, configuration, validation().slice(0, cut))
                .merge(evaluate(model, configuration, validation().slice(cut, all)));
        assertThat(merged.examples()).isEqualTo(whole.examples());
        assertThat(whole.values()).containsKey("loss");
        assertThat(merged.values()).containsOnlyKeys(whole.values().keySet());
        whole.values().forEach((metric, value) -> {
            if (!value.isNaN()) {
                assertThat(merged.values().get(metric)).as(metric).isCloseTo(value, within(mergeTolerance()));
            }
        });
    }

    private MetricAccumulator evaluate(M model, Configuration configuration, Examples examples) throws Exception {
        return handler().evaluate(model, examples, bench.context(configuration, 0, () -> false));
    }

    // The rest of a model's life.

    @Test
    final void bytesGrowWithTheModel() throws Exception {
        List<Long> payloads = new ArrayList<>();
        List<Long> weights = new ArrayList<>();
        for (Configuration configuration : configurations()) {
            M model = bench.create(configuration, SEED);
            payloads.add((long) bench.payload(model).length);
            weights.add(handler().bytes(model));
            assertThat(handler().bytes(model))
                    .as("bytes of [%s]", configuration)
                    .isPositive();
        }
        boolean compared = false;
        for (int i = 0; i < payloads.size(); i++) {
            for (int j = 0; j < payloads.size(); j++) {
                if (payloads.get(i) >= 2 * payloads.get(j)) {
                    assertThat(weights.get(i)).isGreaterThan(weights.get(j));
                    compared = true;
                }
            }
        }
        assertThat(compared)
                .as("one of the configurations makes a checkpoint twice as large as another, of %s bytes", payloads)
                .isTrue();
    }

    @ParameterizedTest
    @MethodSource("configurations")
    final void exportWritesAFileAndChangesNothing(Configuration configuration, @TempDir Path folder) throws Exception {
        M model = bench.create(configuration, SEED);
        bench.train(model, configuration, 0);
        byte[] before = bench.payload(model);
        Path file = folder.resolve("model." + handler().exportExtension());
        handler().export(model, file);
        assertThat(file).isNotEmptyFile();
        assertThat(handler().exportExtension()).isNotBlank().doesNotStartWith(".");
        assertThat(bench.payload(model)).isEqualTo(before);
    }

    @ParameterizedTest
    @MethodSource("configurations")
    final void aModelInAnyStateCanBeClosed(Configuration configuration) throws Exception {
        M fresh = bench.create(configuration, SEED);
        byte[] payload = bench.payload(fresh);
        M trained = bench.create(configuration, SEED);
        bench.train(trained, configuration, 0);
        M restored = bench.restore(configuration, payload, null);
        M failed = bench.create(configuration, SEED);
        cancelInSecondMinibatch(failed, configuration);
        for (M model : List.of(fresh, trained, restored, failed)) {
            assertThatCode(() -> bench.close(model)).doesNotThrowAnyException();
        }
    }

    @Test
    final void settingsAreStableTexts() throws Exception {
        assertThat(handler().settings()).isNotEmpty().isEqualTo(handler().settings());
        handler().settings().forEach((name, value) -> {
            assertThat(name).isNotBlank();
            assertThat(value).as(name).isNotBlank();
        });
        bench.straight(configurations().get(0), SEED, 1);
        assertThat(travelled(handler()).settings()).isEqualTo(handler().settings());
    }

    @Test
    final void aHandlerThatTravelledGivesTheSameBits() throws Exception {
        HandlerBench<M> other = new HandlerBench<>(travelled(handler()), shards());
        for (Configuration configuration : configurations()) {
            assertThat(other.straight(configuration, SEED, 1)).isEqualTo(bench.straight(configuration, SEED, 1));
        }
    }

    @SuppressWarnings("unchecked")
    private ModelHandler<M> travelled(ModelHandler<M> handler) throws IOException, ClassNotFoundException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(handler);
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            return (ModelHandler<M>) in.readObject();
        }
    }

    /** Something that may fail. */
    @FunctionalInterface
    private interface Task<T> {
        T run() throws Exception;
    }

    private <T> T onNewThread(Task<T> task) throws Exception {
        return together(List.of(task)).get(0);
    }

    /** Runs tasks at the same time, each on a thread of its own, prepared as a worker's. */
    private <T> List<T> together(List<? extends Task<T>> tasks) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(tasks.size());
        try {
            List<Future<T>> futures = new ArrayList<>();
            for (Task<T> task : tasks) {
                futures.add(threads.submit(() -> {
                    handler().prepareWorker(1);
                    return task.run();
                }));
            }
            List<T> results = new ArrayList<>();
            for (Future<T> future : futures) {
                results.add(future.get(20, TimeUnit.MINUTES));
            }
            return results;
        } finally {
            threads.shutdownNow();
        }
    }
}
