package org.jerboa.data.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.CRC32C;
import org.jerboa.tune.data.Schema;
import org.jerboa.tune.data.Split;

/**
 * Version 1 of the shard file: a header of 64 bytes, each tensor's bytes at a multiple of 64, and a textual table of
 * contents at the end, which the header points to. See {@code docs/formats/shard-format.md}.
 */
public final class ShardFormat {

    static final int VERSION = 1;
    static final int ALIGNMENT = 64;
    static final int HEADER_BYTES = 64;

    private static final byte[] MAGIC = "JERBOASH".getBytes(StandardCharsets.US_ASCII);
    private static final int CHECKED_BYTES = HEADER_BYTES - Integer.BYTES;
    private static final int MAX_CONTENTS_BYTES = 1 << 30;

    private ShardFormat() {}

    /** Where a tensor's bytes lie, and their CRC-32C. */
    record Section(long offset, long bytes, long crc) {}

    /** The table of contents. */
    record Contents(Split split, int index, int examples, List<Section> sections, Schema schema) {

        byte[] toBytes() {
            StringBuilder text = new StringBuilder()
                    .append("split ")
                    .append(split.label())
                    .append('\n')
                    .append("index ")
                    .append(index)
                    .append('\n')
                    .append("examples ")
                    .append(examples)
                    .append('\n');
            for (Section section : sections) {
                text.append("tensor ")
                        .append(section.offset())
                        .append(' ')
                        .append(section.bytes())
                        .append(' ')
                        .append(HexFormat.of().toHexDigits((int) section.crc()))
                        .append('\n');
            }
            return text.append("schema\n").append(schema.toText()).toString().getBytes(StandardCharsets.UTF_8);
        }

        static Contents parse(byte[] bytes) {
            List<String> lines =
                    new String(bytes, StandardCharsets.UTF_8).lines().toList();
            int schemaAt = lines.indexOf("schema");
            if (schemaAt < 3) {
                throw new IllegalArgumentException("no schema in its table of contents");
            }
            List<Section> sections = new ArrayList<>();
            for (String line : lines.subList(3, schemaAt)) {
                String[] fields = line.split(" ", -1);
                sections.add(new Section(
                        Long.parseLong(fields[1]), Long.parseLong(fields[2]), Long.parseLong(fields[3], 16)));
            }
            Schema schema = Schema.parse(String.join("\n", lines.subList(schemaAt + 1, lines.size())));
            return new Contents(
                    split(value(lines.get(0))),
                    Integer.parseInt(value(lines.get(1))),
                    Integer.parseInt(value(lines.get(2))),
                    sections,
                    schema);
        }

        private static String value(String line) {
            return line.substring(line.indexOf(' ') + 1);
        }

        private static Split split(String label) {
            for (Split split : Split.values()) {
                if (split.label().equals(label)) {
                    return split;
                }
            }
            throw new IllegalArgumentException("unknown split '" + label + "'");
        }
    }

    /** Where the table of contents lies. */
    record Header(long contentsOffset, int contentsBytes, int contentsCrc, long fileBytes) {

        ByteBuffer toBuffer() {
            ByteBuffer buffer = ByteBuffer.allocate(HEADER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
            buffer.put(MAGIC)
                    .putInt(VERSION)
                    .putInt(contentsBytes)
                    .putLong(contentsOffset)
                    .putLong(fileBytes)
                    .putInt(contentsCrc);
            buffer.putInt(
                    CHECKED_BYTES, (int) crc(buffer.duplicate().position(0).limit(CHECKED_BYTES)));
            return buffer.clear();
        }

        /**
         * @param actualBytes the file's size
         * @throws IOException saying, without the file's name, what is wrong
         */
        static Header parse(ByteBuffer buffer, long actualBytes) throws IOException {
            buffer.order(ByteOrder.LITTLE_ENDIAN);
            byte[] magic = new byte[MAGIC.length];
            buffer.get(magic);
            if (!Arrays.equals(magic, MAGIC)) {
                throw new IOException("it is no shard file, or was not written to its end");
            }
            int version = buffer.getInt();
            if (version != VERSION) {
                throw new IOException("it is of format version " + version + ", and this release reads version "
                        + VERSION + "; store the dataset again with this release");
            }
            if (buffer.getInt(CHECKED_BYTES)
                    != (int) crc(buffer.duplicate().position(0).limit(CHECKED_BYTES))) {
                throw new IOException("its header is damaged (checksum)");
            }
            int contentsBytes = buffer.getInt();
            long contentsOffset = buffer.getLong();
            long fileBytes = buffer.getLong();
            if (fileBytes != actualBytes) {
                throw new IOException("it has " + actualBytes + " bytes instead of " + fileBytes + "; it was cut off");
            }
            if (contentsBytes < 0 || contentsBytes > MAX_CONTENTS_BYTES || contentsOffset + contentsBytes > fileBytes) {
                throw new IOException("its table of contents lies outside the file");
            }
            return new Header(contentsOffset, contentsBytes, buffer.getInt(), fileBytes);
        }
    }

    static long align(long offset) {
        return (offset + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    }

    static long crc(ByteBuffer bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes);
        return crc.getValue();
    }
}
