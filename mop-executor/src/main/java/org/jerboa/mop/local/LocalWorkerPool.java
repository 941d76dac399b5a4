package org.jerboa.mop.local;

import java.io.IOException;
import java.nio.channels.WritableByteChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jerboa.tune.data.Dataset;
import org.jerboa.tune.space.Configuration;
import org.jerboa.tune.spi.CheckpointId;
import org.jerboa.tune.spi.CheckpointStore;
import org.jerboa.tune.spi.ModelHandler;
import org.jerboa.tune.spi.UnitQuery;
import org.jerboa.tune.spi.WorkerInfo;
import org.jerboa.tune.spi.WorkerPool;
import org.jspecify.annotations.Nullable;

/**
 * Workers that are threads of this JVM, one slot each. Every worker reaches every shard, and a model hops by being
 * handed over live: nothing is serialised unless memory runs short. Checkpoints are copied in memory and stored behind
 * the next unit.
 *
 * <p>The threads may be shared with the pools of other studies. A pool sees all of them as its own: a unit that is submitted
 * waits until it is its study's turn, and {@code Events.started} tells when that was. Units have the {@link LogContext} of
 * the thread that opens the pool.
 *
 * @param <M> the tool's model
 */
public final class LocalWorkerPool<M> implements WorkerPool {

    private final String prefix;
    private final ModelHandler<M> handler;
    private final ShardAccess shards;
    private final CheckpointStore store;
    private final CheckpointStore spillStore;
    private final ModelCache<M> cache;
    private final long cacheBytes;
    private final int toolThreads;
    private final WorkerThreads threads;
    private final double share;
    private final Roster roster = new Roster();
    private final AtomicInteger named = new AtomicInteger();
    private final UnitRunner<M> runner;
    private final CommitWriter commits;

    /** What closes the models of released trials. */
    private final Queue<Runnable> released = new ConcurrentLinkedQueue<>();

    private @Nullable StudyAtThreads study;
    private LogContext context = LogContext.present();

    /**
     * A pool with threads of its own.
     *
     * @param workers threads to train with
     * @param toolThreads threads the tool may use inside one unit
     * @param cacheBytes memory for live models that no unit uses at the moment
     * @param store where committed checkpoints go; stays open
     * @param spillStore where models go that do not fit the cache; closed with the pool
     */
    public LocalWorkerPool(
            ModelHandler<M> handler,
            Dataset data,
            int workers,
            int toolThreads,
            long cacheBytes,
            CheckpointStore store,
            CheckpointStore spillStore) {
        this(
                "worker-",
                handler,
                ShardAccess.of(data),
                new WorkerThreads(workers),
                1,
                toolThreads,
                cacheBytes,
                ModelsElsewhere.none(),
                store,
                spillStore);
    }

    /**
     * A pool on threads that may be shared.
     *
     * @param prefix of its workers' names, which end with a number
     * @param share how much of the threads' time and of the cache is this pool's, beside the shares of others
     * @param cacheBytes memory for live models of all studies on these threads
     * @param elsewhere is asked for live models that are not in this pool, before the store is
     */
    public LocalWorkerPool(
            String prefix,
            ModelHandler<M> handler,
            ShardAccess shards,
            WorkerThreads threads,
            double share,
            int toolThreads,
            long cacheBytes,
            ModelsElsewhere<M> elsewhere,
            CheckpointStore store,
            CheckpointStore spillStore) {
        if (toolThreads < 1) {
            throw new IllegalArgumentException("tool threads (" + toolThreads + ") must be at least 1");
        }
        this.prefix = prefix;
        this.handler = handler;
        this.shards = shards;
        this.threads = threads;
        this.share = share;
        this.store = store;
        this.spillStore = spillStore;
        this.toolThreads = toolThreads;
        this.cacheBytes = cacheBytes;
        this.cache = new ModelCache<>(handler, spillStore, cacheBytes);
        this.runner = new UnitRunner<>(handler, shards, cache, elsewhere, store, threads.commitMemory());
        this.commits = new CommitWriter(store);
    }

