package org.jerboa.hazelcast.internal.worker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jerboa.hazelcast.internal.wire.ShardFile;
import org.jerboa.hazelcast.internal.wire.ShardPart;
import org.jerboa.mop.local.ShardAccess;
import org.jerboa.tune.data.Examples;
import org.jerboa.tune.data.Schema;
import org.jerboa.tune.data.Shard;
import org.jerboa.tune.data.Split;
import org.jerboa.tune.data.Tensor;
import org.jerboa.tune.data.TensorSpec;
import org.jspecify.annotations.Nullable;

/**
 * The shards that a member holds of a study: in files of the driver's that it sees too; else on the heap as far as a budget reaches,
 * and in files of its own beyond. Files are mapped.
 * Thread-safe.
 */
final class HeldShards implements ShardAccess, AutoCloseable {

    private final ShardMemory memory;
    private final Path folder;
    private final Map<Key, Examples> held = new ConcurrentHashMap<>();
    private final Map<Key, Arriving> arriving = new HashMap<>();
    private long onHeap;

    private record Key(Split split, int index) {

        @Override
        public String toString() {
            return split.label() + " shard " + index;
        }
    }

    /** @param folder for what does not fit; made when it is needed */
    HeldShards(ShardMemory memory, Path folder) {
        this.memory = memory;
        this.folder = folder;
    }

    /** Takes a part; parts may come in any order. Answers why not, if it cannot. */
    @Nullable
    String take(ShardPart part) {
        Key key = new Key(part.header().split(), part.header().index());
        try {
            Arriving shard;
            synchronized (arriving) {
                if (held.containsKey(key)) {
                    return null;
                }
                shard = arriving.get(key);
                if (shard == null || part.offset() == 0) {
                    shard = shard == null ? begin(key, part.header()) : shard;
                    arriving.put(key, shard);
                }
            }
            return shard.write(part) ? finish(key, shard) : null;
        } catch (IOException | UncheckedIOException e) {
            forget(key);
            return key + " could not be kept (" + e.getMessage() + "); make room in " + folder.getParent();
        } catch (OutOfMemoryError e) {
            forget(key);
            return key + " does not fit into memory; give the worker a smaller shard memory, or a larger heap";
        }
    }

    /** Holds a shard of this JVM's as it is; its memory is not this member's. */
    void hold(Shard shard) throws IOException {
        held.putIfAbsent(new Key(shard.split(), shard.index()), shard.open());
    }

    /** Maps a file that another process has written, if it is here and has what it should. Answers why not, if it cannot. */
    @Nullable
    String take(ShardFile found) {
        ShardPart.Header header = found.header();
        Key key = new Key(header.split(), header.index());
        try {
            Examples examples = map(found);
            if (examples.checksum() != header.checksum()) {
                return key + " is another one in " + found.path();
            }
            held.putIfAbsent(key, examples);
            return null;
        } catch (IOException | IllegalArgumentException e) {
            return key + " cannot be read from " + found.path() + ": " + e;
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

    private Arriving begin(Key key, ShardPart.Header header) throws IOException {
        if (header.length() <= Integer.MAX_VALUE - 8 && memory.take(header.length())) {
            onHeap += header.length();
            return new Arriving(header, ByteBuffer.allocate((int) header.length()), null);
        }
        Files.createDirectories(folder);
        Path file = folder.resolve(key.split.name() + "-" + key.index + ".shard");
        return new Arriving(
                header,
                null,
                FileChannel.open(
                        file,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE,
                        StandardOpenOption.DELETE_ON_CLOSE));
    }

    private void forget(Key key) {
        synchronized (arriving) {
            arriving.remove(key);
        }
    }

    private @Nullable String finish(Key key, Arriving shard) throws IOException {
        Examples examples = shard.examples();
        forget(key);
        if (examples.checksum() != shard.header.checksum()) {
            return key + " came damaged: its checksum is not the one that was sent with it";
        }
        held.put(key, examples);
        return null;
    }

    @Override
    public Examples open(Split split, int shard) throws IOException {
        Examples examples = held.get(new Key(split, shard));
        if (examples == null) {
            throw new IOException(split.label() + " shard " + shard + " is not on this worker");
        }
        return examples;
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
        return held.values().stream().mapToLong(Examples::bytes).sum();
    }

    /** What was mapped is unmapped when nobody uses it any more; the files are gone from the folder at once. */
    @Override
    public void close() throws IOException {
        held.clear();
        synchronized (arriving) {
            arriving.clear();
            memory.giveBack(onHeap);
            onHeap = 0;
        }
        Files.deleteIfExists(folder);
    }

    /** A shard that is not whole yet. */
    private static final class Arriving {

        private final ShardPart.Header header;
        private final @Nullable ByteBuffer heap;
        private final @Nullable FileChannel file;
        private final Set<Long> offsets = new HashSet<>();
        private long received;

        Arriving(ShardPart.Header header, @Nullable ByteBuffer heap, @Nullable FileChannel file) {
            this.header = header;
            this.heap = heap;
            this.file = file;
        }

        /** Answers whether this was the last part. */
        synchronized boolean write(ShardPart part) throws IOException {
            if (!offsets.add(part.offset())) {
                return false;
            }
            if (heap != null) {
                heap.duplicate().position((int) part.offset()).put(part.bytes());
            } else if (file != null) {
                ByteBuffer bytes = ByteBuffer.wrap(part.bytes());
                while (bytes.hasRemaining()) {
                    file.write(bytes, part.offset() + bytes.position());
                }
            }
            received += part.bytes().length;
            return received == header.length();
        }

        Examples examples() throws IOException {
            List<Tensor> tensors = new ArrayList<>();
            long at = 0;
            for (TensorSpec spec : Schema.parse(header.schema()).tensors()) {
                long length = spec.bytesPerExample() * header.examples();
                tensors.add(Tensor.of(spec, slice(at, length), header.examples()));
                at += length;
            }
            if (file != null) {
                file.close(); // mappings outlive it
            }
            return Examples.of(tensors);
        }

        private ByteBuffer slice(long from, long length) throws IOException {
            if (heap != null) {
                return heap.slice((int) from, (int) length);
            } else if (file != null) {
                return file.map(FileChannel.MapMode.READ_ONLY, from, length);
            }
            throw new IllegalStateException("a shard is on the heap or in a file");
        }
    }
}
