package org.jerboa.data.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.jerboa.data.store.ShardFormat.Contents;
import org.jerboa.data.store.ShardFormat.Header;
import org.jerboa.data.store.ShardFormat.Section;
import org.jerboa.tune.data.Examples;
import org.jerboa.tune.data.Schema;
import org.jerboa.tune.data.Shard;
import org.jerboa.tune.data.Split;
import org.jerboa.tune.data.Tensor;

/**
 * A shard in a file. The first {@link #open} maps it read-only and compares every tensor with its checksum, which reads
 * the file once; later ones hand out the same mapping. The mapping takes address space, not heap.
 */
public final class StoredShard implements Shard {

    private final Path file;
    private final Contents contents;
    private final boolean trusted;
    private final long checksum;
    private final Object lock = new Object();
    private volatile List<Examples> mapped = List.of();

    private StoredShard(Path file, Contents contents, boolean trusted) {
        this.file = file;
        this.contents = contents;
        this.trusted = trusted;
        this.checksum = Examples.checksum(
                contents.examples(),
                contents.sections().stream().mapToLong(Section::crc).toArray());
    }

    /** A shard whose checksums were computed a moment ago from the very pages that will be mapped. */
    static StoredShard justWritten(Path file, Contents contents) {
        return new StoredShard(file, contents, true);
    }

    /**
     * Reads the header and the table of contents.
     *
     * @throws IOException naming the file, where it is missing, cut off, damaged or of another version
     */
    public static StoredShard read(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            if (channel.size() < ShardFormat.HEADER_BYTES) {
                throw new IOException("it has only " + channel.size() + " bytes; it was cut off");
            }
            Header header = Header.parse(read(channel, 0, ShardFormat.HEADER_BYTES), channel.size());
            byte[] table = new byte[header.contentsBytes()];
            read(channel, header.contentsOffset(), header.contentsBytes()).get(table);
            if ((int) ShardFormat.crc(ByteBuffer.wrap(table)) != header.contentsCrc()) {
                throw new IOException("its table of contents is damaged (checksum)");
            }
            return new StoredShard(file, Contents.parse(table), false);
        } catch (NoSuchFileException e) {
            throw new IOException("shard file " + file + " is missing; restore it, or store the dataset again", e);
        } catch (IOException | IllegalArgumentException e) {
            throw new IOException("cannot read shard file " + file + ": " + e.getMessage(), e);
        }
    }

    private static ByteBuffer read(FileChannel channel, long at, int bytes) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(bytes);
        while (buffer.hasRemaining()) {
            if (channel.read(buffer, at + buffer.position()) < 0) {
                throw new IOException("it ends at byte " + (at + buffer.position()) + "; it was cut off");
            }
        }
        return buffer.flip();
    }

    Path file() {
        return file;
    }

    @Override
    public Split split() {
        return contents.split();
    }

    @Override
    public int index() {
        return contents.index();
    }

    @Override
    public Schema schema() {
        return contents.schema();
    }

    @Override
    public int examples() {
        return contents.examples();
    }

    @Override
    public long bytes() {
        return contents.sections().stream().mapToLong(Section::bytes).sum();
    }

    @Override
    public long checksum() {
        return checksum;
    }

    @Override
    public Optional<Stored> stored() {
        List<Long> offsets = contents.sections().stream().map(Section::offset).toList();
        return Optional.of(new Stored(file.toAbsolutePath(), offsets));
    }

    @Override
    public Examples open() throws IOException {
        if (mapped.isEmpty()) {
            synchronized (lock) {
                if (mapped.isEmpty()) {
                    mapped = List.of(map());
                }
            }
        }
        return mapped.get(0);
    }

    private Examples map() throws IOException {
        List<Tensor> tensors = new ArrayList<>();
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            for (int i = 0; i < contents.sections().size(); i++) {
                Section section = contents.sections().get(i);
                // mapping beyond the end would be a fault of the whole process when the page is touched
                if (section.offset() + section.bytes() > channel.size()) {
                    throw new IOException("it has only " + channel.size() + " bytes; it was cut off");
                }
                ByteBuffer bytes = channel.map(FileChannel.MapMode.READ_ONLY, section.offset(), section.bytes());
                bytes.order(ByteOrder.LITTLE_ENDIAN);
                Tensor tensor = Tensor.of(contents.schema().tensors().get(i), bytes, contents.examples());
                if (!trusted && tensor.checksum() != section.crc()) {
                    throw new IOException("tensor '" + tensor.spec().name() + "' is damaged (CRC-32C "
                            + HexFormat.of().toHexDigits((int) tensor.checksum()) + " instead of "
                            + HexFormat.of().toHexDigits((int) section.crc()) + ")");
                }
                tensors.add(tensor);
            }
            return Examples.of(tensors);
        } catch (IOException | IllegalArgumentException e) {
            throw new IOException(
                    "cannot open shard file " + file + ": " + e.getMessage()
                            + "; restore it, or store the dataset again",
                    e);
        }
    }

    @Override
    public String toString() {
        return split().label() + " shard " + index() + " in " + file;
    }
}
