package org.jerboa.tune.spi;

import java.io.IOException;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.util.SortedSet;

/**
 * Keeps checkpoints by {@link CheckpointId}. A put is atomic: the checkpoint is there whole and verified by a
 * checksum, or not at all, whatever dies in between. Checkpoints never change; putting one again replaces it with
 * the same bytes.
 *
 * <p>Thread-safe. Implementers: {@code CheckpointStoreContract} in testkit checks what is promised here.
 */
public interface CheckpointStore extends AutoCloseable {

    /**
     * Stores a checkpoint.
     *
     * @return bytes of its payload
     * @throws IOException if it could not be written or {@code payload} threw; the store is then as before
     */
    long put(CheckpointId id, Writer payload) throws IOException;

    /**
     * Reads a checkpoint.
     *
     * @return what {@code reader} made of the payload
     * @throws java.nio.file.NoSuchFileException if there is none of this id
     * @throws CorruptCheckpointException if it is damaged; {@code reader} has then not been called, or its result is
     *     not returned
     */
    <T> T get(CheckpointId id, Reader<T> reader) throws IOException;

    /** Versions of a trial that can be read, oldest first; damaged ones may be among them. */
    SortedSet<Integer> versions(int trial) throws IOException;

    /** Forgets a checkpoint; does nothing if there is none. */
    void delete(CheckpointId id) throws IOException;

    @Override
    void close() throws IOException;

    /** Writes a checkpoint's payload. */
    @FunctionalInterface
    interface Writer {
        void writeTo(WritableByteChannel out) throws IOException;
    }

    /** Reads a checkpoint's payload. */
    @FunctionalInterface
    interface Reader<T> {
        T readFrom(ReadableByteChannel in) throws IOException;
    }
}
