package org.jerboa.testkit.contract;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jerboa.testkit.perceptron.PlainMlp;
import org.jerboa.tune.data.Dataset;
import org.jerboa.tune.data.Examples;
import org.jerboa.tune.data.Shard;
import org.jerboa.tune.data.Split;
import org.jerboa.tune.spi.CheckpointId;
import org.jerboa.tune.spi.CheckpointStore;
import org.jerboa.tune.spi.ModelHandler;
import org.jerboa.tune.spi.UnitContext;
import org.jerboa.tune.spi.UnitCost;
import org.jerboa.tune.spi.UnitQuery;
import org.jerboa.tune.spi.UnitReport;
import org.jerboa.tune.spi.WorkerInfo;
import org.jerboa.tune.spi.WorkerPool;

/** A small pool of threads that is as it should be or has one flaw. Every version it trains is stored. */
public final class FlawedPool implements WorkerPool {

    /** What is wrong with it. */
    enum Flaw {
        NONE,
        REPORTS_TWICE,
        TRAINS_ON_AFTER_FAILURE,
        DIES_OF_ERRORS,
        COMMITS_BEFORE_REPORT,
        RUNS_MORE_THAN_IT_HAS_SLOTS_FOR,
        LEAKS_MODELS,
        LEAKS_A_THREAD,
        IGNORES_THE_ORIGIN,
        IGNORES_VERSIONS,
        IGNORES_UNIT_SEEDS,
        TRAINS_WHAT_IT_EVALUATES,
        TRAINS_ANOTHER_SHARD,
        KEEPS_A_FAILED_COMMIT_TO_ITSELF,
        HIDES_A_SHARD,
        REPORTS_AFTER_CLOSE,
        FORGETS_TO_ANSWER_THE_CANCELLED_AS_SUCH,
        REUSES_THE_NAME_OF_THE_ABANDONED,
        KEEPS_WHAT_THE_ABANDONED_TRAINED,
        REPORTS_FOR_THE_ABANDONED
    }

    private static final UnitCost COST = new UnitCost(1, 1, false, 0, 1);

    /** A model and how often it was trained. */
    private record Live(PlainMlp model, int version) {}

    private final ModelHandler<PlainMlp> handler;
    private final Dataset data;
    private final Flaw flaw;
    private final Store store = new Store();
    private final Map<String, ExecutorService> workers = new ConcurrentHashMap<>();
    private final Set<String> busy = ConcurrentHashMap.newKeySet();
    private final Map<Integer, Live> live = new ConcurrentHashMap<>();
    private volatile boolean closing;
    private final Set<Long> cancelled = ConcurrentHashMap.newKeySet();
    private final Set<String> abandoned = ConcurrentHashMap.newKeySet();
    private final Map<Integer, String> users = new ConcurrentHashMap<>();
    private volatile Events events;

    FlawedPool(ModelHandler<PlainMlp> handler, Dataset data, int workers, Flaw flaw) {
        this.handler = handler;
        this.data = data;
        this.flaw = flaw;
        for (int i = 0; i < workers; i++) {
            this.workers.put("thread " + i, newThread());
        }
    }

    private static ExecutorService newThread() {
        return Executors.newSingleThreadExecutor(task -> {
            Thread thread = new Thread(task, "flawed pool");
            thread.setDaemon(true);
            return thread;
        });
    }

    @Override
    public void open(Events newEvents) {
        events = newEvents;
        Map<Split, Set<Integer>> shards = shards();
        // Without a unit to run, an executor has no thread yet that could be left behind.
        workers.values().forEach(thread -> thread.execute(() -> {}));
        workers.forEach((name, thread) -> events.joined(new WorkerInfo(name, 1, shards)));
    }

    private Map<Split, Set<Integer>> shards() {
        Map<Split, Set<Integer>> shards = new HashMap<>();
        for (Split split : Split.values()) {
            shards.put(
                    split,
                    data.shards(split).stream()
                            .map(Shard::index)
                            .filter(index -> flaw != Flaw.HIDES_A_SHARD || index != 1)
                            .collect(Collectors.toSet()));
        }
        return shards;
    }

