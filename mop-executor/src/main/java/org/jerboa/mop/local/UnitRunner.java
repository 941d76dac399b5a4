package org.jerboa.mop.local;

import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.function.Function;
import org.jerboa.tune.data.Examples;
import org.jerboa.tune.metric.MetricAccumulator;
import org.jerboa.tune.spi.CheckpointStore;
import org.jerboa.tune.spi.ModelHandler;
import org.jerboa.tune.spi.TrainingSummary;
import org.jerboa.tune.spi.UnitContext;
import org.jerboa.tune.spi.UnitCost;
import org.jerboa.tune.spi.UnitQuery;
import org.jerboa.tune.spi.UnitReport;

/**
 * Runs one unit query on the calling thread: gets the model, trains or evaluates it, commits it, puts it back.
 * Thread-safe; one serves all workers of a pool.
 */
final class UnitRunner<M> {

    private final ModelHandler<M> handler;
    private final ShardAccess shards;
    private final ModelCache<M> cache;
    private final ModelSource<M> source;
    private final Committing<M> committing;
    private final CommitMemory memory;

    UnitRunner(
            ModelHandler<M> handler,
            ShardAccess shards,
            ModelCache<M> cache,
            ModelsElsewhere<M> elsewhere,
            CheckpointStore store,
            CommitMemory memory) {
        this.handler = handler;
        this.shards = shards;
        this.cache = cache;
        this.source = new ModelSource<>(handler, cache, elsewhere, store);
        this.committing = new Committing<>(handler, store, memory);
        this.memory = memory;
    }

    /** What came of the unit. */
    FinishedUnit run(Attempt attempt, String worker) {
        UnitQuery query = attempt.query();
        long begin = System.nanoTime();
        Examples examples;
        ModelCache.Taken<M> taken;
        try {
            examples = shards.open(query.split(), query.shard());
            taken = source.acquire(query, worker, examples.schema());
        } catch (Throwable e) {
            return failed(query, worker, e, false);
        }
        M model = taken.model().model();
        Outcome outcome;
        long modelBytes;
        Commit commit = Commit.NONE;
        try {
            outcome = use(model, query, examples, worker, attempt);
            modelBytes = handler.bytes(model);
            Thread.interrupted(); // a tool's leftover: nobody interrupts workers, and it would fail the commit
            if (query.commit()) {
                commit = committing.copy(query.result(), model, modelBytes);
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
            commit = committing.write(query.result(), model, attempt);
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
                taken.bytesRead() + commit.bytes() + spilled,
                modelBytes);
        return new FinishedUnit(query, outcome.report.apply(cost), commit);
    }

    private FinishedUnit failed(UnitQuery query, String worker, Throwable cause, boolean cancelled) {
        for (Throwable e = cause; e != null; e = e.getCause()) {
            if (e instanceof OutOfMemoryError) {
                memory.shrink();
                cache.shrink();
                break;
            }
        }
        UnitReport.Reason reason = UnitReport.Reason.ERROR;
        if (cause instanceof ModelSource.Missing) {
            reason = UnitReport.Reason.MODEL_MISSING;
        } else if (cause instanceof ModelSource.TooLarge) {
            reason = UnitReport.Reason.DOES_NOT_FIT;
        } else if (cancelled && cause instanceof CancellationException) {
            reason = UnitReport.Reason.CANCELLED;
        }
        return new FinishedUnit(query, UnitReport.Failed.of(query.ticket(), worker, reason, cause), Commit.NONE);
    }

    private Outcome use(M model, UnitQuery query, Examples examples, String worker, Attempt attempt) throws Exception {
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

    /** What the tool did and how long it took; the report is made when the rest of the cost is known. */
    private record Outcome(long nanos, Function<UnitCost, UnitReport> report) {}
}
