package org.jerboa.dl4j;

import java.io.EOFException;
import java.io.IOException;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import org.bytedeco.javacpp.BytePointer;
import org.nd4j.linalg.api.concurrency.AffinityManager;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Moves a vector's memory straight between the native heap and a channel, in native byte order and without a copy on the
 * Java heap. Parts stay under 2 GiB, the largest byte buffer there is.
 */
final class OffHeapTransfer {

    private static final long MAX_PART = 1L << 30;

    private OffHeapTransfer() {}

    static long bytes(INDArray vector) {
        return vector.length() * vector.dataType().width();
    }

    static void write(INDArray vector, WritableByteChannel out) throws IOException {
        Nd4j.getAffinityManager().ensureLocation(vector, AffinityManager.Location.HOST);
        try {
            long bytes = bytes(vector);
            for (long from = 0; from < bytes; from += MAX_PART) {
                ByteBuffer part = part(vector, from, Math.min(bytes, from + MAX_PART));
                while (part.hasRemaining()) {
                    out.write(part);
                }
            }
        } finally {
            Reference.reachabilityFence(vector);
        }
    }

    /** @throws EOFException if the channel ends before the vector is full, naming what was read */
    static void read(INDArray vector, ReadableByteChannel in, String what) throws IOException {
        try {
            long bytes = bytes(vector);
            for (long from = 0; from < bytes; from += MAX_PART) {
                ByteBuffer part = part(vector, from, Math.min(bytes, from + MAX_PART));
                while (part.hasRemaining()) {
                    if (in.read(part) < 0) {
                        throw new EOFException("checkpoint ends after " + (from + part.position()) + " of " + bytes
                                + " bytes of its " + what + "; it was cut short, use an older one");
                    }
                }
            }
            Nd4j.getAffinityManager().tagLocation(vector, AffinityManager.Location.HOST);
        } finally {
            Reference.reachabilityFence(vector);
        }
    }

    private static ByteBuffer part(INDArray vector, long from, long to) {
        if (vector.elementWiseStride() != 1) {
            throw new IllegalStateException("a network's parameters and updater state lie in one piece, but stride is "
                    + vector.elementWiseStride());
        }
        BytePointer bytes = new BytePointer(vector.data().addressPointer());
        return bytes.position(from).limit(to).asByteBuffer();
    }
}
