package org.jerboa.hazelcast.internal.worker;

import java.io.IOException;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.jerboa.hazelcast.internal.wire.Command;
import org.jerboa.hazelcast.internal.wire.Outgoing;
import org.jerboa.hazelcast.internal.wire.Pull;
import org.jerboa.mop.checkpoint.FileCheckpointStore;
import org.jerboa.mop.local.LocalWorkerPool;
import org.jerboa.mop.local.ShardAccess;
import org.jerboa.tune.space.Configuration;
import org.jerboa.tune.spi.CheckpointId;
import org.jerboa.tune.spi.WorkerPool;
import org.jspecify.annotations.Nullable;

/**
 * A session's {@link LocalWorkerPool}, from when its shards are there to its end; and how live models come to it from other
 * members and leave it for them, by hand or as a stream. Thread-safe.
 */
final class SessionPool<M> implements AutoCloseable {

    private final Workplace place;
    private final UUID member;
    private final SharedStudy<M> shared;
    private final MemberStore store;
    private final Outgoing outgoing = new Outgoing();
    private volatile @Nullable LocalWorkerPool<M> pool;

    /**
     * @param member by which it is known to others
     * @param store where models are from that are not live, and where checkpoints go
     */
    SessionPool(Workplace place, UUID member, SharedStudy<M> shared, MemberStore store) {
        this.place = place;
        this.member = member;
        this.shared = shared;
        this.store = store;
    }

    /**
     * Begins to take units.
     *
     * @param cacheBytes memory for live models
     * @param spill a folder for those that do not fit
     */
    void open(Command.Open terms, ShardAccess shards, long cacheBytes, Path spill, WorkerPool.Events told) {
        LocalWorkerPool<M> made = new LocalWorkerPool<>(
                place.workers(),
                shared.handler(),
                shards,
                place.threads(),
                terms.share(),
                terms.toolThreads(),
                cacheBytes,
                this::byHand,
                store,
                new FileCheckpointStore(spill));
        pool = made;
        shared.opened(member, made);
        made.open(told);
    }

    /** A live model that another member of this JVM has. */
    private Optional<M> byHand(CheckpointId id, Configuration configuration) {
        Optional<M> model = store.holder(id).flatMap(holder -> shared.take(holder, id, configuration));
        if (model.isPresent()) {
            place.figures().hopped(0);
        }
        return model;
    }

    /** A part of a live model's state, which this member loses by that; null if it is not here. */
    byte @Nullable [] give(Pull pull) throws IOException {
        LocalWorkerPool<M> open = pool;
        if (open == null) {
            return null;
        }
        byte[] part = outgoing.give(pull, out -> handOver(open, pull, out));
        if (part != null) {
            place.figures().gave(part.length);
        }
        return part;
    }

    private boolean handOver(LocalWorkerPool<M> open, Pull pull, WritableByteChannel out) throws IOException {
        Optional<Configuration> configuration = store.configuration(pull.id().trial());
        return configuration.isPresent() && open.handOver(pull.id(), configuration.get(), out);
    }

    /** Has a worker run a unit. */
    void run(Command.Run unit) {
        LocalWorkerPool<M> open = pool;
        if (open == null) {
            throw new IllegalStateException("no unit can be run before the study has begun");
        }
        store.expect(unit.query(), Optional.ofNullable(unit.source()));
        open.submit(unit.worker(), unit.query());
    }

    void cancel(Command.Cancel unit) {
        ifOpen(open -> open.cancel(unit.worker(), unit.ticket()));
    }

    void abandon(Command.Abandon worker) {
        ifOpen(open -> open.abandon(worker.worker(), worker.reason()));
    }

    void release(int trial) {
        outgoing.forget(trial);
        ifOpen(open -> open.release(trial));
    }

    private void ifOpen(Consumer<LocalWorkerPool<M>> action) {
        LocalWorkerPool<M> open = pool;
        if (open != null) {
            action.accept(open);
        }
    }

    /** Cancels units, gives no more models away, and closes those that are left. */
    @Override
    public void close() throws IOException {
        LocalWorkerPool<M> open = pool;
        pool = null;
        shared.closes(member);
        outgoing.close();
        if (open != null) {
            open.close();
        }
    }
}
