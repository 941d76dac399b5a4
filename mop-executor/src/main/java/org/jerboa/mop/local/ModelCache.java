package org.jerboa.mop.local;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.RemovalCause;
import java.io.IOException;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jerboa.tune.space.Configuration;
import org.jerboa.tune.spi.CheckpointId;
import org.jerboa.tune.spi.CheckpointStore;
import org.jerboa.tune.spi.ModelHandler;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Live models between their units, as many as a bound in bytes allows. The ones that Caffeine evicts are written to a
 * spill store and closed; taking one reads it back. A model is out of the cache while a unit uses it, so the bound
 * does not count models in use: one for each worker slot.
 *
 * <p>Thread-safe. A trial is taken and put by one worker at a time, but its eviction may happen on any thread that
 * puts another trial.
 */
final class ModelCache<M> implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ModelCache.class);
    private static final long KIB = 1024;

    private final ModelHandler<M> handler;
    private final CheckpointStore spillStore;
    private final Cache<Integer, LiveModel<M>> live;

    /** Evicted models, from the moment they leave the cache until they are taken back. */
    private final ConcurrentMap<Integer, Evicted> evicted = new ConcurrentHashMap<>();

    private final AtomicInteger places = new AtomicInteger();
    private final Queue<Evicted> unwritten = new ConcurrentLinkedQueue<>();
    private volatile long bound;

    ModelCache(ModelHandler<M> handler, CheckpointStore spillStore, long maximumBytes) {
        this.handler = handler;
        this.spillStore = spillStore;
        this.bound = Math.max(1, maximumBytes / KIB);
        this.live = Caffeine.newBuilder()
                .maximumWeight(bound)
                .weigher((Integer trial, LiveModel<M> model) ->
                        (int) Math.min(Integer.MAX_VALUE, 1 + model.bytes() / KIB))
                .executor(Runnable::run)
                .evictionListener(this::evict)
                .build();
    }

    /** Takes a trial's model out, if it is here in this version. Another version of it is closed. */
    Optional<Taken<M>> take(CheckpointId id, Configuration configuration) throws IOException {
        LiveModel<M> model = live.asMap().remove(id.trial());
        if (model == null) {
            Evicted cold = evicted.remove(id.trial());
            return cold == null ? Optional.empty() : cold.recover(id, configuration);
        }
        if (model.version() != id.version()) {
            dispose(model.model());
            return Optional.empty();
        }
        return Optional.of(new Taken<>(model, 0));
    }

    /**
     * Puts a trial's model in; evicts others if need be, and writes them on this thread.
     *
     * @return bytes written for evicted models
     */
    long put(LiveModel<M> model) {
        insert(model);
        return spill();
    }

    /** Puts a trial's model in. What has to make room stays in memory until {@link #spill}. */
    void insert(LiveModel<M> model) {
        LiveModel<M> before = live.asMap().put(model.trial(), model);
        if (before != null && before.model() != model.model()) {
            dispose(before.model());
        }
        live.cleanUp();
    }

    /** Writes evicted models on this thread, and returns how many bytes that were. */
    long spill() {
        long bytes = 0;
        for (Evicted next = unwritten.poll(); next != null; next = unwritten.poll()) {
            bytes += next.spill();
        }
        return bytes;
    }

    /** Sets the bound anew. What has to go is in memory until {@link #spill}. */
    void resize(long maximumBytes) {
        bound = Math.max(1, maximumBytes / KIB);
        limit(bound);
    }

    /** Writes all models that no unit uses, as memory has run out. */
    void shrink() {
        limit(0);
        spill();
        limit(bound);
    }

    private void limit(long kibibytes) {
        live.policy().eviction().orElseThrow().setMaximum(kibibytes);
        live.cleanUp();
    }

    /**
     * Takes a trial's model out for good. What is put in after that is not affected, whenever the returned action,
     * which closes the model and may take its time, is run.
     */
    Runnable remove(int trial) {
        LiveModel<M> model = live.asMap().remove(trial);
        Evicted cold = evicted.remove(trial);
        return () -> {
            if (model != null) {
                dispose(model.model());
            }
            if (cold != null) {
                cold.discard();
            }
        };
    }

    /** Closes a model. A handler that throws here breaks its contract, which is no reason to lose a worker. */
    void dispose(M model) {
        try {
            handler.close(model);
        } catch (RuntimeException | Error e) {
            LOG.warn("A model could not be closed; its memory may be lost", e);
        }
    }

    @Override
    public void close() {
        for (Integer trial : live.asMap().keySet()) {
            remove(trial).run();
        }
        for (Integer trial : evicted.keySet()) {
            remove(trial).run();
        }
    }

    /** Runs inside Caffeine's atomic removal: whoever misses the trial in the cache finds it among the evicted. */
    private void evict(@Nullable Integer trial, @Nullable LiveModel<M> model, RemovalCause cause) {
        if (trial != null && model != null) {
            Evicted cold = new Evicted(model);
            evicted.put(trial, cold);
            unwritten.add(cold);
        }
    }

    /**
     * A model as it was taken out.
     *
     * @param bytesRead bytes of checkpoint read for it; 0 if it was live
     */
    record Taken<M>(LiveModel<M> model, long bytesRead) {}

    /** An evicted model: live still, until it is written. Taking it back before that spares the way over the disk. */
    private final class Evicted {

        private final CheckpointId id;

        /** Where it is spilled to: a place of its own, as the same version may be put and spilled more than once. */
        private final CheckpointId place;

        private final String worker;
        private @Nullable LiveModel<M> model;
        private long written = -1;

        Evicted(LiveModel<M> model) {
            this.id = new CheckpointId(model.trial(), model.version());
            this.place = new CheckpointId(model.trial(), places.getAndIncrement());
            this.worker = model.worker();
            this.model = model;
        }

        synchronized long spill() {
            LiveModel<M> present = model;
            if (present == null) {
                return 0;
            }
            model = null;
            try {
                written = spillStore.put(place, out -> handler.write(present.model(), out));
                return written;
            } catch (IOException | RuntimeException | Error e) {
                LOG.warn("Model of {} could not be spilled; its last units will be run again", id, e);
                return 0;
            } finally {
                dispose(present.model());
            }
        }

        synchronized Optional<Taken<M>> recover(CheckpointId wanted, Configuration configuration) throws IOException {
            LiveModel<M> present = model;
            if (!wanted.equals(id)) {
                discard();
                return Optional.empty();
            }
            if (present != null) {
                model = null;
                return Optional.of(new Taken<>(present, 0));
            }
            if (written < 0) {
                return Optional.empty();
            }
            M restored;
            try {
                restored = spillStore.get(place, in -> handler.restore(configuration, in, null));
            } finally {
                discard(); // whatever came of it, it is not read again
            }
            return Optional.of(new Taken<>(new LiveModel<>(id.trial(), id.version(), worker, 0, restored), written));
        }

        synchronized void discard() {
            LiveModel<M> present = model;
            model = null;
            try {
                if (present != null) {
                    dispose(present.model());
                } else if (written >= 0) {
                    spillStore.delete(place);
                }
            } catch (IOException e) {
                LOG.warn("Spilled model of {} could not be deleted", id, e);
            }
        }
    }
}