    @Override
    public void submit(String worker, UnitQuery query) {
        ExecutorService thread = workers.get(worker);
        boolean free = flaw == Flaw.RUNS_MORE_THAN_IT_HAS_SLOTS_FOR || busy.add(worker);
        if (thread == null || !free) {
            throw new IllegalStateException("worker '" + worker + "' has no free slot");
        }
        thread.execute(() -> run(worker, query));
    }

    private void run(String worker, UnitQuery query) {
        List<Runnable> afterwards = new ArrayList<>();
        UnitReport report;
        try {
            report = work(worker, query, afterwards);
        } catch (CancellationException e) {
            forget(query.trial());
            if (closing) {
                return;
            }
            report = UnitReport.Failed.of(
                    query.ticket(),
                    worker,
                    flaw == Flaw.FORGETS_TO_ANSWER_THE_CANCELLED_AS_SUCH
                            ? UnitReport.Reason.ERROR
                            : UnitReport.Reason.CANCELLED,
                    e);
        } catch (Throwable e) {
            if (flaw == Flaw.DIES_OF_ERRORS && e instanceof Error) {
                events.left(worker, e.toString());
                return;
            }
            if (flaw != Flaw.TRAINS_ON_AFTER_FAILURE) {
                forget(query.trial());
            }
            report = UnitReport.Failed.of(
                    query.ticket(),
                    worker,
                    e instanceof NoSuchFileException ? UnitReport.Reason.MODEL_MISSING : UnitReport.Reason.ERROR,
                    e);
        }
        busy.remove(worker);
        if (abandoned.contains(worker) && flaw != Flaw.REPORTS_FOR_THE_ABANDONED) {
            return;
        }
        if (flaw == Flaw.COMMITS_BEFORE_REPORT) {
            afterwards.forEach(Runnable::run);
        }
        events.reported(report);
        if (flaw == Flaw.REPORTS_TWICE) {
            events.reported(report);
        }
        if (flaw != Flaw.COMMITS_BEFORE_REPORT) {
            afterwards.forEach(Runnable::run);
        }
    }

    private UnitReport work(String worker, UnitQuery query, List<Runnable> afterwards) throws Exception {
        PlainMlp model = model(query);
        users.put(query.trial(), worker);
        boolean trains = query.kind() == UnitQuery.Kind.TRAIN || flaw == Flaw.TRAINS_WHAT_IT_EVALUATES;
        int shard = flaw == Flaw.TRAINS_ANOTHER_SHARD && trains ? 0 : query.shard();
        Examples examples = data.shards(query.split()).get(shard).open();
        UnitContext unit = new UnitContext(
                query.trial(),
                query.configuration(),
                query.epoch(),
                query.position(),
                query.shards(),
                flaw == Flaw.IGNORES_UNIT_SEEDS ? 0 : query.unitSeed(),
                query.metrics(),
                () -> closing || cancelled.contains(query.ticket()));
        if (query.kind() == UnitQuery.Kind.EVALUATE) {
            if (trains) {
                handler.train(model, examples, unit);
            }
            return new UnitReport.Evaluated(query.ticket(), worker, handler.evaluate(model, examples, unit), COST);
        }
        UnitReport report = new UnitReport.Trained(query.ticket(), worker, handler.train(model, examples, unit), COST);
        if (abandoned.contains(worker) && flaw != Flaw.KEEPS_WHAT_THE_ABANDONED_TRAINED) {
            handler.close(model);
            return report;
        }
        live.put(query.trial(), new Live(model, query.resultVersion()));
        if (query.commit()) {
            afterwards.add(commit(query, model));
        }
        return report;
    }

    private Runnable commit(UnitQuery query, PlainMlp model) {
        try {
            long bytes = store.put(query.result(), out -> handler.write(model, out));
            return () -> events.committed(query.result(), bytes);
        } catch (IOException | LinkageError e) {
            return () -> {
                if (flaw == Flaw.KEEPS_A_FAILED_COMMIT_TO_ITSELF) {
                    events.committed(query.result(), 1);
                } else {
                    events.commitFailed(query.result(), new IOException(e));
                }
            };
        }
    }

