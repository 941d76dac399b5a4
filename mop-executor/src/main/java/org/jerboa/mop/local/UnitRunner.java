package org.jerboa.mop.local;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.NoSuchFileException;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.Function;
import org.jerboa.tune.data.Examples;
import org.jerboa.tune.metric.MetricAccumulator;
import org.jerboa.tune.spi.CheckpointId;
import org.jerboa.tune.spi.CheckpointStore;
import org.jerboa.tune.spi.CorruptCheckpointException;
import org.jerboa.tune.spi.ModelEstimate;
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
    private final ShardAccess shards;
    private final ModelCache<M> cache;
    private final CheckpointStore store;
    private final CommitMemory memory;

    UnitRunner(
            ModelHandler<M> handler,
            ShardAccess shards,
            ModelCache<M> cache,
            CheckpointStore store,
            CommitMemory memory) {
        this.handler = handler;
        this.shards = shards;
        this.cache = cache;
        this.store = store;
        this.memory = memory;
    }

    /** What came of the unit. */
    Finished run(Attempt attempt, String worker) {
        UnitQuery query = attempt.query();
        long begin = System.nanoTime();
        ModelCache.Taken<M> taken;
        try {
            taken = acquire(query, worker);
        } catch (Throwable e) {
            return failed(query, worker, e, false);
        }
        M model = taken.model().model();
        Outcome outcome;
        long modelBytes;
        Commit commit = Commit.NONE;
        try {
            outcome = use(model, query, worker, attempt);
            modelBytes = handler.bytes(model);
            Thread.interrupted(); // a tool's leftover: nobody interrupts workers, and it would fail the commit
            if (query.commit()) {
                commit = snapshot(query.result(), model, modelBytes);
            }
            if (!attempt.keep()) {
                throw new CancellationException("unit of trial " + query.trial() + " was cancelled when it had ended");
            }
        } catch (Throwable e) {
            // an Error too: whatever a tool throws at us, a trial fails and the study goes on
            cache.dispose(model);
            commit.release();
            return failed(query, worker, e, attempt.isCancelled());
        }
        if (query.commit() && commit.isNone()) {
            commit = write(query.result(), model, attempt);
        }
        boolean hopped = query.version() > 0 && !taken.model().worker().equals(worker);
        LiveModel<M> live = new LiveModel<>(query.trial(), query.resultVersion(), worker, modelBytes, model);
        if (!attempt.unlessAbandoned(() -> cache.insert(live))) {
            cache.dispose(model);
            commit.release();
            return failed(query, worker, new CancellationException("its worker was given up"), true);
        }
        long spilled = cache.spill();
        UnitCost cost = new UnitCost(
                outcome.nanos,
                System.nanoTime() - begin - outcome.nanos,
                hopped,
                taken.bytesRead() + commit.bytes + spilled,
                modelBytes);
        return new Finished(query, outcome.report.apply(cost), commit);
    }

    private Finished failed(UnitQuery query, String worker, Throwable cause, boolean cancelled) {
        for (Throwable e = cause; e != null; e = e.getCause()) {
            if (e instanceof OutOfMemoryError) {
                memory.shrink();
                cache.shrink();
                break;
            }
        }
        UnitReport.Reason reason = UnitReport.Reason.ERROR;
        if (cause instanceof MissingModelException) {
            reason = UnitReport.Reason.MODEL_MISSING;
        } else if (cause instanceof TooLargeException) {
            reason = UnitReport.Reason.DOES_NOT_FIT;
        } else if (cancelled && cause instanceof CancellationException) {
            reason = UnitReport.Reason.CANCELLED;
        }
        return new Finished(query, UnitReport.Failed.of(query.ticket(), worker, reason, cause), Commit.NONE);
    }

    /** @throws TooLargeException if the model that is about to be made cannot fit */
    private void requireRoom(UnitQuery query) throws Exception {
        Optional<ModelEstimate> estimate = handler.estimate(query.configuration());
        long limit = handler.memoryLimit();
        if (estimate.isPresent() && estimate.get().bytes() > limit) {
            ModelEstimate model = estimate.get();
            throw new TooLargeException("the model of trial " + query.trial() + " would take " + model.bytes()
                    + " bytes (" + model.parameters() + " parameters, minibatches of " + model.batchSize()
                    + "), but this process can give it " + limit
                    + "; make the model or its minibatches smaller, or give the process more memory");
        }
    }

    private ModelCache.Taken<M> acquire(UnitQuery query, String worker) throws Exception {
        CheckpointId start = new CheckpointId(query.trial(), query.version());
        try {
            Optional<ModelCache.Taken<M>> live = cache.take(start, query.configuration());
            if (live.isPresent()) {
                return live.get();
            }
            requireRoom(query);
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

    private Outcome use(M model, UnitQuery query, String worker, Attempt attempt) throws Exception {
        Examples examples = shards.open(query.split(), query.shard());
        UnitContext context = new UnitContext(
                query.trial(),
                query.configuration(),
                query.epoch(),
                query.position(),
                query.shards(),
                query.unitSeed(),
                query.metrics(),
                attempt::isCancelled);
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

    /** The model's state in memory, to be stored later; none if there is no room for it. */
    private Commit snapshot(CheckpointId id, M model, long modelBytes) {
        if (!memory.hasRoomFor(modelBytes)) {
            return Commit.NONE;
        }
        Snapshot snapshot = new Snapshot(memory);
        try {
            handler.write(model, snapshot);
            return new Commit(snapshot.bytes(), snapshot, null);
        } catch (IOException | RuntimeException | Error e) {
            snapshot.release();
            return snapshot.overflowed() ? Commit.NONE : Commit.failed(id, e);
        }
    }

    /** Stores the model on this thread, unless its worker is given up meanwhile. */
    private Commit write(CheckpointId id, M model, Attempt attempt) {
        try {
            long bytes = store.put(id, out -> {
                handler.write(model, out);
                if (attempt.isCancelled()) {
                    throw new IOException("the worker that wrote " + id + " was given up");
                }
            });
            return new Commit(bytes, null, null);
        } catch (IOException | RuntimeException | Error e) {
            return Commit.failed(id, e);
        }
    }

    /** What the tool did and how long it took; the report is made when the rest of the cost is known. */
    private record Outcome(long nanos, Function<UnitCost, UnitReport> report) {}

    /**
     * What became of the commit that a unit asked for.
     *
     * @param snapshot what is still to be stored, if it is
     */
    record Commit(
            long bytes,
            @Nullable Snapshot snapshot,
            @Nullable IOException failure) {

        static final Commit NONE = new Commit(0, null, null);

        static Commit failed(CheckpointId id, Throwable cause) {
            return new Commit(
                    0,
                    null,
                    cause instanceof IOException stored
                            ? stored
                            : new IOException("the handler could not write the model of " + id, cause));
        }

        boolean isNone() {
            return snapshot == null && failure == null;
        }

        void release() {
            if (snapshot != null) {
                snapshot.release();
            }
        }
    }

    /** A unit that has ended, well or not. */
    record Finished(UnitQuery query, UnitReport report, Commit commit) {

        boolean isCancelled() {
            return report instanceof UnitReport.Failed failed && failed.reason() == UnitReport.Reason.CANCELLED;
        }

        /** Reports the unit, then its commit, which the writer tells of if it is still to be stored. */
        void announce(WorkerPool.Events events, CommitWriter writer) {
            events.reported(report);
            Snapshot snapshot = commit.snapshot;
            IOException failure = commit.failure;
            if (snapshot != null) {
                writer.write(query.result(), snapshot, events);
            } else if (failure != null) {
                events.commitFailed(query.result(), failure);
            } else if (query.commit() && !(report instanceof UnitReport.Failed)) {
                events.committed(query.result(), commit.bytes);
            }
        }
    }

    /** The model would not fit into memory. */
    private static final class TooLargeException extends Exception {

        private static final long serialVersionUID = 1L;

        TooLargeException(String message) {
            super(message);
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
