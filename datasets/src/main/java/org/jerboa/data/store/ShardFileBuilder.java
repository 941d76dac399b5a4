package org.jerboa.data.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.jerboa.data.store.ShardFormat.Contents;
import org.jerboa.data.store.ShardFormat.Header;
import org.jerboa.data.store.ShardFormat.Section;
import org.jerboa.tune.data.Schema;
import org.jerboa.tune.data.Shard;
import org.jerboa.tune.data.TensorSpec;

/**
 * Builds a shard in a mapped file, so that examples of any size may arrive in any order at memory speed.
 *
 * <p>The file is filled with zeros before it is mapped: a full disk then shows as an {@link IOException} here, and not
 * as a fault in the middle of a write to a page that has no block. The header, without which nobody takes the file for a
 * shard, is written last, after all else has reached the disk.
 */
public final class ShardFileBuilder implements ShardBuilder {

    private static final int CHUNK_BYTES = 1 << 20;

    private final Path file;
    private final Place place;
    private final List<MappedByteBuffer> tensors;
    private final long[] offsets;
    private final long end;

    private ShardFileBuilder(Path file, Place place, List<MappedByteBuffer> tensors, long[] offsets, long end) {
        this.file = file;
        this.place = place;
        this.tensors = tensors;
        this.offsets = offsets;
        this.end = end;
    }

    /** @param file which must not exist */
    static ShardFileBuilder create(Path file, Place place, Schema schema) throws IOException {
        long[] offsets = new long[schema.tensors().size()];
        long end = ShardFormat.HEADER_BYTES;
        for (int i = 0; i < offsets.length; i++) {
            offsets[i] = ShardFormat.align(end);
            end = offsets[i] + bytes(place, schema.tensors().get(i));
        }
        boolean created = false;
        try (FileChannel channel = FileChannel.open(
                file, StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            created = true;
            fill(channel, end);
            List<MappedByteBuffer> tensors = new ArrayList<>();
            for (int i = 0; i < offsets.length; i++) {
                long bytes = bytes(place, schema.tensors().get(i));
                tensors.add(channel.map(FileChannel.MapMode.READ_WRITE, offsets[i], bytes));
                tensors.get(i).order(ByteOrder.LITTLE_ENDIAN);
            }
            return new ShardFileBuilder(file, place, List.copyOf(tensors), offsets, end);
        } catch (IOException e) {
            if (created) {
                Files.deleteIfExists(file);
            }
            throw new IOException(
                    "cannot make room for " + place + " (" + end + " bytes) in " + file + " (" + e
                            + "); free space or choose another folder",
                    e);
        }
    }

    private static long bytes(Place place, TensorSpec tensor) {
        return place.examples() * tensor.bytesPerExample();
    }

    /** Writes {@code bytes} zeros. */
    static void fill(FileChannel channel, long bytes) throws IOException {
        ByteBuffer zeros = ByteBuffer.allocateDirect((int) Math.min(CHUNK_BYTES, bytes));
        for (long written = 0; written < bytes; ) {
            zeros.clear().limit((int) Math.min(zeros.capacity(), bytes - written));
            written += channel.write(zeros);
        }
    }

    @Override
    public Place place() {
        return place;
    }

    @Override
    public List<ByteBuffer> tensors() {
        return List.copyOf(tensors);
    }

    @Override
    public Shard finish(Schema schema) throws IOException {
        List<Section> sections = new ArrayList<>();
        for (int i = 0; i < offsets.length; i++) {
            ByteBuffer bytes = tensors.get(i).duplicate().clear();
            sections.add(new Section(offsets[i], bytes.remaining(), ShardFormat.crc(bytes)));
        }
        Contents contents = new Contents(place.split(), place.index(), place.examples(), sections, schema);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            for (MappedByteBuffer tensor : tensors) {
                tensor.force();
            }
            byte[] table = contents.toBytes();
            write(channel, ByteBuffer.wrap(table), end);
            channel.force(true);
            int crc = (int) ShardFormat.crc(ByteBuffer.wrap(table));
            write(channel, new Header(end, table.length, crc, end + table.length).toBuffer(), 0);
            channel.force(true);
        } catch (IOException e) {
            throw new IOException(
                    "cannot write " + place + " to " + file + " (" + e + "); free space or choose another folder", e);
        }
        return StoredShard.justWritten(file, contents);
    }

    private static void write(FileChannel channel, ByteBuffer bytes, long at) throws IOException {
        long position = at;
        while (bytes.hasRemaining()) {
            position += channel.write(bytes, position);
        }
    }
}
