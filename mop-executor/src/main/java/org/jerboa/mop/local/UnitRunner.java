package org.jerboa.mop.local;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.NoSuchFileException;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.jerboa.tune.data.Dataset;
import org.jerboa.tune.data.Examples;
import org.jerboa.tune.metric.MetricAccumulator;
import org.jerboa.tune.spi.CheckpointId;
import org.jerboa.tune.spi.CheckpointStore;
import org.jerboa.tune.spi.CorruptCheckpointException;
import org.jerboa.tune.spi.ModelHandler;
import org.jerboa.tune.spi.TrainingSummary;
import org.jerboa.tune.spi.UnitContext;
import org.jerboa.tune.spi.UnitCost;
import org.jerboa.tune.spi.UnitQuery;
import org.jerboa.tune.spi.UnitReport;
import org.jerboa.tune.spi.WorkerPool;
import org.jspecify.annotations.Nullable;

/**
 * Runs one unit query on the calling thread: gets the model, trains or evaluates it, commits it, puts it back.
 * Thread-safe; one serves all workers of a pool.
 */
final class UnitRunner<M> {

    private final ModelHandler<M> handler;
    private final Dataset data;
    private final ModelCache<M> cache;
    private final CheckpointStore store;

    UnitRunner(ModelHandler<M> handler, Dataset data, ModelCache<M> cache, CheckpointStore store) {
        this.handler = handler;
        this.data = data;
        this.cache = cache;
        this.store = store;
    }

    /** What came of the unit. */
    Finished run(UnitQuery query, String worker, BooleanSupplier cancelled) {
        long begin = System.nanoTime();
        ModelCache.Taken<M> taken;
        try {
            taken = acquire(query, worker);
        } catch (Throwable e) {
            return Finished.failed(
                    query,
                    worker,
                    e instanceof MissingModelException ? UnitReport.Reason.MODEL_MISSING : UnitReport.Reason.ERROR,
                    e);
        }
        M model = taken.model().model();
        Outcome outcome;
        long modelBytes;
        try {
            outcome = use(model, query, worker, cancelled);
            modelBytes = handler.bytes(model);
            Thread.interrupted(); // a tool's leftover: nobody interrupts workers, and it would fail the commit
        } catch (Throwable e) {
            // an Error too: whatever a tool throws at us, a trial fails and the study goes on
            cache.dispose(model);
            boolean asked = e instanceof CancellationException && cancelled.getAsBoolean();
            return Finished.failed(query, worker, asked ? UnitReport.Reason.CANCELLED : UnitReport.Reason.ERROR, e);
        }
        Commit commit = query.commit() ? commit(query.result(), model) : Commit.NONE;
        boolean hopped = query.version() > 0 && !taken.model().worker().equals(worker);
        long spilled = cache.put(new LiveModel<>(query.trial(), query.resultVersion(), worker, modelBytes, model));
        UnitCost cost = new UnitCost(
                outcome.nanos,
                System.nanoTime() - begin - outcome.nanos,
                hopped,
                taken.bytesRead() + commit.bytes + spilled,
                modelBytes);
        return new Finished(query, outcome.report.apply(cost), commit);
    }

    private ModelCache.Taken<M> acquire(UnitQuery query, String worker) throws Exception {
        CheckpointId start = new CheckpointId(query.trial(), query.version());
        try {
            Optional<ModelCache.Taken<M>> live = cache.take(start, query.configuration());
            if (live.isPresent()) {
                return live.get();
            }
            if (query.version() > 0) {
                return restore(start, query, worker);
            }
            if (query.origin() != null) {
                return restore(query.origin(), query, worker);
            }
        } catch (NoSuchFileException | CorruptCheckpointException e) {
            throw new MissingModelException(e);
        }
        M model = Objects.requireNonNull(
                handler.create(query.configuration(), query.trialSeed()), "the handler's create gave no model");
        return new ModelCache.Taken<>(live(query, worker, model), 0);
    }

