package org.jerboa.hazelcast.internal.wire;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * A part of a state on its way, as it came.
 *
 * @param last whether the state ends with it
 * @param bytes of the state
 */
record Part(boolean last, ByteBuffer bytes) {

    /** What it is and its checksum, before the bytes. */
    static final int HEADER = 2 * Integer.BYTES;

    /**
     * Bytes of a full part of a longer state, with its header. Below half of the smallest region that G1 divides a heap into,
     * so that no part of many is a humongous object; and a message between two parts waits for little.
     */
    static final int SIZE = 480 << 10;

    private static final int MORE = 0;
    private static final int LAST = 1;
    private static final int NOT_YET = 2;

    /** The answer when a part takes its time: it is to be asked for again. */
    static byte[] notYet() {
        return ByteBuffer.allocate(Integer.BYTES).putInt(NOT_YET).array();
    }

    static boolean isNotYet(byte[] travelling) {
        return ByteBuffer.wrap(travelling).getInt() == NOT_YET;
    }

    /** Fills the header in. */
    static byte[] seal(byte[] part, boolean last) {
        ByteBuffer.wrap(part).putInt(last ? LAST : MORE).putInt(sum(part));
        return part;
    }

    /** @throws IOException if it is not as it was when it was sealed */
    static Part open(byte[] travelling) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(travelling);
        int kind = bytes.getInt();
        if (bytes.getInt() != sum(travelling)) {
            throw new IOException(
                    "a part of " + bytes.remaining() + " bytes does not have the checksum it was sent with");
        }
        return new Part(kind == LAST, bytes);
    }

    private static int sum(byte[] part) {
        CRC32C sum = new CRC32C();
        sum.update(part, HEADER, part.length - HEADER);
        return (int) sum.getValue();
    }
}
