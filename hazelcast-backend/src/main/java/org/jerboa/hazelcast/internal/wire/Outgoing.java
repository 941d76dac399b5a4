package org.jerboa.hazelcast.internal.wire;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.CRC32C;
import org.jerboa.tune.spi.CheckpointId;
import org.jspecify.annotations.Nullable;

/** States of models on their way to another member, from the first to the last part that it asks for. Thread-safe. */
public final class Outgoing {

    /** Bytes of a part. */
    public static final int PART = 4 << 20;

    private static final int SMALL = 1 << 16;

    /** Number of parts, length and checksum, which the first answer begins with. */
    static final int HEADER = Integer.BYTES + Long.BYTES + Integer.BYTES;

    /** Writes a state. */
    @FunctionalInterface
    public interface Source {

        /** Answers whether there is such a state; only then something is written. */
        boolean writeTo(WritableByteChannel out) throws IOException;
    }

    private final Map<Integer, State> states = new ConcurrentHashMap<>();

    /** The part that is asked for; null if there is none. The first is had from the source. */
    public byte @Nullable [] give(CheckpointId id, int part, Source source) throws IOException {
        if (part > 0) {
            State state = states.get(id.trial());
            return state == null || !state.id.equals(id) ? null : handOut(state, part);
        }
        State state = new State(id);
        if (!source.writeTo(state)) {
            return null;
        }
        state.finish();
        states.put(id.trial(), state);
        byte[] first = handOut(state, 0);
        return ByteBuffer.allocate(HEADER + first.length)
                .putInt(state.parts.size())
                .putLong(state.length)
                .putInt((int) state.sum.getValue())
                .put(first)
                .array();
    }

    private byte[] handOut(State state, int part) {
        byte[] bytes = part < state.parts.size() ? state.parts.get(part) : new byte[0];
        if (part >= state.parts.size() - 1) {
            states.remove(state.id.trial(), state);
        }
        return bytes;
    }

    /** A trial's state will not be asked for any more. */
    public void forget(int trial) {
        states.remove(trial);
    }

    private static final class State implements WritableByteChannel {

        private final CheckpointId id;
        private final List<byte[]> parts = new ArrayList<>();
        private final CRC32C sum = new CRC32C();
        private byte[] filling = new byte[SMALL];
        private int filled;
        private long length;

        State(CheckpointId id) {
            this.id = id;
        }

        @Override
        public int write(ByteBuffer source) {
            int all = source.remaining();
            sum.update(source.duplicate());
            while (source.hasRemaining()) {
                if (filled == filling.length) {
                    makeRoom();
                }
                int some = Math.min(source.remaining(), filling.length - filled);
                source.get(filling, filled, some);
                filled += some;
            }
            length += all;
            return all;
        }

        /** A small state does not take a whole part's memory, and a large one is not copied while it grows. */
        private void makeRoom() {
            if (filling.length < PART) {
                filling = Arrays.copyOf(filling, PART);
            } else {
                parts.add(filling);
                filling = new byte[PART];
                filled = 0;
            }
        }

        void finish() {
            parts.add(filled == filling.length ? filling : Arrays.copyOf(filling, filled));
            filling = new byte[0];
        }

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public void close() {
            // it is in memory
        }
    }
}
