package org.jerboa.hazelcast.internal.worker.derived;

import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.CRC32C;
import java.util.zip.CheckedInputStream;
import org.jerboa.hazelcast.internal.wire.Payload;
import org.jerboa.hazelcast.internal.wire.TransformPart;
import org.jerboa.hazelcast.internal.worker.memory.Room;
import org.jerboa.tune.data.ShardTransform;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A driver's transforms on a member, by key: each is read once, from a file of the parts that it came in. Thread-safe. */
final class Transforms implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Transforms.class);
    private static final long UNKNOWN = -1;

    private final Room room;
    private final ClassLoader loader;
    private final Map<String, ShardTransform> here = new ConcurrentHashMap<>();
    private final Map<String, Arriving> arriving = new HashMap<>();

    private static final class Arriving {

        private final long sending;
        private final FileChannel file;
        private long received;
        private long length = UNKNOWN;
        private long checksum;

        Arriving(long sending, FileChannel file) {
            this.sending = sending;
            this.file = file;
        }

        /** Answers whether this was the last part. */
        synchronized boolean write(TransformPart part) throws IOException {
            ByteBuffer bytes = ByteBuffer.wrap(part.bytes());
            while (bytes.hasRemaining()) {
                file.write(bytes, part.offset() + bytes.position());
            }
            received += part.bytes().length;
            if (part.isLast()) {
                length = part.offset() + part.bytes().length;
                checksum = part.checksum();
            }
            return received == length;
        }
    }

    Transforms(Room room, ClassLoader loader) {
        this.room = room;
        this.loader = loader;
    }

    Optional<ShardTransform> find(String key) {
        return Optional.ofNullable(here.get(key));
    }

    /** Takes a part; parts may overtake each other. Answers why not, if it cannot. */
    @Nullable
    String take(TransformPart part) {
        if (here.containsKey(part.key())) {
            return null;
        }
        try {
            Arriving transform = arriving(part);
            if (transform.write(part)) {
                read(part.key(), transform);
                forget(part.key());
            }
            return null;
        } catch (IOException | RuntimeException | LinkageError | StackOverflowError e) {
            forget(part.key());
            return "transform '" + part.key() + "' cannot be read: "
                    + (e.getMessage() == null ? e.toString() : e.getMessage());
        } catch (OutOfMemoryError e) {
            forget(part.key());
            return "transform '" + part.key() + "' does not fit into memory; give the workers a larger heap";
        }
    }

    private synchronized Arriving arriving(TransformPart part) throws IOException {
        Arriving present = arriving.get(part.key());
        if (present == null || present.sending != part.sending()) {
            forget(part.key());
            present = new Arriving(part.sending(), room.file());
            arriving.put(part.key(), present);
        }
        return present;
    }

    private void read(String key, Arriving transform) throws IOException {
        transform.file.position(0);
        CheckedInputStream bytes = new CheckedInputStream(Channels.newInputStream(transform.file), new CRC32C());
        InputStream buffered = new BufferedInputStream(bytes, 1 << 16);
        ShardTransform read = Payload.read(new Unclosed(buffered), ShardTransform.class, loader);
        buffered.transferTo(OutputStream.nullOutputStream());
        if (bytes.getChecksum().getValue() != transform.checksum) {
            throw new IOException("it came damaged: its checksum is not the one that was sent with it");
        }
        if (!read.key().equals(key)) {
            throw new IOException(
                    "it calls itself '" + read.key() + "' here; its key must not change by serialisation");
        }
        here.put(key, read);
    }

    private synchronized void forget(String key) {
        Arriving transform = arriving.remove(key);
        if (transform != null) {
            try {
                transform.file.close();
            } catch (IOException e) {
                LOG.warn("The file of transform '{}' could not be closed", key, e);
            }
        }
    }

    void retain(Set<String> keys) {
        here.keySet().retainAll(keys);
    }

    @Override
    public synchronized void close() {
        here.clear();
        Set.copyOf(arriving.keySet()).forEach(this::forget);
    }

    /** What is left of the stream is read for the checksum. */
    private static final class Unclosed extends FilterInputStream {

        Unclosed(InputStream in) {
            super(in);
        }

        @Override
        public void close() {
            // the file is
        }
    }
}
