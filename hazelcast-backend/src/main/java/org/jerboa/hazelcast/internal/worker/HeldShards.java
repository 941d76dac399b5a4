package org.jerboa.hazelcast.internal.worker;

import java.io.IOException;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jerboa.hazelcast.internal.wire.ShardFile;
import org.jerboa.hazelcast.internal.wire.ShardPart;
import org.jerboa.hazelcast.internal.worker.memory.Room;
import org.jerboa.hazelcast.internal.worker.memory.ShardStore;
import org.jerboa.mop.local.ShardAccess;
import org.jerboa.tune.data.Examples;
import org.jerboa.tune.data.Shard;
import org.jerboa.tune.data.Split;
import org.jspecify.annotations.Nullable;

/** The shards that a member can open for a study: what it was sent, the driver's own, and what it computes. Thread-safe. */
final class HeldShards implements ShardAccess, AutoCloseable {

    private final Room room;
    private final ShardStore sent;
    private final Map<Key, Held> held = new ConcurrentHashMap<>();

    private record Key(Split split, int index) {}

    private record Held(Opening opening, long bytes) {}

    /** What a unit is given when it opens a shard. */
    @FunctionalInterface
    interface Opening {

        Examples open() throws IOException;
    }

    /** @param room for what is sent */
    HeldShards(Room room) {
        this.room = room;
        this.sent = new ShardStore(room);
    }

    /** Takes a part; parts may come in any order. Answers why not, if it cannot. */
    @Nullable
    String take(ShardPart part) {
        String refusal = sent.take(part);
        return refusal == null ? arrived(part.header()) : refusal;
    }

    /** Maps a file that another process has written, if it is here and has what it should. Answers why not, if it cannot. */
    @Nullable
    String take(ShardFile found) {
        String refusal = sent.take(found);
        return refusal == null ? arrived(found.header()) : refusal;
    }

    private @Nullable String arrived(ShardPart.Header header) {
        sent.find(header).ifPresent(examples -> hold(header, () -> examples, examples.bytes()));
        return null;
    }

    /**
     * Holds a shard of this JVM's as it is; its memory is not this member's. What is derived is computed by the units that open it, as they
     * do so side by side.
     */
    void hold(Shard shard) throws IOException {
        Key key = new Key(shard.split(), shard.index());
        if (shard.derivedFrom().isPresent()) {
            held.putIfAbsent(key, new Held(shard::open, shard.bytes()));
        } else {
            Examples examples = shard.open();
            held.putIfAbsent(key, new Held(() -> examples, examples.bytes()));
        }
    }

    /** @param bytes that are held for the study alone */
    void hold(ShardPart.Header header, Opening opening, long bytes) {
        held.putIfAbsent(new Key(header.split(), header.index()), new Held(opening, bytes));
    }

    @Override
    public Examples open(Split split, int shard) throws IOException {
        Held found = held.get(new Key(split, shard));
        if (found == null) {
            throw new IOException(split.label() + " shard " + shard + " is not on this worker");
        }
        return found.opening.open();
    }

    @Override
    public Map<Split, Set<Integer>> reached() {
        Map<Split, Set<Integer>> reached = new EnumMap<>(Split.class);
        held.keySet()
                .forEach(key -> reached.computeIfAbsent(key.split, none -> new HashSet<>())
                        .add(key.index));
        return reached;
    }

    /** Bytes of all shards that are here. */
    long bytes() {
        return held.values().stream().mapToLong(Held::bytes).sum();
    }

    @Override
    public void close() throws IOException {
        held.clear();
        sent.close();
        room.close();
    }
}
