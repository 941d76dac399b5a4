package org.jerboa.hazelcast.internal.worker;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jerboa.mop.local.LocalWorkerPool;
import org.jerboa.tune.space.Configuration;
import org.jerboa.tune.spi.CheckpointId;
import org.jerboa.tune.spi.ModelHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A driver's study as the members of one JVM have it together: one handler, so that a model that one of them has trained is as
 * good for another, and what each of them holds. Thread-safe.
 */
final class SharedStudy<M> {

    private static final Logger LOG = LoggerFactory.getLogger(SharedStudy.class);

    private final ModelHandler<M> handler;
    private final Map<UUID, HeldShards> shards = new ConcurrentHashMap<>();
    private final Map<UUID, LocalWorkerPool<M>> pools = new ConcurrentHashMap<>();

    private SharedStudy(ModelHandler<M> handler) {
        this.handler = handler;
    }

    static <M> SharedStudy<M> of(ModelHandler<M> handler) {
        return new SharedStudy<>(handler);
    }

    ModelHandler<M> handler() {
        return handler;
    }

    void join(UUID member, HeldShards held) {
        shards.put(member, held);
    }

    /** Answers whether it was the last one. */
    boolean leave(UUID member) {
        pools.remove(member);
        shards.remove(member);
        return shards.isEmpty();
    }

    /** The shards of a member that has joined and not left. */
    Optional<HeldShards> shards(UUID member) {
        return Optional.ofNullable(shards.get(member));
    }

    /** From now on models are had from a member's pool. */
    void opened(UUID member, LocalWorkerPool<M> pool) {
        pools.put(member, pool);
    }

    /** From now on no models are had from a member's pool. */
    void closes(UUID member) {
        pools.remove(member);
    }

    /** Takes a live model away from a member, if it is of this JVM and has it. */
    Optional<M> take(UUID member, CheckpointId id, Configuration configuration) {
        LocalWorkerPool<M> pool = pools.get(member);
        if (pool == null) {
            return Optional.empty();
        }
        try {
            return pool.handOver(id, configuration);
        } catch (IOException e) {
            LOG.warn("The live model of {} could not be given away", id, e);
            return Optional.empty();
        }
    }
}
