package org.jerboa.benchmarks.hop;

import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;

/** A channel into memory, which shows what a handler costs without any store. */
final class MemoryChannel implements WritableByteChannel, ReadableByteChannel {

    private final ByteBuffer memory;

    /** @param bytes the most it can hold */
    MemoryChannel(int bytes) {
        this.memory = ByteBuffer.allocateDirect(bytes);
    }

    /** Makes the next write the first. */
    MemoryChannel empty() {
        memory.clear();
        return this;
    }

    /** Makes what was written be read from its beginning. */
    MemoryChannel rewind() {
        memory.flip();
        return this;
    }

    @Override
    public int write(ByteBuffer source) {
        int bytes = source.remaining();
        memory.put(source);
        return bytes;
    }

    @Override
    public int read(ByteBuffer target) {
        if (!memory.hasRemaining()) {
            return -1;
        }
        int bytes = Math.min(target.remaining(), memory.remaining());
        target.put(memory.slice(memory.position(), bytes));
        memory.position(memory.position() + bytes);
        return bytes;
    }

    @Override
    public boolean isOpen() {
        return true;
    }

    @Override
    public void close() {
        // memory is given back by the garbage collector
    }
}