    private ModelCache.Taken<M> restore(CheckpointId id, UnitQuery query, String worker) throws IOException {
        long[] bytes = new long[1];
        M model = store.get(id, in -> {
            CountingChannel counted = new CountingChannel(in);
            M restored = handler.restore(query.configuration(), counted, null);
            bytes[0] = counted.bytes;
            return restored;
        });
        return new ModelCache.Taken<>(live(query, worker, model), bytes[0]);
    }

    private LiveModel<M> live(UnitQuery query, String worker, M model) {
        return new LiveModel<>(query.trial(), query.version(), worker, 0, model);
    }

    private Outcome use(M model, UnitQuery query, String worker, BooleanSupplier cancelled) throws Exception {
        Examples examples = data.shards(query.split()).get(query.shard()).open();
        UnitContext context = new UnitContext(
                query.trial(),
                query.configuration(),
                query.epoch(),
                query.position(),
                query.shards(),
                query.unitSeed(),
                query.metrics(),
                cancelled);
        context.checkCancelled();
        long begin = System.nanoTime();
        if (query.kind() == UnitQuery.Kind.TRAIN) {
            TrainingSummary training = Objects.requireNonNull(
                    handler.train(model, examples, context), "the handler's train gave no summary");
            return new Outcome(
                    System.nanoTime() - begin, cost -> new UnitReport.Trained(query.ticket(), worker, training, cost));
        }
        MetricAccumulator metrics = Objects.requireNonNull(
                handler.evaluate(model, examples, context), "the handler's evaluate gave no metrics");
        return new Outcome(
                System.nanoTime() - begin, cost -> new UnitReport.Evaluated(query.ticket(), worker, metrics, cost));
    }

    private Commit commit(CheckpointId id, M model) {
        try {
            return new Commit(store.put(id, out -> handler.write(model, out)), null);
        } catch (IOException e) {
            return new Commit(0, e);
        } catch (RuntimeException | Error e) {
            return new Commit(0, new IOException("the handler could not write the model of " + id, e));
        }
    }

    /** What the tool did and how long it took; the report is made when the rest of the cost is known. */
    private record Outcome(long nanos, Function<UnitCost, UnitReport> report) {}

    /** What became of the commit that a unit asked for. */
    record Commit(long bytes, @Nullable IOException failure) {

        static final Commit NONE = new Commit(0, null);
    }

    /** A unit that has ended, well or not. */
    record Finished(UnitQuery query, UnitReport report, Commit commit) {

        static Finished failed(UnitQuery query, String worker, UnitReport.Reason reason, Throwable cause) {
            return new Finished(query, UnitReport.Failed.of(query.ticket(), worker, reason, cause), Commit.NONE);
        }

        boolean isCancelled() {
            return report instanceof UnitReport.Failed failed && failed.reason() == UnitReport.Reason.CANCELLED;
        }

        /** Reports the unit, then its commit. */
        void announce(WorkerPool.Events events) {
            events.reported(report);
            IOException failure = commit.failure;
            if (failure != null) {
                events.commitFailed(query.result(), failure);
            } else if (query.commit() && !(report instanceof UnitReport.Failed)) {
                events.committed(query.result(), commit.bytes);
            }
        }
    }

    /** The version that a unit starts from is neither live nor to be restored. */
    private static final class MissingModelException extends Exception {

        private static final long serialVersionUID = 1L;

        MissingModelException(IOException cause) {
            super(cause);
        }
    }

    /** Counts what a restore reads. */
    private static final class CountingChannel implements ReadableByteChannel {

        private final ReadableByteChannel in;
        private long bytes;

        CountingChannel(ReadableByteChannel in) {
            this.in = in;
        }

        @Override
        public int read(ByteBuffer target) throws IOException {
            int read = in.read(target);
            bytes += Math.max(read, 0);
            return read;
        }

        @Override
        public boolean isOpen() {
            return in.isOpen();
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }
}
