package org.jerboa.dl4j;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * What precedes the numbers of a checkpoint, little-endian:
 *
 * <pre>
 * 0   8  "JERBDL4J"
 * 8   2  version of the format, 1
 * 10  1  kind of network: 1 sequential, 2 graph
 * 11  1  type of the numbers: 1 FLOAT, 2 DOUBLE, 3 FLOAT16, 4 BFLOAT16
 * 12  1  byte order of the numbers: 1 little-endian, 2 big-endian
 * 13  3  zero
 * 16 32  SHA-256 of the configuration's text
 * 48  8  seed of the network
 * 56  4  iterations done
 * 60  4  epoch
 * 64  8  number of parameters
 * 72  8  number of updater state values
 * 80  8  checksums of the layouts of parameters and of updater state, see {@link StateLayout}
 * 88     parameters, then updater state, in the machine's byte order
 * </pre>
 *
 * <p>The parameters hold everything that layers keep between minibatches, the statistics of batch normalisation and the
 * centres of centre loss too. Random state is not stored: it is set anew at the start of each unit.
 */
record CheckpointHeader(
        int kind,
        DataType type,
        String configurationHash,
        long seed,
        int iteration,
        int epoch,
        long parameters,
        long updaterState,
        StateLayout layout) {

    static final int BYTES = 88;

    private static final byte[] MAGIC = "JERBDL4J".getBytes(StandardCharsets.US_ASCII);
    private static final short VERSION = 1;
    /** A type's code is its place here, from 1. */
    private static final List<DataType> TYPES =
            List.of(DataType.FLOAT, DataType.DOUBLE, DataType.FLOAT16, DataType.BFLOAT16);

    void write(WritableByteChannel out) throws IOException {
        ByteBuffer header = ByteBuffer.allocate(BYTES).order(ByteOrder.LITTLE_ENDIAN);
        header.put(MAGIC).putShort(VERSION);
        header.put((byte) kind).put(code(type)).put(nativeOrder()).put(new byte[3]);
        header.put(HexFormat.of().parseHex(configurationHash));
        header.putLong(seed).putInt(iteration).putInt(epoch).putLong(parameters).putLong(updaterState);
        header.putInt(layout.parameters()).putInt(layout.updater());
        header.flip();
        while (header.hasRemaining()) {
            out.write(header);
        }
    }

    /** @throws IOException if what comes is no header of this version and byte order */
    static CheckpointHeader read(ReadableByteChannel in) throws IOException {
        ByteBuffer header = ByteBuffer.allocate(BYTES).order(ByteOrder.LITTLE_ENDIAN);
        while (header.hasRemaining() && in.read(header) >= 0) {
            // A channel may give less than was asked for.
        }
        int found = header.position();
        header.flip();
        byte[] magic = new byte[Math.min(MAGIC.length, found)];
        header.get(magic);
        if (!Arrays.equals(magic, MAGIC)) {
            throw new IOException("not a checkpoint of a Deeplearning4j model: it begins with "
                    + (found == 0 ? "nothing" : "0x" + HexFormat.of().formatHex(magic)));
        }
        if (found < BYTES) {
            throw new IOException("checkpoint ends after " + found + " of " + BYTES
                    + " bytes of its header; it was cut short, use an older one");
        }
        int version = header.getShort();
        if (version != VERSION) {
            throw new IOException("checkpoint is of format version " + version + ", this version of Jerboa reads "
                    + VERSION + "; read it with the version that wrote it");
        }
        int kind = header.get();
        DataType type = type(header.get());
        byte order = header.get();
        if (order != nativeOrder()) {
            throw new IOException("checkpoint has byte order " + order + ", this machine " + nativeOrder()
                    + " (1 little-endian, 2 big-endian); read it on a machine like the one that wrote it");
        }
        header.position(header.position() + 3);
        byte[] hash = new byte[32];
        header.get(hash);
        return new CheckpointHeader(
                kind,
                type,
                HexFormat.of().formatHex(hash),
                header.getLong(),
                header.getInt(),
                header.getInt(),
                header.getLong(),
                header.getLong(),
                new StateLayout(header.getInt(), header.getInt()));
    }

    private static byte nativeOrder() {
        return (byte) (ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN ? 1 : 2);
    }

    private static byte code(DataType type) {
        int index = TYPES.indexOf(type);
        if (index < 0) {
            throw new IllegalArgumentException(
                    "networks of type " + type + " have no checkpoints; use one of " + TYPES);
        }
        return (byte) (index + 1);
    }

    private static DataType type(byte code) throws IOException {
        if (code < 1 || code > TYPES.size()) {
            throw new IOException("checkpoint holds numbers of unknown type " + code + "; it is damaged");
        }
        return TYPES.get(code - 1);
    }
}
