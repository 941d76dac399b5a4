package org.jerboa.benchmarks.hop;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.jerboa.mop.checkpoint.MemoryCheckpointStore;
import org.jerboa.mop.local.LocalWorkerPool;
import org.jerboa.tune.data.Dataset;
import org.jerboa.tune.data.Shard;
import org.jerboa.tune.data.Split;
import org.jerboa.tune.space.Configuration;
import org.jerboa.tune.spi.UnitCost;
import org.jerboa.tune.spi.UnitQuery;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * A live model handed from one worker thread to the other and back, by the worker pool that studies run on. The score is
 * the whole of a unit that trains nothing: the query wakes a worker, which takes the model from the cache, puts it back
 * and reports. How much of it the worker spends on the model, and how much is the waking of threads, is counted beside.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class LiveHandOver {

    private static final int WORKERS = 2;
    private static final long CACHE_BYTES = 4L << 30;

    /** Two workers and one model. */
    @State(Scope.Benchmark)
    @SuppressWarnings("NullAway.Init") // set up by JMH
    public static class Pool {

        /** Size of the model's training state. */
        @Param({"1", "60", "240"})
        public int megabytes;

        private final Reports reports = new Reports();
        private final String[] workers = new String[WORKERS];
        private Configuration configuration;
        private LocalWorkerPool<MultiLayerNetwork> pool;
        private int version;

        @Setup
        public void open() throws InterruptedException {
            configuration = SizedNetwork.configuration(megabytes);
            Dataset data = Dataset.of("hop", 1, List.of(Shard.of(Split.TRAINING, 0, SizedNetwork.examples())));
            pool = new LocalWorkerPool<>(
                    new Untrained<>(SizedNetwork.HANDLER),
                    data,
                    WORKERS,
                    1,
                    CACHE_BYTES,
                    new MemoryCheckpointStore(),
                    new MemoryCheckpointStore());
            pool.open(reports);
            for (int i = 0; i < WORKERS; i++) {
                workers[i] = reports.nextWorker().name();
            }
            runUnit(); // the first one creates the model
        }

        @TearDown
        public void close() throws IOException {
            pool.release(0);
            pool.close();
        }

        private UnitCost runUnit() throws InterruptedException {
            UnitQuery query = new UnitQuery(
                    version, // ticket
                    UnitQuery.Kind.TRAIN,
                    0,
                    configuration,
                    null,
                    1,
                    1,
                    version,
                    0,
                    1,
                    Split.TRAINING,
                    0,
                    version,
                    false,
                    Set.of());
            pool.submit(workers[version % WORKERS], query);
            version++;
            return reports.nextTrained().cost();
        }
    }

    /** The worker's own part of the time. */
    @State(Scope.Thread)
    @AuxCounters(AuxCounters.Type.EVENTS)
    public static class WorkerShare {

        /** Nanoseconds over all hops. */
        public long workerNanos;

        public long hops;
    }

    @Benchmark
    public void hop(Pool pool, WorkerShare share) throws InterruptedException {
        UnitCost cost = pool.runUnit();
        if (!cost.hopped() || cost.bytesMoved() > 0) {
            throw new IllegalStateException("the model was to be handed over live, but its hop cost " + cost);
        }
        share.workerNanos += cost.overheadNanos();
        share.hops++;
    }
}
