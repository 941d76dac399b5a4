package org.jerboa.testkit.contract;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jerboa.tune.random.RandomStreams;
import org.jerboa.tune.spi.CheckpointId;
import org.jerboa.tune.spi.UnitQuery;
import org.jerboa.tune.spi.UnitReport;
import org.jerboa.tune.spi.WorkerInfo;
import org.jerboa.tune.spi.WorkerPool;

/**
 * Plays the coordinator for a worker pool: gives units to workers with a free slot that hold their shard, and holds the
 * pool to one report a unit. Used by one thread; events may come from any.
 */
public final class PoolDriver implements WorkerPool.Events {

    private static final long PATIENCE_SECONDS = 300;

    /** What a pool told. */
    private sealed interface Told {}

    private record Joined(WorkerInfo worker) implements Told {}

    private record Left(String worker, String reason) implements Told {}

    private record Reported(UnitReport report) implements Told {}

    private record Committed(CheckpointId id, Optional<IOException> failure) implements Told {}

    private final WorkerPool pool;
    private final BlockingQueue<Told> told = new LinkedBlockingQueue<>();
    private final Map<String, WorkerInfo> workers = new HashMap<>();
    private final Map<String, Integer> busy = new HashMap<>();
    private final Map<Long, UnitQuery> outstanding = new HashMap<>();
    private final Map<Long, String> givenTo = new HashMap<>();
    private final Map<CheckpointId, Optional<IOException>> commits = new HashMap<>();
    private final Set<CheckpointId> trained = new HashSet<>();
    private final Set<String> leaving = new HashSet<>();
    private boolean closed;
    private int late;

    PoolDriver(WorkerPool pool) {
        this.pool = pool;
        pool.open(this);
    }

    @Override
    public void joined(WorkerInfo worker) {
        take(new Joined(worker));
    }

    @Override
    public void changed(WorkerInfo worker) {
        // what a worker reaches is looked up when it joins; more of it only makes more possible
    }

    @Override
    public void started(String worker, long ticket) {
        // only tells when; the report counts
    }

    @Override
    public void left(String worker, String reason) {
        take(new Left(worker, reason));
    }

    @Override
    public void reported(UnitReport report) {
        take(new Reported(report));
    }

    @Override
    public void committed(CheckpointId id, long bytes) {
        take(new Committed(id, bytes > 0 ? Optional.empty() : Optional.of(new IOException("of no bytes"))));
    }

    @Override
    public void commitFailed(CheckpointId id, IOException cause) {
        take(new Committed(id, Optional.of(cause)));
    }

    private synchronized void take(Told event) {
        if (closed) {
            late++;
        }
        told.add(event);
    }

    /** Waits until so many workers have joined. */
    List<WorkerInfo> awaitWorkers(int count) throws InterruptedException {
        while (workers.size() < count) {
            handleNext();
        }
        return List.copyOf(workers.values());
    }

    /** Gives a unit to a worker, which must have a free slot. */
    void submit(String worker, UnitQuery query) {
        outstanding.put(query.ticket(), query);
        givenTo.put(query.ticket(), worker);
        busy.merge(worker, 1, Integer::sum);
        pool.submit(worker, query);
    }

    /** Runs chains of units at once; the units of one chain follow each other. All reports, by ticket. */
    Map<Long, UnitReport> run(List<List<UnitQuery>> chains) throws InterruptedException {
        List<Deque<UnitQuery>> waiting = new ArrayList<>();
        chains.forEach(chain -> waiting.add(new ArrayDeque<>(chain)));
        Map<Long, UnitReport> reports = new HashMap<>();
        Map<Long, Deque<UnitQuery>> chainOf = new HashMap<>();
        while (!waiting.isEmpty() || !chainOf.isEmpty()) {
            waiting.removeIf(chain -> {
                Optional<String> worker = free(chain.element());
                worker.ifPresent(name -> {
                    UnitQuery query = chain.remove();
                    chainOf.put(query.ticket(), chain);
                    submit(name, query);
                });
                return worker.isPresent();
            });
            handleNext().ifPresent(report -> {
                reports.put(report.ticket(), report);
                Deque<UnitQuery> chain = chainOf.remove(report.ticket());
                if (chain != null && !chain.isEmpty()) {
                    waiting.add(chain);
                }
            });
        }
        return reports;
    }

