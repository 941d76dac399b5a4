package org.jerboa.mop.local;

import java.io.IOException;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jerboa.tune.data.Dataset;
import org.jerboa.tune.data.Split;
import org.jerboa.tune.spi.CheckpointStore;
import org.jerboa.tune.spi.ModelHandler;
import org.jerboa.tune.spi.UnitQuery;
import org.jerboa.tune.spi.WorkerInfo;
import org.jerboa.tune.spi.WorkerPool;
import org.jspecify.annotations.Nullable;

/**
 * Workers that are threads of this JVM, one slot each. Every worker reaches every shard, and a model hops by being
 * handed over live: nothing is serialised unless memory runs short.
 *
 * @param <M> the tool's model
 */
public final class LocalWorkerPool<M> implements WorkerPool {

    private final ModelHandler<M> handler;
    private final Dataset data;
    private final CheckpointStore store;
    private final CheckpointStore spillStore;
    private final ModelCache<M> cache;
    private final int toolThreads;
    private final Map<String, Worker> workers = new LinkedHashMap<>();
    private final UnitRunner<M> runner;

    /** What closes the models of released trials. */
    private final Queue<Runnable> released = new ConcurrentLinkedQueue<>();

    /** Workers that have yet to join or fail to. */
    private final CountDownLatch preparing;

    private volatile boolean closing;

    /**
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
        if (workers < 1 || toolThreads < 1) {
            throw new IllegalArgumentException(
                    "workers (" + workers + ") and tool threads (" + toolThreads + ") must be at least 1");
        }
        this.handler = handler;
        this.data = data;
        this.store = store;
        this.spillStore = spillStore;
        this.toolThreads = toolThreads;
        this.cache = new ModelCache<>(handler, spillStore, cacheBytes);
        this.preparing = new CountDownLatch(workers);
        this.runner = new UnitRunner<>(handler, data, cache, store);
        for (int i = 0; i < workers; i++) {
            this.workers.put("worker-" + i, new Worker("worker-" + i));
        }
    }

    @Override
    public void open(Events events) {
        workers.values().forEach(worker -> worker.start(events));
    }

    @Override
    public void submit(String worker, UnitQuery query) {
        Worker target = workers.get(worker);
        if (target == null || closing) {
            throw new IllegalStateException("worker '" + worker + "' is not in the pool; it has " + workers.keySet());
        }
        target.occupy();
        target.orders.add(new Unit(query));
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
        Worker target = workers.get(worker);
        if (target != null) {
            target.abandon(reason);
        }
    }

    @Override
    public void release(int trial) {
        // A worker closes it, since that can take milliseconds and the caller is the coordinator.
        released.add(cache.remove(trial));
        workers.values().stream()
                .filter(Worker::isAlive)
                .findFirst()
                .ifPresent(worker -> worker.orders.add(new Tidy()));
    }

    @Override
    public CheckpointStore checkpoints() {
        return store;
    }

    @Override
    public void close() throws IOException {
        closing = true;
        workers.values().forEach(worker -> worker.orders.add(new End()));
        boolean interrupted = false;
        for (Worker worker : workers.values()) {
            interrupted |= worker.joinFully();
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

    private Map<Split, Set<Integer>> allShards() {
        Map<Split, Set<Integer>> shards = new EnumMap<>(Split.class);
        for (Split split : Split.values()) {
            shards.put(
                    split,
                    IntStream.range(0, data.shards(split).size()).boxed().collect(Collectors.toUnmodifiableSet()));
        }
        return shards;
    }

    /** What a worker thread is told to do. */
    private sealed interface Order {}

    private record Unit(UnitQuery query) implements Order {}

    private record Tidy() implements Order {}

    private record End() implements Order {}

    /** One thread. */
    private final class Worker {

        private final String name;
        private final BlockingQueue<Order> orders = new LinkedBlockingQueue<>();
        private final AtomicBoolean busy = new AtomicBoolean();
        private volatile long cancelled = -1;
        private volatile boolean abandoned;
        private volatile @Nullable Events events;
        private @Nullable Thread thread;

        Worker(String name) {
            this.name = name;
        }

        void occupy() {
            if (!busy.compareAndSet(false, true)) {
                throw new IllegalStateException(
                        "worker '" + name + "' has no free slot; wait for the report of the unit it runs");
            }
        }

        void start(Events events) {
            this.events = events;
            Thread started = new Thread(() -> work(events), "jerboa-" + name);
            started.setDaemon(true);
            thread = started;
            started.start();
        }

        private void work(Events events) {
            try {
                join(events);
                boolean more = true;
                while (more) {
                    more = carryOut(orders.take(), events);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                events.left(name, "its thread was interrupted");
            } catch (Throwable e) {
                // also an Error, such as a native library that cannot be loaded: the study must hear of it
                events.left(name, e.toString());
            }
        }

        /** One that cannot join says so after the others have joined: the last worker to leave ends a study. */
        private void join(Events events) throws InterruptedException {
            try {
                handler.prepareWorker(toolThreads);
                events.joined(new WorkerInfo(name, 1, allShards()));
                preparing.countDown();
            } catch (RuntimeException | Error e) {
                preparing.countDown();
                preparing.await();
                throw e;
            }
        }

        private boolean carryOut(Order order, Events events) {
            if (order instanceof Unit unit && !closing) {
                run(unit.query(), events);
            } else if (order instanceof Tidy) {
                closeReleased();
            }
            return !(order instanceof End);
        }

        private void run(UnitQuery query, Events events) {
            events.started(name, query.ticket());
            UnitRunner.Finished finished =
                    runner.run(query, name, () -> closing || abandoned || cancelled == query.ticket());
            Thread.interrupted(); // a tool's leftover, not an order to end
            busy.set(false); // before the report, as that may bring the next unit
            if (!abandoned && !(closing && finished.isCancelled())) {
                finished.announce(events);
            }
        }

        void cancel(long ticket) {
            cancelled = ticket;
        }

        /** Its thread ends when the tool lets go of it; nothing it does till then counts. */
        void abandon(String reason) {
            abandoned = true;
            orders.add(new End());
            Events listeners = events;
            if (listeners != null) {
                listeners.left(name, reason);
            }
        }

        boolean isAlive() {
            Thread started = thread;
            return started != null && started.isAlive();
        }

        /** Returns whether the calling thread was interrupted meanwhile. */
        boolean joinFully() {
            boolean interrupted = false;
            Thread started = thread;
            while (started != null && started.isAlive()) {
                try {
                    started.join();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
            return interrupted;
        }
    }
}
