package org.jerboa.testkit.contract;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;

/** A channel over bytes in memory that takes and gives only a few at a time, as sockets and pipes may. */
public final class NarrowChannel implements ReadableByteChannel, WritableByteChannel {

    private static final int MOST = 61;

    private final ByteBuffer source;
    private final ByteArrayOutputStream sink = new ByteArrayOutputStream();
    private boolean open = true;

    private NarrowChannel(byte[] source) {
        this.source = ByteBuffer.wrap(source);
    }

    static NarrowChannel of(byte[] source) {
        return new NarrowChannel(source);
    }

    static NarrowChannel empty() {
        return new NarrowChannel(new byte[0]);
    }

    byte[] written() {
        return sink.toByteArray();
    }

    @Override
    public int read(ByteBuffer target) {
        if (!source.hasRemaining()) {
            return -1;
        }
        int count = Math.min(MOST, Math.min(source.remaining(), target.remaining()));
        target.put(source.slice().limit(count));
        source.position(source.position() + count);
        return count;
    }

    @Override
    public int write(ByteBuffer bytes) {
        int count = Math.min(MOST, bytes.remaining());
        for (int i = 0; i < count; i++) {
            sink.write(bytes.get());
        }
        return count;
    }

    @Override
    public boolean isOpen() {
        return open;
    }

    @Override
    public void close() {
        open = false;
    }
}
