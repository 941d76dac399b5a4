package org.jerboa.hazelcast.internal.wire;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Cuts a state into parts while it is written. One that is no longer than what may be under way at a time goes as a single
 * part: another question with its answer takes longer than these bytes. Of a longer one, a full part is kept back until there
 * is more, so that the last one is known as such and has the state's last bytes. Used by one thread.
 */
final class PartWriter implements WritableByteChannel {

    /** Full parts that are held back until it is known whether the state is longer. */
    static final int HELD = Incoming.WINDOW;

    private static final int SMALL = 1 << 14;

    private final PartBuffer parts;
    private final List<byte[]> held = new ArrayList<>(HELD);
    private byte[] filling = new byte[SMALL];
    private int filled = Part.HEADER;
    private boolean isLong;

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
            return;
        }
        held.add(filling);
        if (isLong || held.size() == HELD) {
            isLong = true;
            for (byte[] part : held) {
                parts.put(Part.seal(part, false));
            }
            held.clear();
        }
        filling = new byte[Part.SIZE];
        filled = Part.HEADER;
    }

    /** The state has been written whole. */
    void finish() throws IOException {
        parts.put(Part.seal(held.isEmpty() ? last() : joined(), true));
    }

    private byte[] last() {
        return filled == filling.length ? filling : Arrays.copyOf(filling, filled);
    }

    private byte[] joined() {
        int full = Part.SIZE - Part.HEADER;
        byte[] all = new byte[held.size() * full + filled];
        int at = Part.HEADER;
        for (byte[] part : held) {
            System.arraycopy(part, Part.HEADER, all, at, full);
            at += full;
        }
        System.arraycopy(filling, Part.HEADER, all, at, filled - Part.HEADER);
        return all;
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
