package org.jerboa.mop;

import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.UnaryOperator;
import org.jerboa.mop.coordinator.Coordinator;
import org.jerboa.mop.coordinator.Session;
import org.jerboa.mop.coordinator.StudySetup;
import org.jerboa.mop.local.LogContext;
import org.jerboa.mop.results.ResultFiles;
import org.jerboa.mop.results.RunResult;
import org.jerboa.tune.spi.ModelEstimate;
import org.jerboa.tune.spi.Searcher;
import org.jerboa.tune.spi.StudyDefinition;
import org.jerboa.tune.spi.WorkerPool;
import org.jerboa.tune.study.Command;
import org.jerboa.tune.study.StudyException;
import org.jerboa.tune.study.StudyHandle;
import org.jerboa.tune.study.StudyProgress;
import org.jerboa.tune.study.StudyResult;
import org.jerboa.tune.study.Trial;
import org.jspecify.annotations.Nullable;

/**
 * A study under way: the one thread that owns the coordinator, from the study's opening to its result.
 */
final class StudyRun<M> implements StudyHandle<M> {

    private final StudyDefinition<M> definition;
    private final Storage storage;
    private final WorkerPool pool;
    private final Coordinator coordinator;
    private final LiveEffects effects;
    private final Meter meter;
    private final Thread thread = new Thread(this::coordinate, "jerboa-coordinator");
    private final Inbox inbox = new Inbox(thread, this::tick);
    private final CompletableFuture<StudyResult<M>> result = new CompletableFuture<>();
    private final LiveSteering steering;
    private final InstantSource clock;

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
        this.effects = new LiveEffects(definition, storage, pool, inbox, this::progressNow, this::estimated);
        this.coordinator = new Coordinator(
                StudySetup.of(definition),
                settings.policy(),
                new Session(storage.pastSessions(), Duration.ofNanos((long) (storage.pastSeconds() * 1e9))),
                searcher,
                settings.scheduling().scheduler(definition.seed()),
                effects);
        coordinator.restore(storage.past());
        this.meter = new Meter(coordinator, clock, storage.pastSeconds());
        this.steering = new LiveSteering(definition.space(), coordinator, effects, inbox, storage);
    }

    /** @throws StudyException if the folder cannot be used */
    static <M> StudyRun<M> open(StudyDefinition<M> definition, MopExecutor settings, InstantSource clock) {
        return open(definition, settings, clock, UnaryOperator.identity());
    }

    /** @param around puts something between the study and its workers */
    static <M> StudyRun<M> open(
            StudyDefinition<M> definition,
            MopExecutor settings,
            InstantSource clock,
            UnaryOperator<WorkerPool> around) {
        // before the folder is touched: a search that does not suit its space has not begun a study
        Searcher searcher = definition.search().start(definition.problem());
        Storage storage = Storage.open(
                definition, settings.toolThreads(), settings.policy().order(), clock);
        @Nullable WorkerPool pool = null;
        try {
            pool = settings.backend()
                    .pool(new PoolRequest<>(
                            definition,
                            storage.pastSessions(),
                            settings.toolThreads(),
                            settings.share(),
                            settings.cacheBytes(),
                            storage.checkpoints(),
                            storage.openSpill()));
            storage.use(pool.checkpoints());
            return new StudyRun<>(definition, storage, around.apply(pool), searcher, settings, clock);
        } catch (RuntimeException e) {
            try (storage) {
                if (pool != null) {
                    pool.close();
                }
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
        LogContext.of(definition).enter();
        @Nullable Throwable failure = null;
        try {
            coordinator.begin(); // of a study that has ended too: its process may have died while it cleared up
            steering.open(clock);
            if (!coordinator.hasEnded()) {
                pool.open(new Arrivals(inbox, coordinator));
            }
            while (!coordinator.hasEnded()) {
                inbox.next().run();
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

    private void tick() {
        coordinator.tick();
    }

    private StudyProgress progressNow() {
        return meter.progress();
    }

    private void estimated(int trial, ModelEstimate estimate) {
        inbox.add(() -> coordinator.estimated(trial, estimate));
    }

    private void finish(@Nullable Throwable failed) {
        Throwable failure = failed;
        @Nullable StudyResult<M> outcome = null;
        steering.close();
        inbox.close(); // nothing changes any more; who still asks is answered while the folder is locked
        effects.close();
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
    }

    private StudyResult<M> results() throws IOException {
        RunResult<M> results = new RunResult<>(
                definition,
                coordinator.status(),
                coordinator.trials(),
                coordinator.tested(),
                storage.checkpoints(),
                meter.cost());
        if (storage.folder().isPresent()) {
            new ResultFiles<>(definition, storage.folder().get()).write(results);
        }
        return results;
    }

    // --- what other threads, and listeners, ask for

    @Override
    public void stop() {
        inbox.add(coordinator::stop);
    }

    @Override
    public void steer(Command command) {
        steering.steer(command);
    }

    @Override
    public StudyResult<M> await() throws InterruptedException {
        if (inbox.isOwner()) {
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
        return inbox.ask(meter::progress);
    }

    @Override
    public List<Trial> trials() {
        return inbox.ask(coordinator::trials);
    }
}
