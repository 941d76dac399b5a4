package org.jerboa.mop;

import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jerboa.mop.coordinator.Coordinator;
import org.jerboa.mop.coordinator.Effects;
import org.jerboa.mop.coordinator.Session;
import org.jerboa.mop.coordinator.StudySetup;
import org.jerboa.mop.coordinator.Tally;
import org.jerboa.mop.local.LocalWorkerPool;
import org.jerboa.mop.results.ResultFiles;
import org.jerboa.mop.results.RunResult;
import org.jerboa.mop.schedule.ListScheduler;
import org.jerboa.tune.space.Configuration;
import org.jerboa.tune.spi.CheckpointId;
import org.jerboa.tune.spi.Searcher;
import org.jerboa.tune.spi.StudyDefinition;
import org.jerboa.tune.spi.UnitQuery;
import org.jerboa.tune.spi.UnitReport;
import org.jerboa.tune.spi.WorkerInfo;
import org.jerboa.tune.spi.WorkerPool;
import org.jerboa.tune.study.Command;
import org.jerboa.tune.study.StudyCost;
import org.jerboa.tune.study.StudyEvent;
import org.jerboa.tune.study.StudyException;
import org.jerboa.tune.study.StudyHandle;
import org.jerboa.tune.study.StudyListener;
import org.jerboa.tune.study.StudyProgress;
import org.jerboa.tune.study.StudyResult;
import org.jerboa.tune.study.Trial;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A study under way: the one thread that owns the coordinator, and the queue through which everything reaches it.
 */
final class StudyRun<M> implements StudyHandle<M>, WorkerPool.Events, Effects {

    private static final Logger LOG = LoggerFactory.getLogger(StudyRun.class);

    private final StudyDefinition<M> definition;
    private final Storage storage;
    private final WorkerPool pool;
    private final Coordinator coordinator;
    private final InstantSource clock;
    private final BlockingQueue<Runnable> inbox = new LinkedBlockingQueue<>();
    private final CompletableFuture<StudyResult<M>> result = new CompletableFuture<>();
    private final PriorityQueue<Long> alarms = new PriorityQueue<>();
    private final Set<Object> complainedOf = new HashSet<>();
    private final Thread thread = new Thread(this::coordinate, "jerboa-coordinator");
    private final long startMillis;
    private final long origin = System.nanoTime();

    /** What handlers tell of models that are to come is their user's code: not for the coordinator's thread. */
    private final ExecutorService estimator = Executors.newSingleThreadExecutor(task -> {
        Thread worker = new Thread(task, "jerboa-estimator");
        worker.setDaemon(true);
        return worker;
    });

    private long pastUnits;

    private StudyRun(
            StudyDefinition<M> definition,
            Storage storage,
            WorkerPool pool,
            Searcher searcher,
            MopExecutor settings,
            InstantSource clock) {
        this.definition = definition;
        this.storage = storage;
        this.pool = pool;
        this.clock = clock;
        this.startMillis = clock.millis();
        this.coordinator = new Coordinator(
                StudySetup.of(definition),
                settings.policy(),
                new Session(storage.pastSessions(), Duration.ofNanos((long) (storage.pastSeconds() * 1e9))),
                searcher,
                ListScheduler.longestRemaining(),
                this);
    }

    /** @throws StudyException if the folder cannot be used */
    static <M> StudyRun<M> open(StudyDefinition<M> definition, MopExecutor settings, InstantSource clock) {
        // before the folder is touched: a search that does not suit its space has not begun a study
        Searcher searcher = definition.search().start(definition.problem());
        Storage storage = Storage.open(definition, settings.toolThreads(), clock);
        try {
            WorkerPool pool = new LocalWorkerPool<>(
                    definition.handler(),
                    definition.data(),
                    settings.workerThreads(),
                    settings.share(),
                    settings.toolThreads(),
                    settings.cacheBytes(),
                    storage.checkpoints(),
                    storage.openSpill());
            StudyRun<M> run = new StudyRun<>(definition, storage, pool, searcher, settings, clock);
            run.coordinator.restore(storage.past());
            run.pastUnits = run.coordinator.tally().units();
            return run;
        } catch (RuntimeException e) {
            try {
                storage.close();
            } catch (IOException closing) {
                e.addSuppressed(closing);
            }
            throw e;
        }
    }

    void start() {
        thread.start();
    }

    // --- the coordinator's thread

