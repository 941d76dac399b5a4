package org.jerboa.hazelcast.internal.wire;

import com.hazelcast.cluster.Member;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.core.MemberLeftException;
import com.hazelcast.spi.exception.TargetNotMemberException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import org.jerboa.tune.spi.CheckpointStore;
import org.jspecify.annotations.Nullable;

/**
 * A model's state that comes from another member while it is read: a few parts are asked for ahead. Each is checked before
 * any of its bytes are read, and the end is only where the state's end is; so what was restored of it whole is right. Read
 * once, by one thread.
 */
public final class Incoming implements ReadableByteChannel {

    /** Parts under way at a time. */
    static final int WINDOW = 4;

    private final IntFunction<Future<byte @Nullable []>> asks;
    private final Deque<Future<byte @Nullable []>> underWay = new ArrayDeque<>();
    private Part present;
    private int asked = 1;
    private int come = 1;
    private long received;
    private @Nullable BrokenException failure;

    private Incoming(IntFunction<Future<byte @Nullable []>> asks, Part first) {
        this.asks = asks;
        this.present = first;
        askAhead();
    }

    /**
     * Asks a member for a state.
     *
     * @param pulls the question for each part
     * @return empty if the member does not have it
     * @throws GoneException if the member has left
     * @throws BrokenException if it does not come for another reason
     */
    public static Optional<Incoming> from(HazelcastInstance here, Member member, IntFunction<Pull> pulls)
            throws BrokenException {
        return from(part -> here.getExecutorService(Grid.TRANSFERS).submitToMember(pulls.apply(part), member));
    }

    /** @param asks asks for a part */
    static Optional<Incoming> from(IntFunction<Future<byte @Nullable []>> asks) throws BrokenException {
        byte[] first;
        try {
            first = await(asks, 0, asks.apply(0));
            return first == null ? Optional.empty() : Optional.of(new Incoming(asks, Part.open(first)));
        } catch (IOException | RuntimeException e) {
            sendAway(asks);
            throw BrokenException.of(e);
        }
    }

    /**
     * Has a state read, whole.
     *
     * @return what the reader made of it
     * @throws BrokenException if it did not come whole, whatever the reader made of that
     * @throws IOException if the reader failed
     */
    public <T> T read(CheckpointStore.Reader<T> reader) throws IOException {
        try (this) {
            T result = reader.readFrom(this);
            ByteBuffer rest = ByteBuffer.allocate(1 << 13);
            while (read(rest.clear()) >= 0) {
                // only to know that it came whole
            }
            return result;
        } catch (IOException | RuntimeException e) {
            if (failure != null) {
                throw failure;
            }
            throw e;
        }
    }

    @Override
    public int read(ByteBuffer target) throws BrokenException {
        while (!present.bytes().hasRemaining() && target.hasRemaining()) {
            if (present.last()) {
                return -1;
            }
            next();
        }
        ByteBuffer bytes = present.bytes();
        int some = Math.min(target.remaining(), bytes.remaining());
        target.put(bytes.slice().limit(some));
        bytes.position(bytes.position() + some);
        received += some;
        return some;
    }

    /** Bytes that have been read. */
    public long received() {
        return received;
    }

    private void next() throws BrokenException {
        if (failure != null) {
            throw failure; // to a reader that does not give up
        }
        try {
            byte[] part = await(asks, come, underWay.remove());
            if (part == null) {
                throw new IOException("the model is not there any more");
            }
            present = Part.open(part);
            come++;
            askAhead();
        } catch (IOException | RuntimeException e) {
            failure = BrokenException.of(e);
            throw failure;
        }
    }

    private void askAhead() {
        while (!present.last() && underWay.size() < WINDOW) {
            underWay.add(asks.apply(asked++));
        }
    }

    private static byte @Nullable [] await(
            IntFunction<Future<byte @Nullable []>> asks, int number, Future<byte @Nullable []> answer)
            throws IOException {
        try {
            byte[] part = answer.get();
            while (part != null && Part.isNotYet(part)) {
                part = asks.apply(number).get();
            }
            return part;
        } catch (MemberLeftException e) {
            throw new GoneException(e);
        } catch (ExecutionException e) {
            Throwable cause = e.getCause();
            throw cause instanceof MemberLeftException || cause instanceof TargetNotMemberException
                    ? new GoneException(e)
                    : new BrokenException(String.valueOf(cause), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BrokenException("interrupted while it was on its way", e);
        }
    }

    /** Tells the other member that it need not write more. */
    private static void sendAway(IntFunction<Future<byte @Nullable []>> asks) {
        try {
            Future<byte @Nullable []> unused = asks.apply(Pull.NO_MORE);
        } catch (RuntimeException e) {
            // it, or this member, has left
        }
    }

    @Override
    public boolean isOpen() {
        return true;
    }

    @Override
    public void close() {
        if (!present.last()) {
            sendAway(asks);
        }
    }

    /** The state did not come whole. */
    public static class BrokenException extends IOException {

        private static final long serialVersionUID = 1L;

        BrokenException(String what, Throwable cause) {
            super("the model could not be had from another member: " + what, cause);
        }

        static BrokenException of(Exception e) {
            return e instanceof BrokenException known ? known : new BrokenException(e.toString(), e);
        }
    }

    /** The member that had the state has left. */
    public static final class GoneException extends BrokenException {

        private static final long serialVersionUID = 1L;

        public GoneException(Throwable cause) {
            super("it has left the grid", cause);
        }
    }
}
