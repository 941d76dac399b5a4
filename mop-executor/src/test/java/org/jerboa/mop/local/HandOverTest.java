package org.jerboa.mop.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jerboa.mop.checkpoint.MemoryCheckpointStore;
import org.jerboa.testkit.fault.LiveModels;
import org.jerboa.testkit.fault.TrackedHandler;
import org.jerboa.testkit.perceptron.Blobs;
import org.jerboa.testkit.perceptron.PlainMlp;
import org.jerboa.testkit.perceptron.PlainMlpHandler;
import org.jerboa.tune.data.Dataset;
import org.jerboa.tune.data.Split;
import org.jerboa.tune.space.Configuration;
import org.jerboa.tune.space.Parameter;
import org.jerboa.tune.space.SearchSpace;
import org.jerboa.tune.spi.CheckpointId;
import org.jerboa.tune.spi.CheckpointStore;
import org.jerboa.tune.spi.UnitQuery;
import org.jerboa.tune.spi.UnitReport;
import org.jerboa.tune.spi.WorkerInfo;
import org.jerboa.tune.spi.WorkerPool;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A model that another pool's worker needs next: given to it as it is, or written out once and closed. */
class HandOverTest {

    private static final Blobs BLOBS = new Blobs(4, 2, 3);
    private static final PlainMlpHandler HANDLER = PlainMlpHandler.of(BLOBS.schema());
    private static final Dataset DATA = BLOBS.dataset(1, 60, 20);
    private static final Configuration CONFIGURATION = SearchSpace.of(
                    Parameter.real("learningRate", 0, 1), Parameter.integer("batchSize", 1, 32))
            .configuration(Map.of("learningRate", 0.1, "batchSize", 8));

    private final LiveModels live = new LiveModels();
    private final CheckpointStore store = new MemoryCheckpointStore();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    /** A cache that keeps the model live, and one that has to spill it. */
    @ParameterizedTest
    @ValueSource(longs = {1 << 20, 0})
    void theModelIsWrittenAsItIsAndIsGoneThen(long cacheBytes) throws Exception {
        try (LocalWorkerPool<PlainMlp> pool = trained(cacheBytes)) {
            assertThat(handOver(pool, 1)).isTrue();

            assertThat(out.toByteArray()).isEqualTo(committed(store, 1));
            assertThat(live.count()).as("live models").isZero();
            assertThat(handOver(pool, 1)).as("a second time").isFalse();
        }
    }

    @Test
    void anotherVersionIsNotThere() throws Exception {
        try (LocalWorkerPool<PlainMlp> pool = trained(1 << 20)) {
            assertThat(handOver(pool, 2)).isFalse();
            assertThat(out.size()).isZero();
        }
    }

    /** Nothing is read from its own store, which is empty, and what comes of it is what one pool would have come to. */
    @ParameterizedTest
    @ValueSource(longs = {1 << 20, 0})
    void aPoolInTheSameJvmGoesOnWithTheModelItself(long cacheBytes) throws Exception {
        CheckpointStore others = new MemoryCheckpointStore();
        try (LocalWorkerPool<PlainMlp> giver = trained(cacheBytes);
                LocalWorkerPool<PlainMlp> taker = pool(1 << 20, (id, configuration) -> handOver(giver, id), others)) {
            Heard heard = new Heard();
            taker.open(heard);
            train(taker, heard.next(), heard, 1);
            assertThat(handOver(giver, 1)).as("still at the giver").isFalse();
        }
        assertThat(live.count()).as("live models").isZero();
        try (LocalWorkerPool<PlainMlp> one = pool(cacheBytes, ModelsElsewhere.none(), store)) {
            Heard heard = new Heard();
            one.open(heard);
            String worker = heard.next();
            train(one, worker, heard, 0);
            train(one, worker, heard, 1);
        }
        assertThat(others.versions(0)).containsExactly(2);
        assertThat(committed(others, 2)).isEqualTo(committed(store, 2));
    }

    private static Optional<PlainMlp> handOver(LocalWorkerPool<PlainMlp> giver, CheckpointId id) {
        try {
            return giver.handOver(id, CONFIGURATION);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean handOver(LocalWorkerPool<PlainMlp> pool, int version) throws IOException {
        return pool.handOver(new CheckpointId(0, version), CONFIGURATION, Channels.newChannel(out));
    }

    private static byte[] committed(CheckpointStore store, int version) throws IOException {
        return store.get(
                new CheckpointId(0, version), in -> Channels.newInputStream(in).readAllBytes());
    }

    /** A pool that has trained trial 0 for one unit and stored version 1 of it. */
    private LocalWorkerPool<PlainMlp> trained(long cacheBytes) throws InterruptedException {
        LocalWorkerPool<PlainMlp> pool = pool(cacheBytes, ModelsElsewhere.none(), store);
        Heard heard = new Heard();
        pool.open(heard);
        train(pool, heard.next(), heard, 0);
        return pool;
    }

    private LocalWorkerPool<PlainMlp> pool(
            long cacheBytes, ModelsElsewhere<PlainMlp> elsewhere, CheckpointStore commits) {
        return new LocalWorkerPool<>(
                "worker-",
                new TrackedHandler<>(HANDLER, live),
                ShardAccess.of(DATA),
                new WorkerThreads(1),
                1,
                1,
                cacheBytes,
                elsewhere,
                commits,
                new MemoryCheckpointStore());
    }

    /** Trains trial 0 for one unit more, and stores what that comes to. */
    private static void train(LocalWorkerPool<PlainMlp> pool, String worker, Heard heard, int version)
            throws InterruptedException {
        UnitQuery unit = new UnitQuery(
                version + 1,
                UnitQuery.Kind.TRAIN,
                0,
                CONFIGURATION,
                null,
                7,
                8 + version,
                version,
                0,
                1,
                Split.TRAINING,
                0,
                version,
                true,
                Set.of());
        pool.submit(worker, unit);
        assertThat(heard.next()).isEqualTo("trained");
        assertThat(heard.next()).isEqualTo("committed");
    }

    /** The worker's name, then what became of its unit. */
    private static final class Heard implements WorkerPool.Events {

        private final BlockingQueue<String> told = new LinkedBlockingQueue<>();

        String next() throws InterruptedException {
            return String.valueOf(told.poll(5, TimeUnit.MINUTES));
        }

        @Override
        public void joined(WorkerInfo worker) {
            told.add(worker.name());
        }

        @Override
        public void changed(WorkerInfo worker) {
            told.add("changed");
        }

        @Override
        public void started(String worker, long ticket) {
            // it is the end that counts
        }

        @Override
        public void left(String worker, String reason) {
            told.add(reason);
        }

        @Override
        public void reported(UnitReport report) {
            told.add(report instanceof UnitReport.Failed failed ? failed.trace() : "trained");
        }

        @Override
        public void committed(CheckpointId id, long bytes) {
            told.add("committed");
        }

        @Override
        public void commitFailed(CheckpointId id, IOException cause) {
            told.add(cause.toString());
        }
    }
}