    private void coordinate() {
        @Nullable Throwable failure = null;
        try {
            coordinator.begin(); // of a study that has ended too: its process may have died while it cleared up
            if (!coordinator.hasEnded()) {
                pool.open(this);
            }
            while (!coordinator.hasEnded()) {
                next().run();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            failure = new StudyException("the study's coordinator was interrupted", e);
        } catch (Throwable e) {
            // whatever it is, waiting callers must hear of it
            failure = e;
        }
        finish(failure);
    }

    /** What reached the coordinator next, or the time that it waits for. */
    private Runnable next() throws InterruptedException {
        Long due = alarms.peek();
        if (due == null) {
            return inbox.take();
        }
        Runnable message = inbox.poll(due - nanoTime(), TimeUnit.NANOSECONDS);
        if (message != null) {
            return message;
        }
        alarms.removeIf(time -> time <= nanoTime());
        return coordinator::tick;
    }

    private void finish(@Nullable Throwable failed) {
        Throwable failure = failed;
        @Nullable StudyResult<M> outcome = null;
        estimator.shutdownNow();
        try (storage) {
            pool.close(); // first, as results are read from what the workers store
            if (failure == null) {
                outcome = results();
            }
        } catch (Throwable e) {
            failure = failure == null ? e : failure;
        }
        if (failure == null) {
            result.complete(outcome);
        } else {
            result.completeExceptionally(
                    failure instanceof StudyException
                            ? failure
                            : new StudyException("the study could not go on: " + failure, failure));
        }
        for (Runnable left = inbox.poll(); left != null; left = inbox.poll()) {
            if (left instanceof Question<?> question) {
                question.run();
            }
        }
    }

    private StudyResult<M> results() throws IOException {
        RunResult<M> results = new RunResult<>(
                definition,
                coordinator.status(),
                coordinator.trials(),
                coordinator.tested(),
                storage.checkpoints(),
                cost());
        if (storage.folder().isPresent()) {
            new ResultFiles<>(definition, storage.folder().get()).write(results);
        }
        return results;
    }

    // --- what reaches the coordinator from other threads

    @Override
    public void joined(WorkerInfo worker) {
        inbox.add(() -> coordinator.joined(worker));
    }

    @Override
    public void changed(WorkerInfo worker) {
        inbox.add(() -> coordinator.changed(worker));
    }

    @Override
    public void started(String worker, long ticket) {
        inbox.add(() -> coordinator.started(ticket));
    }

    @Override
    public void left(String worker, String reason) {
        inbox.add(() -> coordinator.left(worker, reason));
    }

    @Override
    public void reported(UnitReport report) {
        if (report instanceof UnitReport.Failed failed && failed.reason() == UnitReport.Reason.MODEL_MISSING) {
            LOG.warn("A model is gone, its units since the checkpoint before are run again: {}", failed.cause());
        } else if (report instanceof UnitReport.Failed failed) {
            LOG.warn("A unit failed on {}: {}", failed.worker(), failed.trace());
        }
        inbox.add(() -> coordinator.reported(report));
    }

    @Override
    public void committed(CheckpointId id, long bytes) {
        inbox.add(() -> coordinator.committed(id, bytes));
    }

    @Override
    public void commitFailed(CheckpointId id, IOException cause) {
        LOG.warn("The checkpoint of {} could not be written; a crash would cost its units again", id, cause);
        inbox.add(() -> coordinator.commitFailed(id, cause));
    }

    @Override
    public void stop() {
        inbox.add(coordinator::stop);
    }

    @Override
    public void steer(Command command) {
        if (Thread.currentThread() == thread) {
            // a listener is called in the middle of a change, and must not begin another
            inbox.add(() -> {
                try {
                    coordinator.steer(command);
                } catch (IllegalArgumentException e) {
                    LOG.warn("A listener's command was refused: {}", e.getMessage());
                }
            });
        } else {
            ask(() -> {
                coordinator.steer(command);
                return command;
            });
        }
    }

    // --- what the coordinator does

    @Override
    public void happened(StudyEvent event) {
        storage.record(event);
        if (definition.listeners().isEmpty()) {
            return;
        }
        StudyProgress progress = currentProgress();
        for (StudyListener listener : definition.listeners()) {
            try {
                listener.on(event, progress);
            } catch (RuntimeException e) {
                if (complainedOf.add(listener)) {
                    LOG.warn("Listener {} failed on {}; this is said once", listener, event, e);
                }
            }
        }
    }

    @Override
    public void submit(String worker, UnitQuery query) {
        pool.submit(worker, query);
    }

    @Override
    public long nanoTime() {
        return System.nanoTime() - origin;
    }

    @Override
    public void wakeAt(long nanoTime) {
        alarms.add(nanoTime);
    }

    @Override
    public void cancel(String worker, long ticket) {
        pool.cancel(worker, ticket);
    }

    @Override
    public void abandon(String worker, String reason) {
        pool.abandon(worker, reason);
    }

    @Override
    public void estimate(int trial, Configuration configuration) {
        estimator.execute(() -> {
            try {
                definition
                        .handler()
                        .estimate(configuration)
                        .ifPresent(known -> inbox.add(() -> coordinator.estimated(trial, known)));
            } catch (Exception | LinkageError e) {
                LOG.debug("Trial {} cannot be estimated; its first unit will tell why", trial, e);
            }
        });
    }

    @Override
    public void release(int trial) {
        pool.release(trial);
    }

    @Override
    public void discard(CheckpointId id) {
        storage.discard(id);
    }

    @Override
    public Iterable<Integer> storedVersions(int trial) {
        return storage.storedVersions(trial);
    }

    // --- views

    private StudyProgress currentProgress() {
        Tally tally = coordinator.tally();
        Duration elapsed = Duration.ofMillis(clock.millis() - startMillis);
        OptionalLong planned = plannedEpochs();
        return new StudyProgress(
                coordinator.trialCount(),
                coordinator.activeTrials(),
                tally.failed(),
                tally.epochs(),
                tally.units(),
                planned,
                elapsed,
                remaining(planned, elapsed),
                coordinator.bestTrial(),
                coordinator.bestValue());
    }

    /** Only for display, so nothing fails for the lack of it. */
    private OptionalLong plannedEpochs() {
        try {
            return coordinator.searcher().plannedEpochs();
        } catch (RuntimeException e) {
            if (complainedOf.add(coordinator.searcher())) {
                LOG.warn("The search cannot tell how many epochs it plans; this is said once", e);
            }
            return OptionalLong.empty();
        }
    }

    private Optional<Duration> remaining(OptionalLong plannedEpochs, Duration elapsed) {
        long units = coordinator.tally().units();
        if (plannedEpochs.isEmpty() || units == pastUnits) {
            return Optional.empty();
        }
        double left = Math.max(0, plannedEpochs.getAsLong() * (double) coordinator.shards() - units);
        return Optional.of(Duration.ofMillis((long) (elapsed.toMillis() * left / (units - pastUnits))));
    }

    private StudyCost cost() {
        Tally tally = coordinator.tally();
        return new StudyCost(
                storage.pastSeconds() + (clock.millis() - startMillis) / 1e3,
                tally.trainingSeconds(),
                tally.evaluationSeconds(),
                tally.units(),
                tally.hops(),
                tally.bytesMoved(),
                coordinator.slots());
    }

    @Override
    public StudyResult<M> await() throws InterruptedException {
        if (Thread.currentThread() == thread) {
            throw new IllegalStateException(
                    "a listener that awaits the end of its study would wait for itself; await it"
                            + " on another thread");
        }
        try {
            return result.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof StudyException cause) {
                throw cause;
            }
            throw new StudyException("the study could not go on: " + e.getCause(), e);
        }
    }

    @Override
    public boolean isDone() {
        return result.isDone();
    }

    @Override
    public StudyProgress progress() {
        return ask(this::currentProgress);
    }

    @Override
    public List<Trial> trials() {
        return ask(coordinator::trials);
    }

    /** Has the coordinator's thread answer; after the end there is no such thread, and no change either. */
    private <T> T ask(Supplier<T> supplier) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        return answer(new Question<>(supplier, answer), answer);
    }

    private <T> T answer(Runnable question, CompletableFuture<T> answer) {
        if (Thread.currentThread() == thread) {
            question.run(); // asked by a listener
        } else {
            inbox.add(question);
            if (result.isDone()) {
                question.run();
            }
        }
        try {
            return answer.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }

    /** What somebody wants to know of the coordinator. */
    private record Question<T>(Supplier<T> supplier, CompletableFuture<T> answer) implements Runnable {

        @Override
        public void run() {
            try {
                answer.complete(supplier.get());
            } catch (RuntimeException e) {
                answer.completeExceptionally(e);
            }
        }
    }
}
