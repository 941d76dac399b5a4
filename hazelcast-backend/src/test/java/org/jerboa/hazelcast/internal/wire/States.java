package org.jerboa.hazelcast.internal.wire;

import java.nio.ByteBuffer;
import java.util.Random;

/** States of models that have no meaning. */
final class States {

    private static final int PIECE = 70_001;

    private States() {}

    static byte[] random(int length) {
        byte[] state = new byte[length];
        new Random(length).nextBytes(state);
        return state;
    }

    /** In pieces of odd sizes, as handlers write. */
    static Outgoing.Source source(byte[] state) {
        return out -> {
            for (int at = 0; at < state.length; at += PIECE) {
                out.write(ByteBuffer.wrap(state, at, Math.min(PIECE, state.length - at)));
            }
            return true;
        };
    }
}
