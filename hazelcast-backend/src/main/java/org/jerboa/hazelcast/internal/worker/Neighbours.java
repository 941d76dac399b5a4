package org.jerboa.hazelcast.internal.worker;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jerboa.hazelcast.internal.wire.Command;
import org.jerboa.hazelcast.internal.wire.Delivery;
import org.jerboa.hazelcast.internal.wire.Payload;
import org.jerboa.tune.data.Shard;
import org.jerboa.tune.spi.ModelHandler;

/**
 * Members of a grid that live in one JVM and have the same classes. They hand live models and shards to each other as they are,
 * where those of different JVMs send bytes. Who does what is decided by the same messages, and what a member is not
 * given in this way it gets in the other. A member that has no neighbours has an instance of its own. Thread-safe.
 */
public final class Neighbours {

    private final Map<Key, SharedStudy<?>> studies = new HashMap<>();

    /** @param driver member that the study is driven from, as two may do so in sessions of the same number */
    private record Key(String study, int session, UUID driver) {

        static Key of(Delivery opening) {
            return new Key(opening.study(), opening.session(), opening.sender());
        }
    }

    /**
     * A member joins a study.
     *
     * @param shards where it holds what it is given
     * @throws IOException if the handler cannot be read
     */
    synchronized SharedStudy<?> join(
            Delivery opening, Command.Open terms, ClassLoader loader, UUID member, HeldShards shards)
            throws IOException {
        Key key = Key.of(opening);
        SharedStudy<?> study = studies.get(key);
        if (study == null) {
            ModelHandler<?> handler = Payload.read(terms.handler(), ModelHandler.class, loader);
            study = SharedStudy.of(handler);
            studies.put(key, study);
        }
        study.join(member, shards);
        return study;
    }

    /** A member leaves the study that this opening was of. */
    synchronized void leave(Delivery opening, UUID member) {
        SharedStudy<?> study = studies.get(Key.of(opening));
        if (study != null && study.leave(member)) {
            studies.remove(Key.of(opening), study);
        }
    }

    /**
     * Has a member hold a shard of the driver's as it is, without a copy of it.
     *
     * @return false if that member is not one of these, or not at work for the study
     * @throws IOException if the shard cannot be opened
     */
    public boolean hold(UUID member, String study, int session, UUID driver, Shard shard) throws IOException {
        Optional<HeldShards> holder = holder(new Key(study, session, driver), member);
        if (holder.isPresent()) {
            holder.get().hold(shard);
        }
        return holder.isPresent();
    }

    private synchronized Optional<HeldShards> holder(Key key, UUID member) {
        SharedStudy<?> study = studies.get(key);
        return study == null ? Optional.empty() : study.shards(member);
    }
}
