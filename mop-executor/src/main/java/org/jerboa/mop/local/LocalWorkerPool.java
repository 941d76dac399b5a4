package org.jerboa.mop.local;

import java.io.IOException;
import java.nio.channels.WritableByteChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentMap;
import org.jerboa.tune.data.Dataset;
import org.jerboa.tune.space.Configuration;
import org.jerboa.tune.spi.CheckpointId;
import org.jerboa.tune.spi.CheckpointStore;
import org.jerboa.tune.spi.ModelHandler;
import org.jerboa.tune.spi.UnitQuery;
import org.jerboa.tune.spi.UnitReport;
import org.jerboa.tune.spi.WorkerInfo;
import org.jerboa.tune.spi.WorkerPool;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Workers that are threads of this JVM, one slot each. Every worker reaches every shard, and a model hops by being
 * handed over live: nothing is serialised unless memory runs short. Checkpoints are copied in memory and stored behind
 * the next unit.
 *
 * <p>The threads may be shared with the pools of other studies. A pool sees all of them as its own: a unit that is submitted
 * waits until it is its study's turn, and {@code Events.started} tells when that was.
 *
 * @param <M> the tool's model
 */
public final class LocalWorkerPool<M> implements WorkerPool {

    private static final Logger LOG = LoggerFactory.getLogger(LocalWorkerPool.class);

    /** How long closing waits for threads that were given up. */
    private static final long ABANDONED_PATIENCE_MILLIS = 2_000;

    /** How long closing waits for units that it has cancelled, before it gives their threads up. */
    private static final long CANCELLED_PATIENCE_MILLIS = 5_000;

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
    private final ConcurrentMap<String, Worker> workers = new ConcurrentHashMap<>();
    private final Set<String> gone = ConcurrentHashMap.newKeySet();
    private final Queue<Attempt> abandoned = new ConcurrentLinkedQueue<>();
    private final UnitRunner<M> runner;
    private final CommitWriter commits;

    /** What closes the models of released trials. */
    private final Queue<Runnable> released = new ConcurrentLinkedQueue<>();