    UnitReport run(UnitQuery query) throws InterruptedException {
        UnitReport report = run(List.of(List.of(query))).get(query.ticket());
        if (report == null) {
            throw new AssertionError("no report of " + query);
        }
        return report;
    }

    /** Waits for the reports of all units that were submitted. */
    void awaitReports() throws InterruptedException {
        while (!outstanding.isEmpty()) {
            handleNext();
        }
    }

    /** Waits until the pool has told what became of a commit; empty if it was stored. */
    Optional<IOException> awaitCommit(CheckpointId id) throws InterruptedException {
        while (!commits.containsKey(id)) {
            handleNext();
        }
        return commits.getOrDefault(id, Optional.empty());
    }

    /** The next report. */
    UnitReport awaitReport() throws InterruptedException {
        Optional<UnitReport> report = handleNext();
        while (report.isEmpty()) {
            report = handleNext();
        }
        return report.get();
    }

    /** A worker is about to be abandoned; that it leaves is no fault. */
    void expectLeaving(String worker) {
        leaving.add(worker);
    }

    void awaitLeft(String worker) throws InterruptedException {
        while (workers.containsKey(worker)) {
            handleNext();
        }
    }

    private void left(Left left) {
        if (!leaving.contains(left.worker)) {
            throw new AssertionError("worker '" + left.worker + "' left: " + left.reason);
        }
        workers.remove(left.worker);
        outstanding.keySet().removeIf(ticket -> left.worker.equals(givenTo.get(ticket)));
    }

    private Optional<String> free(UnitQuery query) {
        return workers.values().stream()
                .filter(worker -> worker.holds(query.split(), query.shard()))
                .filter(worker -> busy.getOrDefault(worker.name(), 0) < worker.slots())
                .map(WorkerInfo::name)
                .sorted((left, right) -> Long.compare(mix(left, query), mix(right, query)))
                .findFirst();
    }

    /** Workers take turns, so that models hop. */
    private static long mix(String worker, UnitQuery query) {
        return RandomStreams.seed(query.ticket(), worker);
    }

    private Optional<UnitReport> handleNext() throws InterruptedException {
        Told event = told.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        if (event == null) {
            throw new AssertionError(
                    "nothing happened for " + PATIENCE_SECONDS + " s; awaited are " + outstanding.values());
        } else if (event instanceof Joined joined) {
            if (workers.put(joined.worker.name(), joined.worker) != null) {
                throw new AssertionError("worker '" + joined.worker.name() + "' joined twice");
            }
        } else if (event instanceof Left left) {
            left(left);
        } else if (event instanceof Reported reported) {
            account(reported.report);
            return Optional.of(reported.report);
        } else if (event instanceof Committed committed) {
            if (!trained.contains(committed.id)) {
                throw new AssertionError("commit of " + committed.id + " was told before its unit's report");
            }
            commits.put(committed.id, committed.failure);
        }
        return Optional.empty();
    }

    private void account(UnitReport report) {
        UnitQuery query = outstanding.remove(report.ticket());
        if (query == null) {
            throw new AssertionError("reported twice, or never asked for: " + report);
        }
        busy.merge(report.worker(), -1, Integer::sum);
        if (report instanceof UnitReport.Trained) {
            trained.add(query.result());
        }
    }

    /** Closes the pool; whatever is told after that counts as late. */
    void close() throws IOException {
        pool.close();
        synchronized (this) {
            closed = true;
        }
        for (Told event = told.poll(); event != null; event = told.poll()) {
            if (event instanceof Reported reported && !workers.containsKey(reported.report.worker())) {
                throw new AssertionError("a worker that had left reported: " + reported.report);
            }
        }
    }

    /** Events after {@link #close}. */
    synchronized int late() {
        return late;
    }
}
