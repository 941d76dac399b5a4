package org.jerboa.hazelcast.internal.worker;

import java.io.IOException;
import org.jerboa.hazelcast.internal.wire.DerivedOffer;
import org.jerboa.hazelcast.internal.wire.Lacks;
import org.jerboa.hazelcast.internal.wire.Recipe;
import org.jerboa.hazelcast.internal.wire.ShardFile;
import org.jerboa.hazelcast.internal.wire.ShardPart;
import org.jerboa.hazelcast.internal.wire.TransformPart;
import org.jerboa.hazelcast.internal.worker.derived.DerivedShards;
import org.jspecify.annotations.Nullable;

/**
 * How a session's shards come: as they are, for the session; or as what they are derived from, which stays for the driver's other studies.
 *
 * @param held what units open
 */
record SessionShards(HeldShards held, DerivedShards derived) implements AutoCloseable {

    @Nullable
    String take(ShardPart part) {
        return part.header().source() ? derived.take(part) : held.take(part);
    }

    @Nullable
    String take(ShardFile file) {
        return file.header().source() ? derived.take(file) : held.take(file);
    }

    @Nullable
    String take(TransformPart part) {
        return derived.take(part);
    }

    /** Answers with {@link Lacks}. */
    byte[] take(DerivedOffer offer) {
        Recipe recipe = offer.recipe();
        Lacks lacks = derived.offer(recipe);
        if (lacks.isNothing()) {
            held.hold(recipe.shard(), () -> derived.open(recipe), 0);
        }
        return lacks.toBytes();
    }

    long bytes() {
        return held.bytes();
    }

    @Override
    public void close() throws IOException {
        derived.close();
        held.close();
    }
}