    private WorkerThreads.@Nullable Study study;
    private int named;
    private volatile boolean closing;

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
                store,
                spillStore);
    }

    /**
     * A pool on threads that may be shared.
     *
     * @param prefix of its workers' names, which end with a number
     * @param share how much of the threads' time and of the cache is this pool's, beside the shares of others
     * @param cacheBytes memory for live models of all studies on these threads
     */
    public LocalWorkerPool(
            String prefix,
            ModelHandler<M> handler,
            ShardAccess shards,
            WorkerThreads threads,
            double share,
            int toolThreads,
            long cacheBytes,
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
        this.runner = new UnitRunner<>(handler, shards, cache, store, threads.commitMemory());
        this.commits = new CommitWriter(store);
    }

    @Override
    public void open(Events events) {
        WorkerThreads.Study joined = threads.join(share, part -> cache.resize((long) (cacheBytes * part)));
        study = joined;
        List<Worker> first = new ArrayList<>();
        for (int position = 0; position < threads.count(); position++) {
            first.add(new Worker(joined, position, events));
        }
        // All are announced before one can fail: the last worker to leave ends a study.
        first.forEach(Worker::announce);
        first.forEach(Worker::sitDown);
    }

    @Override
    public void submit(String worker, UnitQuery query) {
        Worker target = workers.get(worker);
        if (target != null && !closing) {
            target.submit(query);
        } else if (closing || !gone.contains(worker)) {
            throw new IllegalStateException("worker '" + worker + "' is not in the pool; it has " + workers.keySet());
        }
    }

    @Override
    public void cancel(String worker, long ticket) {
        Worker target = workers.get(worker);
        if (target != null) {
            target.cancel(ticket);
        }
    }

    @Override
    public void abandon(String worker, String reason) {
        Worker target = workers.remove(worker);
        if (target != null) {
            gone.add(worker);
            target.abandon(reason);
        }
    }

    @Override
    public void release(int trial) {
        // A worker closes it, since that can take milliseconds and the caller is the coordinator.
        released.add(cache.remove(trial));
        WorkerThreads.Study here = study;
        if (here != null) {
            here.doSoon(this::closeReleased);
        }
    }

    /**
     * Writes a live model out and closes it, as its next unit is in another pool.
     *
     * @return false, with nothing written, if that version of the trial is not here
     * @throws IOException if it could not be written, or read back from where it was spilled; it is gone then
     */
    public boolean handOver(CheckpointId id, Configuration configuration, WritableByteChannel out) throws IOException {
        Optional<ModelCache.Taken<M>> taken = cache.take(id, configuration);
        if (taken.isEmpty()) {
            return false;
        }
        M model = taken.get().model().model();
        try {
            handler.write(model, out);
        } finally {
            cache.dispose(model);
        }
        return true;
    }

    @Override
    public CheckpointStore checkpoints() {
        return store;
    }

    @Override
    public void close() throws IOException {
        closing = true;
        boolean interrupted = false;
        for (Worker worker : workers.values()) {
            worker.end();
        }
        for (Worker worker : workers.values()) {
            interrupted |= worker.awaitEnd();
        }
        interrupted |= awaitAbandoned();
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

    private boolean awaitAbandoned() {
        long deadline = System.nanoTime() + ABANDONED_PATIENCE_MILLIS * 1_000_000;
        for (Attempt attempt : abandoned) {
            long left = Math.max(1, (deadline - System.nanoTime()) / 1_000_000);
            try {
                if (!attempt.awaitEnd(left)) {
                    LOG.warn(
                            "A thread that was given up is still in a unit of trial {}; it keeps its memory until the"
                                    + " tool lets go of it",
                            attempt.query().trial());
                }
            } catch (InterruptedException e) {
                return true;
            }
        }
        return false;
    }

    private void closeReleased() {
        for (Runnable closing = released.poll(); closing != null; closing = released.poll()) {
            closing.run();
        }
    }

    /** This study's place at one thread. */
    private final class Worker implements WorkerThreads.Resident {

        private final WorkerThreads.Study study;
        private final int position;
        private final String name;
        private final Events events;
        private WorkerThreads.@Nullable Place place;
        private @Nullable Attempt current;

        Worker(WorkerThreads.Study study, int position, Events events) {
            this.study = study;
            this.position = position;
            this.name = prefix + named++;
            this.events = events;
        }

        void announce() {
            workers.put(name, this);
            events.joined(new WorkerInfo(name, 1, shards.reached()));
        }

        synchronized void sitDown() {
            WorkerThreads.Place taken = study.sitDown(position, this);
            place = taken;
            Attempt early = current;
            if (early != null) {
                taken.offer(() -> run(early));
            }
        }

        @Override
        public boolean prepare() {
            try {
                handler.prepareWorker(toolThreads);
                return true;
            } catch (RuntimeException | Error e) {
                // also an Error, such as a native library that cannot be loaded: the study must hear of it
                workers.remove(name);
                gone.add(name);
                free();
                events.left(name, e.toString());
                return false;
            }
        }

        synchronized void submit(UnitQuery query) {
            if (current != null) {
                throw new IllegalStateException(
                        "worker '" + name + "' has no free slot; wait for the report of the unit it runs");
            }
            Attempt attempt = new Attempt(query);
            current = attempt;
            if (place != null) {
                place.offer(() -> run(attempt));
            }
        }

        private void run(Attempt attempt) {
            events.started(name, attempt.query().ticket());
            try {
                UnitRunner.Finished finished = runner.run(attempt, name);
                Thread.interrupted(); // a tool's leftover, not an order to end
                boolean told = attempt.unlessAbandoned(() -> {
                    free(); // before the report, as that may bring the next unit
                    if (!(closing && finished.isCancelled())) {
                        finished.announce(events, commits);
                    }
                });
                if (!told) {
                    finished.commit().release();
                }
            } finally {
                attempt.end();
            }
        }

        private synchronized void free() {
            current = null;
        }

        void cancel(long ticket) {
            Attempt attempt = attempt();
            if (attempt == null || attempt.query().ticket() != ticket) {
                return;
            }
            attempt.cancel();
            if (place != null && place.withdraw()) {
                free();
                attempt.end();
                events.reported(UnitReport.Failed.of(
                        ticket,
                        name,
                        UnitReport.Reason.CANCELLED,
                        new CancellationException("unit " + ticket + " was cancelled before it began")));
            }
        }

        private synchronized @Nullable Attempt attempt() {
            return current;
        }

        /** Its thread ends when the tool lets go of it; nothing it does till then counts. */
        void abandon(String reason) {
            WorkerThreads.Place taken = Objects.requireNonNull(place, "the pool is open");
            boolean waited = taken.withdraw();
            Attempt attempt = attempt();
            if (attempt != null && attempt.abandon() && !waited) {
                abandoned.add(attempt);
                taken.replaceThread();
            }
            taken.leave();
            if (closing) {
                events.left(name, reason);
                return;
            }
            Worker next = new Worker(study, position, events);
            next.announce(); // first, as the last worker to leave ends a study
            events.left(name, reason);
            next.sitDown();
        }

        void end() {
            Attempt attempt = attempt();
            if (attempt != null) {
                attempt.cancel();
                if (place != null && place.withdraw()) {
                    free();
                    attempt.end();
                }
            }
        }

        /**
         * Waits for its unit, which was cancelled, but not for ever: a thread that does not react is left to itself. Returns
         * whether the calling thread was interrupted meanwhile.
         */
        boolean awaitEnd() {
            Attempt attempt = attempt();
            if (attempt == null) {
                return false;
            }
            boolean interrupted = false;
            boolean ended = false;
            try {
                ended = attempt.awaitEnd(CANCELLED_PATIENCE_MILLIS);
            } catch (InterruptedException e) {
                interrupted = true;
            }
            if (!ended && attempt.abandon()) {
                abandoned.add(attempt);
                Objects.requireNonNull(place, "the pool is open").replaceThread();
            }
            return interrupted;
        }
    }
}
