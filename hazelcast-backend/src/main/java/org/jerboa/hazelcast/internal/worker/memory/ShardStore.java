package org.jerboa.hazelcast.internal.worker.memory;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jerboa.hazelcast.internal.wire.ShardFile;
import org.jerboa.hazelcast.internal.wire.ShardPart;
import org.jerboa.tune.data.Examples;
import org.jerboa.tune.data.Schema;
import org.jerboa.tune.data.Tensor;
import org.jerboa.tune.data.TensorSpec;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Shards that were sent to a member, in a room of its own or in files of the driver's that it sees too. Thread-safe. */
public final class ShardStore implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ShardStore.class);

    private final Room room;
    private final Map<ShardPart.Header, Held> held = new ConcurrentHashMap<>();
    private final Map<ShardPart.Header, Arriving> arriving = new HashMap<>();

    /** @param block null if the bytes are in a file of the driver's */
    private record Held(Examples examples, @Nullable Block block) {}

    public ShardStore(Room room) {
        this.room = room;
    }

    /** Takes a part; parts may come in any order, and twice. Answers why not, if it cannot. */
    public @Nullable String take(ShardPart part) {
        ShardPart.Header header = part.header();
        try {
            Arriving shard;
            synchronized (arriving) {
                if (held.containsKey(header)) {
                    return null;
                }
                shard = arriving.get(header);
                if (shard == null) {
                    shard = new Arriving(header, room.take(header.length()));
                    arriving.put(header, shard);
                }
            }
            return shard.write(part) ? finish(header, shard) : null;
        } catch (IOException | UncheckedIOException e) {
            forget(header);
            return header.name() + " could not be kept (" + e.getMessage() + "); make room in " + room.place();
        } catch (OutOfMemoryError e) {
            forget(header);
            return header.name()
                    + " does not fit into memory; give the worker a smaller shard memory, or a larger heap";
        }
    }

    private @Nullable String finish(ShardPart.Header header, Arriving shard) throws IOException {
        Examples examples = shard.examples();
        if (examples.checksum() != header.checksum()) {
            forget(header);
            return header.name() + " came damaged: its checksum is not the one that was sent with it";
        }
        synchronized (arriving) {
            if (!arriving.remove(header, shard)) {
                return header.name() + " is not wanted any more";
            }
            held.put(header, new Held(examples, shard.block()));
        }
        return null;
    }

    private void forget(ShardPart.Header header) {
        synchronized (arriving) {
            Arriving shard = arriving.remove(header);
            if (shard != null) {
                free(shard.block());
            }
        }
    }

    /** Maps a file that another process has written, if it is here and has what it should. Answers why not, if it cannot. */
    public @Nullable String take(ShardFile found) {
        ShardPart.Header header = found.header();
        try {
            Examples examples = map(found);
            if (examples.checksum() != header.checksum()) {
                return header.name() + " is another one in " + found.path();
            }
            held.putIfAbsent(header, new Held(examples, null));
            return null;
        } catch (IOException | IllegalArgumentException e) {
            return header.name() + " cannot be read from " + found.path() + ": " + e;
        }
    }

    private static Examples map(ShardFile found) throws IOException {
        List<TensorSpec> specs = Schema.parse(found.header().schema()).tensors();
        List<Tensor> tensors = new ArrayList<>();
        try (FileChannel file = FileChannel.open(Path.of(found.path()), StandardOpenOption.READ)) {
            for (int tensor = 0; tensor < specs.size(); tensor++) {
                TensorSpec spec = specs.get(tensor);
                long from = found.offsets().get(tensor);
                long length = spec.bytesPerExample() * found.header().examples();
                // mapping beyond the end would be a fault of the whole process when the page is touched
                if (from + length > file.size()) {
                    throw new IOException("it has only " + file.size() + " bytes");
                }
                tensors.add(Tensor.of(
                        spec,
                        file.map(FileChannel.MapMode.READ_ONLY, from, length),
                        found.header().examples()));
            }
        }
        return Examples.of(tensors);
    }

    /** The shard, if it is here and whole. */
    public Optional<Examples> find(ShardPart.Header header) {
        return Optional.ofNullable(held.get(header)).map(Held::examples);
    }

    /** The shards that are here and whole. */
    public List<ShardPart.Header> headers() {
        return List.copyOf(held.keySet());
    }

    public void drop(ShardPart.Header header) {
        Held shard = held.remove(header);
        if (shard != null && shard.block != null) {
            free(shard.block);
        }
    }

    /** Bytes of all shards that are here. */
    public long bytes() {
        return held.values().stream().mapToLong(shard -> shard.examples.bytes()).sum();
    }

    /** What was mapped is unmapped when nobody uses it any more; the files are gone from the folder at once. */
    @Override
    public void close() {
        headers().forEach(this::drop);
        synchronized (arriving) {
            List.copyOf(arriving.keySet()).forEach(this::forget);
        }
    }

    private static void free(Block block) {
        try {
            block.free();
        } catch (IOException e) {
            LOG.warn("A file of shards could not be closed", e);
        }
    }
}
