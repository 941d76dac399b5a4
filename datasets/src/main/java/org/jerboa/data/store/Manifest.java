package org.jerboa.data.store;

import java.io.IOException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * The file that makes a folder of shard files a dataset: text, one entry a line, the last one a checksum of the rest.
 *
 * @param shards file names, in any order
 */
public record Manifest(String name, long seed, String fingerprint, List<String> shards) {

    static final String FILE = "dataset.jerboa";

    private static final int VERSION = 1;
    private static final String MAGIC = "jerboa-dataset";

    public Manifest {
        shards = List.copyOf(shards);
    }

    /**
     * @throws IOException naming the file, where it is missing, damaged or of another version
     */
    public static Manifest read(Path folder) throws IOException {
        Path file = folder.resolve(FILE);
        String text;
        try {
            text = Files.readString(file);
        } catch (NoSuchFileException e) {
            throw new IOException(
                    "there is no dataset in " + folder + " (no " + FILE + "); make one with store(folder)", e);
        } catch (IOException e) {
            throw new IOException("cannot read " + file + ": " + e.getMessage(), e);
        }
        try {
            return parse(text);
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            throw new IOException("cannot read " + file + ": " + e.getMessage() + "; store the dataset again", e);
        }
    }

    private static Manifest parse(String text) {
        List<String> lines = text.lines().toList();
        if (lines.isEmpty() || !lines.get(0).startsWith(MAGIC + " ")) {
            throw new IllegalArgumentException("it does not begin with '" + MAGIC + "'");
        }
        if (!value(lines, 0).equals(Integer.toString(VERSION))) {
            throw new IllegalArgumentException(
                    "it is of format version " + value(lines, 0) + ", and this release reads version " + VERSION);
        }
        int last = text.lastIndexOf("crc32c ");
        if (last < 0 || !value(lines, lines.size() - 1).equals(crc(text.substring(0, last)))) {
            throw new IllegalArgumentException("it is damaged or cut off (checksum)");
        }
        return new Manifest(
                URLDecoder.decode(value(lines, 1), StandardCharsets.UTF_8),
                Long.parseLong(value(lines, 2)),
                value(lines, 3),
                lines.subList(4, lines.size() - 1).stream()
                        .map(line -> line.substring(line.indexOf(' ') + 1))
                        .toList());
    }

    private static String value(List<String> lines, int line) {
        return lines.get(line).substring(lines.get(line).indexOf(' ') + 1);
    }

    /** Replaces the folder's manifest, or leaves the old one as it is. */
    public void write(Path folder) throws IOException {
        Path file = folder.resolve(FILE);
        Path temporary = folder.resolve(FILE + ".tmp");
        try {
            try (FileChannel channel = FileChannel.open(
                    temporary,
                    StandardOpenOption.CREATE,
                    StandardOpenOption.TRUNCATE_EXISTING,
                    StandardOpenOption.WRITE)) {
                ByteBuffer bytes = StandardCharsets.UTF_8.encode(toText());
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
                channel.force(true);
            }
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new IOException("cannot write " + file + ": " + e.getMessage(), e);
        }
    }

    private String toText() {
        StringBuilder text = new StringBuilder()
                .append(MAGIC)
                .append(' ')
                .append(VERSION)
                .append('\n')
                .append("name ")
                .append(URLEncoder.encode(name, StandardCharsets.UTF_8))
                .append('\n')
                .append("seed ")
                .append(seed)
                .append('\n')
                .append("fingerprint ")
                .append(fingerprint)
                .append('\n');
        for (String shard : shards) {
            text.append("shard ").append(shard).append('\n');
        }
        String checksum = crc(text.toString());
        return text.append("crc32c ").append(checksum).append('\n').toString();
    }

    private static String crc(String text) {
        CRC32C crc = new CRC32C();
        crc.update(text.getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().toHexDigits((int) crc.getValue());
    }
}
