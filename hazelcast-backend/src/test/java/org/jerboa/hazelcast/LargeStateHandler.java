package org.jerboa.hazelcast;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.util.concurrent.atomic.AtomicReference;
import org.jerboa.testkit.fault.ForwardingHandler;
import org.jerboa.testkit.perceptron.PlainMlp;
import org.jerboa.tune.space.Configuration;
import org.jerboa.tune.spi.ModelHandler;
import org.jspecify.annotations.Nullable;

/**
 * A handler whose states are so large that a hop has several parts. In the middle of one, as it is written or read, something
 * may be done, once; by all copies of the handler in this JVM together.
 */
public final class LargeStateHandler extends ForwardingHandler<PlainMlp> {

    private static final long serialVersionUID = 1L;

    /** Parts of hops are smaller. */
    private static final int HALF = 600_000;

    private static final AtomicReference<Deed> WHILE_WRITTEN_FOR_A_HOP = new AtomicReference<>();
    private static final AtomicReference<Deed> WHILE_READ = new AtomicReference<>();

    /** Something that is done in the middle of a state. */
    @FunctionalInterface
    public interface Deed {
        void run() throws IOException;
    }

    public LargeStateHandler(ModelHandler<PlainMlp> delegate) {
        super(delegate);
    }

    /** What the next hop's giver does when half of the state is written. */
    public static void whileWrittenForAHop(@Nullable Deed deed) {
        WHILE_WRITTEN_FOR_A_HOP.set(deed);
    }

    /** What the next one that restores a model does when half of it is read. */
    public static void whileRead(@Nullable Deed deed) {
        WHILE_READ.set(deed);
    }

    private static void doOnce(AtomicReference<Deed> what) throws IOException {
        Deed deed = what.getAndSet(null);
        if (deed != null) {
            deed.run();
        }
    }

    @Override
    public void write(PlainMlp model, WritableByteChannel out) throws IOException {
        writeHalf(out);
        if (Thread.currentThread().getName().startsWith("jerboa-hop-")) {
            doOnce(WHILE_WRITTEN_FOR_A_HOP);
        }
        writeHalf(out);
        super.write(model, out);
    }

    private static void writeHalf(WritableByteChannel out) throws IOException {
        ByteBuffer half = ByteBuffer.allocate(HALF);
        while (half.hasRemaining()) {
            out.write(half);
        }
    }

    @Override
    public PlainMlp restore(Configuration configuration, ReadableByteChannel in, @Nullable PlainMlp reusable)
            throws IOException {
        readHalf(in);
        doOnce(WHILE_READ);
        readHalf(in);
        return super.restore(configuration, in, reusable);
    }

    private static void readHalf(ReadableByteChannel in) throws IOException {
        ByteBuffer half = ByteBuffer.allocate(HALF);
        while (half.hasRemaining()) {
            if (in.read(half) < 0) {
                throw new EOFException(half.remaining() + " bytes are missing");
            }
        }
    }
}
