package org.jerboa.testkit.perceptron;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;

/**
 * The checkpoint of a {@link PlainMlp}, little-endian: magic number, version, shape (classifier, inputs, hidden, outputs
 * as 32-bit integers), steps and random state (64 bits), parameters and momentum (doubles).
 */
public final class PlainMlpCheckpoint {

    private static final int MAGIC = 0x504C4D4A;
    private static final int VERSION = 1;
    private static final int HEADER = 6 * Integer.BYTES;

    private PlainMlpCheckpoint() {}

    static long bytes(PlainMlpShape shape) {
        return HEADER + 2L * Long.BYTES + 2L * Double.BYTES * shape.parameters();
    }

    static void write(PlainMlp model, WritableByteChannel out) throws IOException {
        PlainMlpShape shape = model.shape();
        ByteBuffer buffer = buffer(Math.toIntExact(bytes(shape)));
        buffer.putInt(MAGIC).putInt(VERSION).putInt(shape.classifier() ? 1 : 0);
        buffer.putInt(shape.inputs()).putInt(shape.hidden()).putInt(shape.outputs());
        buffer.putLong(model.steps()).putLong(model.randomState());
        put(buffer, model.parameters());
        put(buffer, model.velocity());
        buffer.flip();
        while (buffer.hasRemaining()) {
            out.write(buffer);
        }
    }

    /** What a checkpoint holds beside its header, once that was found to be right. */
    static ByteBuffer read(PlainMlpShape shape, ReadableByteChannel in) throws IOException {
        ByteBuffer header = buffer(HEADER);
        fill(header, in);
        if (header.getInt() != MAGIC) {
            throw new IOException("not a checkpoint of a plain MLP: it does not begin with the magic number");
        }
        int version = header.getInt();
        if (version != VERSION) {
            throw new IOException("checkpoint of version " + version + "; this handler reads version " + VERSION);
        }
        PlainMlpShape found =
                new PlainMlpShape(header.getInt() == 1, header.getInt(), header.getInt(), header.getInt());
        if (!found.equals(shape)) {
            throw new IOException("checkpoint is of a " + found + ", the configuration describes a " + shape);
        }
        ByteBuffer body = buffer(Math.toIntExact(bytes(shape)) - HEADER);
        fill(body, in);
        if (in.read(ByteBuffer.allocate(1)) > 0) {
            throw new IOException("checkpoint of a " + shape + " goes on after its " + bytes(shape) + " bytes");
        }
        return body;
    }

    static void apply(ByteBuffer body, PlainMlp model) {
        model.steps(body.getLong());
        model.randomState(body.getLong());
        get(body, model.parameters());
        get(body, model.velocity());
    }

    private static ByteBuffer buffer(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static void put(ByteBuffer buffer, double[] values) {
        buffer.asDoubleBuffer().put(values);
        buffer.position(buffer.position() + values.length * Double.BYTES);
    }

    private static void get(ByteBuffer buffer, double[] values) {
        buffer.asDoubleBuffer().get(values);
        buffer.position(buffer.position() + values.length * Double.BYTES);
    }

    private static void fill(ByteBuffer buffer, ReadableByteChannel in) throws IOException {
        while (buffer.hasRemaining()) {
            if (in.read(buffer) < 0) {
                throw new IOException("checkpoint of a plain MLP is truncated: " + buffer.remaining()
                        + " bytes are missing from a part of " + buffer.capacity());
            }
        }
        buffer.flip();
    }
}
