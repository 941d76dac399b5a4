package org.jerboa.hazelcast.internal.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;

/**
 * What a member answers to a {@link DerivedOffer}.
 *
 * @param source whether it has to be sent the source
 * @param transform whether it has to be sent the transform
 * @param refusal why it cannot take the shard at all; empty if it can
 */
public record Lacks(boolean source, boolean transform, String refusal) {

    private static final int SOURCE = 1;
    private static final int TRANSFORM = 2;

    public static byte[] refusal(String why) {
        return new Lacks(false, false, why).toBytes();
    }

    public boolean isNothing() {
        return !source && !transform && refusal.isEmpty();
    }

    public byte[] toBytes() {
        byte[] text = refusal.getBytes(UTF_8);
        byte flags = (byte) ((source ? SOURCE : 0) | (transform ? TRANSFORM : 0));
        return ByteBuffer.allocate(1 + text.length).put(flags).put(text).array();
    }

    /** Reads what {@link #toBytes} wrote. */
    public static Lacks of(byte[] bytes) {
        return new Lacks(
                (bytes[0] & SOURCE) != 0, (bytes[0] & TRANSFORM) != 0, new String(bytes, 1, bytes.length - 1, UTF_8));
    }
}
