package org.jerboa.mop;

import java.util.HashSet;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.jerboa.mop.coordinator.Effects;
import org.jerboa.tune.space.Configuration;
import org.jerboa.tune.spi.CheckpointId;
import org.jerboa.tune.spi.ModelEstimate;
import org.jerboa.tune.spi.StudyDefinition;
import org.jerboa.tune.spi.UnitQuery;
import org.jerboa.tune.spi.WorkerPool;
import org.jerboa.tune.study.StudyEvent;
import org.jerboa.tune.study.StudyListener;
import org.jerboa.tune.study.StudyProgress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the coordinator of a live study does to the world: to its workers, journal, checkpoints and listeners. */
final class LiveEffects implements Effects, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(LiveEffects.class);

    private final StudyDefinition<?> definition;
    private final Storage storage;
    private final WorkerPool pool;
    private final Inbox inbox;
    private final Supplier<StudyProgress> progress;
    private final BiConsumer<Integer, ModelEstimate> estimated;
    private final Set<StudyListener> complainedOf = new HashSet<>();
    private OptionalInt added = OptionalInt.empty();

    /** What handlers tell of models that are to come is their user's code: not for the coordinator's thread. */
    private final ExecutorService estimator = Executors.newSingleThreadExecutor(task -> {
        Thread worker = new Thread(task, "jerboa-estimator");
        worker.setDaemon(true);
        return worker;
    });

    /**
     * @param progress for listeners
     * @param estimated takes what a trial's model takes, on another thread than the coordinator's
     */
    LiveEffects(
            StudyDefinition<?> definition,
            Storage storage,
            WorkerPool pool,
            Inbox inbox,
            Supplier<StudyProgress> progress,
            BiConsumer<Integer, ModelEstimate> estimated) {
        this.definition = definition;
        this.storage = storage;
        this.pool = pool;
        this.inbox = inbox;
        this.progress = progress;
        this.estimated = estimated;
    }

    @Override
    public long nanoTime() {
        return inbox.nanoTime();
    }

    @Override
    public void wakeAt(long nanoTime) {
        inbox.wakeAt(nanoTime);
    }

    @Override
    public void happened(StudyEvent event) {
        storage.record(event);
        if (event instanceof StudyEvent.TrialStarted start && start.added()) {
            added = OptionalInt.of(start.trial());
        }
        if (definition.listeners().isEmpty()) {
            return;
        }
        StudyProgress now = progress.get();
        for (StudyListener listener : definition.listeners()) {
            try {
                listener.on(event, now);
            } catch (RuntimeException e) {
                if (complainedOf.add(listener)) {
                    LOG.warn("Listener {} failed on {}; this is said once", listener, event, e);
                }
            }
        }
    }

    /** Number of the trial that the user last added; each is said once. */
    OptionalInt drainAdded() {
        OptionalInt number = added;
        added = OptionalInt.empty();
        return number;
    }

    @Override
    public void submit(String worker, UnitQuery query) {
        pool.submit(worker, query);
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
                        .estimate(configuration, definition.data().schema())
                        .ifPresent(known -> estimated.accept(trial, known));
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

    @Override
    public boolean isWhole(CheckpointId id) {
        return storage.isWhole(id);
    }

    /** Estimates nothing more. */
    @Override
    public void close() {
        estimator.shutdownNow();
    }
}