    @Override
    public void open(Events events) {
        context = LogContext.present();
        StudyAtThreads joined = threads.join(share, part -> cache.resize((long) (cacheBytes * part)));
        study = joined;
        List<LocalWorker> first = new ArrayList<>();
        for (int position = 0; position < threads.count(); position++) {
            first.add(worker(joined, position, events));
        }
        // All are announced before one can fail: the last worker to leave ends a study.
        first.forEach(worker -> announce(worker, events));
        first.forEach(LocalWorker::sitDown);
    }

    private LocalWorker worker(StudyAtThreads at, int position, Events events) {
        return new LocalWorker(prefix + named.getAndIncrement(), position, at, new Duties(), context, roster, events);
    }

    private void announce(LocalWorker worker, Events events) {
        roster.add(worker);
        events.joined(new WorkerInfo(worker.name(), 1, shards.reached()));
    }

    @Override
    public void submit(String worker, UnitQuery query) {
        Optional<LocalWorker> target = roster.find(worker);
        if (target.isPresent() && !roster.isClosing()) {
            target.get().submit(query);
        } else if (roster.isClosing() || !roster.hasLeft(worker)) {
            throw new IllegalStateException("worker '" + worker + "' is not in the pool; it has " + roster.names());
        }
    }

    @Override
    public void cancel(String worker, long ticket) {
        roster.find(worker).ifPresent(target -> target.cancel(ticket));
    }

    @Override
    public void abandon(String worker, String reason) {
        roster.strike(worker).ifPresent(target -> {
            target.abandon();
            if (roster.isClosing()) {
                target.events().left(worker, reason);
                return;
            }
            LocalWorker next = worker(target.study(), target.position(), target.events());
            announce(next, target.events()); // first, as the last worker to leave ends a study
            target.events().left(worker, reason);
            next.sitDown();
        });
    }

    @Override
    public void release(int trial) {
        // A worker closes it, since that can take milliseconds and the caller is the coordinator.
        released.add(cache.remove(trial));
        StudyAtThreads here = study;
        if (here != null) {
            here.doSoon(this::closeReleased);
        }
    }

    /**
     * Takes a live model out, as its next unit is in another pool of this JVM.
     *
     * @return the model, which is the caller's then; empty if that version of the trial is not here
     * @throws IOException if it could not be read back from where it was spilled; it is gone then
     */
    public Optional<M> handOver(CheckpointId id, Configuration configuration) throws IOException {
        return cache.take(id, configuration).map(taken -> taken.model().model());
    }

    /**
     * Writes a live model out and closes it, as its next unit is in another pool.
     *
     * @return false, with nothing written, if that version of the trial is not here
     * @throws IOException if it could not be written, or read back from where it was spilled; it is gone then
     */
    public boolean handOver(CheckpointId id, Configuration configuration, WritableByteChannel out) throws IOException {
        Optional<M> model = handOver(id, configuration);
        if (model.isEmpty()) {
            return false;
        }
        try {
            handler.write(model.get(), out);
        } finally {
            cache.dispose(model.get());
        }
        return true;
    }

    @Override
    public CheckpointStore checkpoints() {
        return store;
    }

    @Override
    public void close() throws IOException {
        roster.close();
        boolean interrupted = false;
        for (LocalWorker worker : roster.workers()) {
            worker.end();
        }
        for (LocalWorker worker : roster.workers()) {
            interrupted |= worker.awaitEnd();
        }
        interrupted |= roster.awaitAbandoned();
        interrupted |= commits.finish();
        if (study != null) {
            study.leave();
        }
        closeReleased();
        cache.close();
        spillStore.close();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void closeReleased() {
        for (Runnable closing = released.poll(); closing != null; closing = released.poll()) {
            closing.run();
        }
    }

    /** The work itself. */
    private final class Duties implements LocalWorker.Duties {

        @Override
        public void prepareThread() {
            handler.prepareWorker(toolThreads);
        }

        @Override
        public FinishedUnit run(Attempt attempt, String worker) {
            return runner.run(attempt, worker);
        }

        @Override
        public void announce(FinishedUnit finished, Events events) {
            finished.announce(events, commits);
        }
    }
}