    private PlainMlp model(UnitQuery query) throws Exception {
        Live kept = live.get(query.trial());
        if (kept != null && (kept.version() == query.version() || flaw == Flaw.IGNORES_VERSIONS)) {
            return kept.model();
        }
        if (query.version() > 0 && flaw != Flaw.IGNORES_VERSIONS) {
            return restored(new CheckpointId(query.trial(), query.version()), query);
        }
        if (query.origin() != null && flaw != Flaw.IGNORES_THE_ORIGIN) {
            return restored(query.origin(), query);
        }
        PlainMlp model = handler.create(query.configuration(), query.trialSeed());
        live.put(query.trial(), new Live(model, query.version()));
        return model;
    }

    private PlainMlp restored(CheckpointId id, UnitQuery query) throws IOException {
        PlainMlp model = store.get(id, in -> handler.restore(query.configuration(), in, null));
        forget(query.trial());
        live.put(query.trial(), new Live(model, query.version()));
        return model;
    }

    private void forget(int trial) {
        Live gone = live.remove(trial);
        if (gone != null && flaw != Flaw.LEAKS_MODELS) {
            handler.close(gone.model());
        }
    }

    @Override
    public void cancel(String worker, long ticket) {
        cancelled.add(ticket);
    }

    @Override
    public void abandon(String worker, String reason) {
        abandoned.add(worker);
        // the stuck unit's model is its thread's to close
        users.entrySet().stream()
                .filter(use -> use.getValue().equals(worker))
                .forEach(use -> live.remove(use.getKey()));
        events.left(worker, reason);
        String name = flaw == Flaw.REUSES_THE_NAME_OF_THE_ABANDONED ? worker : "thread " + workers.size();
        ExecutorService stuck = workers.put(name, newThread());
        if (stuck != null) {
            stuck.shutdown();
        }
        events.joined(new WorkerInfo(name, 1, shards()));
    }

    @Override
    public void release(int trial) {
        forget(trial);
    }

    @Override
    public CheckpointStore checkpoints() {
        return store;
    }

    @Override
    public void close() throws IOException {
        closing = true;
        if (flaw != Flaw.LEAKS_A_THREAD) {
            workers.values().forEach(ExecutorService::shutdown);
        }
        for (ExecutorService thread : workers.values()) {
            awaitEnd(thread);
        }
        Set.copyOf(live.keySet()).forEach(this::forget);
    }

    private void awaitEnd(ExecutorService thread) throws IOException {
        try {
            if (flaw != Flaw.LEAKS_A_THREAD) {
                thread.awaitTermination(1, TimeUnit.MINUTES);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    /** Checkpoints on the heap. */
    private final class Store implements CheckpointStore {

        private final ConcurrentSkipListMap<CheckpointId, byte[]> payloads = new ConcurrentSkipListMap<>();

        @Override
        public long put(CheckpointId id, Writer payload) throws IOException {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            payload.writeTo(Channels.newChannel(bytes));
            payloads.put(id, bytes.toByteArray());
            return bytes.size();
        }

        @Override
        public <T> T get(CheckpointId id, Reader<T> reader) throws IOException {
            byte[] payload = payloads.get(id);
            if (payload == null) {
                throw new NoSuchFileException(id.toString());
            }
            return reader.readFrom(Channels.newChannel(new ByteArrayInputStream(payload)));
        }

        @Override
        public SortedSet<Integer> versions(int trial) {
            return payloads.keySet().stream()
                    .filter(id -> id.trial() == trial)
                    .map(CheckpointId::version)
                    .collect(Collectors.toCollection(TreeSet::new));
        }

        @Override
        public void delete(CheckpointId id) {
            payloads.remove(id);
        }

        /** The pool is closed by then. */
        @Override
        public void close() {
            if (flaw == Flaw.REPORTS_AFTER_CLOSE) {
                events.committed(new CheckpointId(0, 0), 1);
            }
        }
    }
}
