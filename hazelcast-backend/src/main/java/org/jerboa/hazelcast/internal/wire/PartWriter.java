package org.jerboa.hazelcast.internal.wire;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.util.Arrays;

/**
 * Cuts a state into parts while it is written. A full part is kept back until there is more, so that the last one is known as
 * such and has the state's last bytes. Used by one thread.
 */
final class PartWriter implements WritableByteChannel {

    private static final int SMALL = 1 << 14;

    private final PartBuffer parts;
    private byte[] filling = new byte[SMALL];
    private int filled = Part.HEADER;

    PartWriter(PartBuffer parts) {
        this.parts = parts;
    }

    /** @throws IOException if nobody wants it any more */
    @Override
    public int write(ByteBuffer source) throws IOException {
        int all = source.remaining();
        while (source.hasRemaining()) {
            if (filled == filling.length) {
                makeRoom();
            }
            int some = Math.min(source.remaining(), filling.length - filled);
            source.get(filling, filled, some);
            filled += some;
        }
        return all;
    }

    /** A small state does not take a whole part's memory. */
    private void makeRoom() throws IOException {
        if (filling.length < Part.SIZE) {
            filling = Arrays.copyOf(filling, Part.SIZE);
        } else {
            parts.put(Part.seal(filling, false));
            filling = new byte[Part.SIZE];
            filled = Part.HEADER;
        }
    }

    /** The state has been written whole. */
    void finish() throws IOException {
        byte[] last = filled == filling.length ? filling : Arrays.copyOf(filling, filled);
        parts.put(Part.seal(last, true));
    }

    @Override
    public boolean isOpen() {
        return true;
    }

    @Override
    public void close() {
        // it is ended by finish
    }
}
