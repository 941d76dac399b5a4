package org.jerboa.mop.checkpoint;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.util.zip.CRC32C;
import org.jerboa.tune.spi.CheckpointId;
import org.jerboa.tune.spi.CheckpointStore;
import org.jerboa.tune.spi.CorruptCheckpointException;

/**
 * The file format of a checkpoint, version 1, little-endian: a header of 24 bytes (magic {@code JERBCKPT}, format
 * version, trial, version, 4 zero bytes), the handler's payload, and a trailer of 16 bytes (payload length as a
 * long, CRC-32C of the payload, CRC-32C of header and length). The sums trail so that a payload of unknown length
 * is written in one pass.
 */
final class CheckpointFormat {

    static final int FORMAT = 1;
    static final int HEADER = 24;
    static final int TRAILER = 16;

    /** {@code JERBCKPT} in ASCII, read as a little-endian long. */
    private static final long MAGIC = 0x54504B434252454AL;

    private static final int BLOCK = 1 << 20;

    private CheckpointFormat() {}

    /** Writes a whole checkpoint and returns the bytes of its payload. */
    static long write(CheckpointId id, CheckpointStore.Writer payload, FileChannel channel) throws IOException {
        ByteBuffer header = header(id);
        writeFully(channel, header.duplicate());
        Summing out = new Summing(channel);
        payload.writeTo(out);
        ByteBuffer trailer = ByteBuffer.allocate(TRAILER).order(ByteOrder.LITTLE_ENDIAN);
        trailer.putLong(out.bytes).putInt((int) out.sum.getValue()).putInt(frameSum(header, out.bytes));
        writeFully(channel, trailer.flip());
        return out.bytes;
    }

    /**
     * Verifies the whole checkpoint, then has its payload read. Two passes over the page cache, so that no half-read
     * model has to be thrown away; the sum costs a tenth of a second a gigabyte.
     */
    static <T> T read(CheckpointId id, FileChannel channel, CheckpointStore.Reader<T> reader) throws IOException {
        long payload = channel.size() - HEADER - TRAILER;
        if (payload < 0) {
            throw new CorruptCheckpointException(id, "it has " + channel.size() + " bytes, fewer than an empty one");
        }
        ByteBuffer header = readBlock(channel, 0, HEADER);
        if (header.getLong(0) != MAGIC) {
            throw new CorruptCheckpointException(id, "it does not begin as a checkpoint does");
        }
        if (header.getInt(8) != FORMAT) {
            throw new CorruptCheckpointException(
                    id, "its format version is " + header.getInt(8) + ", this library reads " + FORMAT);
        }
        ByteBuffer trailer = readBlock(channel, HEADER + payload, TRAILER);
        if (trailer.getLong(0) != payload || trailer.getInt(12) != frameSum(header, payload)) {
            throw new CorruptCheckpointException(id, "it is torn or its frame was altered");
        }
        if (!header.equals(header(id))) {
            throw new CorruptCheckpointException(
                    id, "it is the checkpoint of trial " + header.getInt(12) + " version " + header.getInt(16));
        }
        if (sum(channel, payload) != trailer.getInt(8)) {
            throw new CorruptCheckpointException(id, "its payload does not have the checksum it was written with");
        }
        channel.position(HEADER);
        return reader.readFrom(new Bounded(channel, payload));
    }

    private static ByteBuffer header(CheckpointId id) {
        ByteBuffer header = ByteBuffer.allocate(HEADER).order(ByteOrder.LITTLE_ENDIAN);
        return header.putLong(MAGIC)
                .putInt(FORMAT)
                .putInt(id.trial())
                .putInt(id.version())
                .putInt(0)
                .flip();
    }

    private static int frameSum(ByteBuffer header, long payload) {
        CRC32C sum = new CRC32C();
        sum.update(header.duplicate());
        sum.update(ByteBuffer.allocate(Long.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(payload)
                .flip());
        return (int) sum.getValue();
    }

    private static int sum(FileChannel channel, long payload) throws IOException {
        CRC32C sum = new CRC32C();
        ByteBuffer block = ByteBuffer.allocateDirect((int) Math.min(BLOCK, Math.max(payload, 1)));
        for (long done = 0; done < payload; ) {
            block.clear().limit((int) Math.min(block.capacity(), payload - done));
            int read = channel.read(block, HEADER + done);
            if (read < 0) {
                throw new IOException("the checkpoint was truncated while it was read");
            }
            sum.update(block.flip());
            done += read;
        }
        return (int) sum.getValue();
    }

    private static ByteBuffer readBlock(FileChannel channel, long position, int length) throws IOException {
        ByteBuffer block = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        while (block.hasRemaining()) {
            if (channel.read(block, position + block.position()) < 0) {
                throw new IOException("the checkpoint was truncated while it was read");
            }
        }
        return block.flip();
    }

    private static void writeFully(WritableByteChannel channel, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    /** Sums what passes through. Writes every buffer whole, which spares handlers the loop. */
    private static final class Summing implements WritableByteChannel {

        private final FileChannel channel;
        private final CRC32C sum = new CRC32C();
        private long bytes;

        Summing(FileChannel channel) {
            this.channel = channel;
        }

        @Override
        public int write(ByteBuffer source) throws IOException {
            int length = source.remaining();
            sum.update(source.duplicate());
            writeFully(channel, source);
            bytes += length;
            return length;
        }

        @Override
        public boolean isOpen() {
            return channel.isOpen();
        }

        @Override
        public void close() {
            // the store closes the file, after the trailer
        }
    }

    /** The payload, without what follows it. */
    private static final class Bounded implements ReadableByteChannel {

        private final FileChannel channel;
        private long left;

        Bounded(FileChannel channel, long left) {
            this.channel = channel;
            this.left = left;
        }

        @Override
        public int read(ByteBuffer target) throws IOException {
            if (left == 0) {
                return target.hasRemaining() ? -1 : 0;
            }
            int limit = target.limit();
            target.limit((int) Math.min(limit, target.position() + left));
            try {
                int read = channel.read(target);
                left -= Math.max(read, 0);
                return read;
            } finally {
                target.limit(limit);
            }
        }

        @Override
        public boolean isOpen() {
            return channel.isOpen();
        }

        @Override
        public void close() {
            // the store closes the file
        }
    }
}
