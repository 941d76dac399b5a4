package org.jerboa.mop.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jerboa.mop.checkpoint.MemoryCheckpointStore;
import org.jerboa.testkit.fault.Fault;
import org.jerboa.testkit.fault.FaultyHandler;
import org.jerboa.testkit.fault.LiveModels;
import org.jerboa.testkit.fault.TrackedHandler;
import org.jerboa.testkit.perceptron.Blobs;
import org.jerboa.testkit.perceptron.PlainMlp;
import org.jerboa.testkit.perceptron.PlainMlpHandler;
import org.jerboa.tune.data.Examples;
import org.jerboa.tune.space.Configuration;
import org.jerboa.tune.spi.CheckpointId;
import org.jerboa.tune.spi.ModelHandler;
import org.jerboa.tune.spi.UnitContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(value = 10, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ModelCacheTest {

    private static final Blobs BLOBS = new Blobs(4, 2, 8);
    private static final Examples EXAMPLES = BLOBS.examples(0, 8);
    private static final PlainMlpHandler PLAIN = PlainMlpHandler.of(BLOBS.schema());
    private static final Configuration CONFIGURATION =
            Configuration.of(Map.of("learningRate", 0.05, "hidden", 4, "batchSize", 4, "dropout", 0.2));
    private static final int ROUNDS = 40;

    private final LiveModels live = new LiveModels();
    private final ModelHandler<PlainMlp> handler = new TrackedHandler<>(PLAIN, live);
    private final MemoryCheckpointStore spill = new MemoryCheckpointStore();

    @AfterEach
    void nothingIsLeft() {
        assertThat(live.count()).as("models left open").isZero();
    }

    private ModelCache<PlainMlp> cache(int models) throws Exception {
        PlainMlp one = PLAIN.create(CONFIGURATION, 0);
        return new ModelCache<>(handler, spill, models * (PLAIN.bytes(one) + 1024));
    }

    private LiveModel<PlainMlp> fresh(int trial) throws Exception {
        PlainMlp model = handler.create(CONFIGURATION, trial);
        return new LiveModel<>(trial, 0, "a", handler.bytes(model), model);
    }

    private static void train(ModelHandler<PlainMlp> handler, PlainMlp model, int trial, int version) throws Exception {
        handler.train(
                model, EXAMPLES, new UnitContext(trial, CONFIGURATION, version, 0, 1, version, Set.of(), () -> false));
    }

    private static String bits(PlainMlp model) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        PLAIN.write(model, Channels.newChannel(bytes));
        return HexFormat.of().formatHex(bytes.toByteArray());
    }

    private static String byHand(int trial, int versions) throws Exception {
        PlainMlp model = PLAIN.create(CONFIGURATION, trial);
        for (int version = 0; version < versions; version++) {
            train(PLAIN, model, trial, version);
        }
        return bits(model);
    }

    /** Trials go from thread to thread through a cache that holds three of their twelve models. */
    @Test
    void keepsEveryModelWhileOthersComeAndGo() throws Exception {
        int trials = 12;
        int threads = 4;
        ModelCache<PlainMlp> cache = cache(3);
        BlockingQueue<CheckpointId> waiting = new LinkedBlockingQueue<>();
        for (int trial = 0; trial < trials; trial++) {
            cache.put(fresh(trial));
            waiting.add(new CheckpointId(trial, 0));
        }
        ExecutorService workers = Executors.newFixedThreadPool(threads);
        List<Future<?>> ends = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            ends.add(workers.submit(() -> {
                for (CheckpointId next = waiting.poll(); next != null; next = waiting.poll()) {
                    LiveModel<PlainMlp> model =
                            cache.take(next, CONFIGURATION).orElseThrow().model();
                    train(handler, model.model(), next.trial(), next.version());
                    cache.put(new LiveModel<>(
                            next.trial(), next.version() + 1, "a", handler.bytes(model.model()), model.model()));
                    if (next.version() + 1 < ROUNDS) {
                        waiting.add(new CheckpointId(next.trial(), next.version() + 1));
                    }
                }
                return null;
            }));
        }
        for (Future<?> end : ends) {
            end.get();
        }
        workers.shutdown();

        assertThat(live.opened()).as("models read back from the spill store").isGreaterThan(trials);
        for (int trial = 0; trial < trials; trial++) {
            PlainMlp model = cache.take(new CheckpointId(trial, ROUNDS), CONFIGURATION)
                    .orElseThrow()
                    .model()
                    .model();
            assertThat(bits(model)).as("trial %d", trial).isEqualTo(byHand(trial, ROUNDS));
            handler.close(model);
            assertThat(spill.versions(trial))
                    .as("spilled versions of trial %d", trial)
                    .isEmpty();
        }
        cache.close();
    }

    @Test
    void anotherVersionIsClosedWhereverItIs() throws Exception {
        ModelCache<PlainMlp> cache = cache(1);
        for (int trial = 0; trial < 4; trial++) {
            cache.put(fresh(trial));
        }
        assertThat(live.count()).as("live and spilled").isLessThan(4);

        for (int trial = 0; trial < 4; trial++) {
            assertThat(cache.take(new CheckpointId(trial, 1), CONFIGURATION)).isEmpty();
            assertThat(cache.take(new CheckpointId(trial, 0), CONFIGURATION)).isEmpty();
            assertThat(spill.versions(trial)).isEmpty();
        }
    }

    @Test
    void removesModelsWhereverTheyAreAndOnlyWhatWasThere() throws Exception {
        ModelCache<PlainMlp> cache = cache(1);
        List<Runnable> closing = new ArrayList<>();
        for (int trial = 0; trial < 4; trial++) {
            cache.put(fresh(trial));
        }
        for (int trial = 0; trial < 4; trial++) {
            closing.add(cache.remove(trial));
            cache.put(fresh(trial));
        }
        closing.forEach(Runnable::run);

        for (int trial = 0; trial < 4; trial++) {
            ModelCache.Taken<PlainMlp> taken =
                    cache.take(new CheckpointId(trial, 0), CONFIGURATION).orElseThrow();
            assertThat(bits(taken.model().model())).isEqualTo(byHand(trial, 0));
            handler.close(taken.model().model());
        }
        cache.close();
    }

    @Test
    void closesLiveAndSpilledModels() throws Exception {
        ModelCache<PlainMlp> cache = cache(2);
        for (int trial = 0; trial < 5; trial++) {
            cache.put(fresh(trial));
        }

        cache.close();

        for (int trial = 0; trial < 5; trial++) {
            assertThat(spill.versions(trial)).isEmpty();
        }
    }

    @Test
    void countsWhatItWritesAndReads() throws Exception {
        ModelCache<PlainMlp> cache = cache(1);
        long written = cache.put(fresh(0)) + cache.put(fresh(1)) + cache.put(fresh(2));
        long read = 0;
        for (int trial = 0; trial < 3; trial++) {
            ModelCache.Taken<PlainMlp> taken =
                    cache.take(new CheckpointId(trial, 0), CONFIGURATION).orElseThrow();
            read += taken.bytesRead();
            handler.close(taken.model().model());
        }

        assertThat(written).isPositive().isEqualTo(read);
    }

    @ParameterizedTest
    @EnumSource(names = {"EXCEPTION", "ERROR"})
    void aModelThatCannotBeSpilledIsClosedAndGone(Fault.Effect effect) throws Exception {
        ModelHandler<PlainMlp> faulty =
                new FaultyHandler<>(handler, Fault.on(Fault.Call.WRITE).with(effect));
        ModelCache<PlainMlp> cache = new ModelCache<>(faulty, spill, 0);
        for (int trial = 0; trial < 3; trial++) {
            PlainMlp model = faulty.create(CONFIGURATION, trial);
            cache.put(new LiveModel<>(trial, 0, "a", 10_000, model));
        }

        for (int trial = 0; trial < 3; trial++) {
            assertThat(cache.take(new CheckpointId(trial, 0), CONFIGURATION)).isEmpty();
        }
        cache.close();
    }

    @Test
    void aSpilledModelThatCannotBeRestoredIsSaidToBeAndForgotten() throws Exception {
        ModelHandler<PlainMlp> faulty = new FaultyHandler<>(handler, Fault.on(Fault.Call.RESTORE));
        ModelCache<PlainMlp> cache = new ModelCache<>(faulty, spill, 0);
        PlainMlp model = faulty.create(CONFIGURATION, 1);
        cache.put(new LiveModel<>(1, 0, "a", 10_000, model));

        assertThatThrownBy(() -> cache.take(new CheckpointId(1, 0), CONFIGURATION))
                .hasMessageContaining("injected into RESTORE");
        assertThat(spill.versions(1)).isEmpty();
        assertThat(cache.take(new CheckpointId(1, 0), CONFIGURATION)).isEmpty();
        cache.close();
    }
}
