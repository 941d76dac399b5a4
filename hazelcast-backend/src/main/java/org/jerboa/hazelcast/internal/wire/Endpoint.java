package org.jerboa.hazelcast.internal.wire;

import org.jspecify.annotations.Nullable;

/** What a member does with the tasks it gets. Thread-safe. */
public interface Endpoint {

    /** Under this name it is in the instance's user context. */
    String KEY = "jerboa.endpoint";

    /** Takes messages in their order; answers why not, if it does not. */
    @Nullable
    String take(Delivery delivery);

    /** Takes a part of a shard; answers why not, if it does not. */
    @Nullable
    String take(ShardPart part);

    /** Takes a shard from a file; answers why not, if it cannot. */
    @Nullable
    String take(ShardFile file);

    /** Takes word of a shard that is to be derived; answers with {@link Lacks}. */
    byte[] take(DerivedOffer offer);

    /** Takes a part of what shards are derived by; answers why not, if it does not. */
    @Nullable
    String take(TransformPart part);

    /** Gives a part of a model; null if it is not here. */
    byte @Nullable [] give(Pull pull);
}
