package org.jerboa.hazelcast.internal.wire;

import com.hazelcast.cluster.Member;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.core.MemberLeftException;
import com.hazelcast.spi.exception.TargetNotMemberException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/** A model's state that came whole from another member. Read once, by one thread. */
public final class Incoming implements ReadableByteChannel {

    private static final int WINDOW = 4;

    private final Deque<ByteBuffer> parts;
    private final long length;

    private Incoming(Deque<ByteBuffer> parts, long length) {
        this.parts = parts;
        this.length = length;
    }

    /**
     * Asks a member for a state.
     *
     * @param pulls the question for each part
     * @return empty if the member does not have it
     * @throws GoneException if the member has left
     * @throws IOException if it does not come whole
     */
    public static Optional<Incoming> from(HazelcastInstance here, Member member, IntFunction<Pull> pulls)
            throws IOException {
        byte[] first = await(ask(here, member, pulls.apply(0)));
        if (first == null) {
            return Optional.empty();
        }
        ByteBuffer answer = ByteBuffer.wrap(first);
        int count = answer.getInt();
        long length = answer.getLong();
        int checksum = answer.getInt();
        List<ByteBuffer> parts = new ArrayList<>();
        parts.add(answer.slice());
        Deque<Future<byte @Nullable []>> underWay = new ArrayDeque<>();
        for (int part = 1; part < count || !underWay.isEmpty(); ) {
            if (part < count && underWay.size() < WINDOW && (part < count - 1 || underWay.isEmpty())) {
                // the last one is asked for when all others are here, as the state is forgotten with it
                underWay.add(ask(here, member, pulls.apply(part++)));
            } else {
                byte[] bytes = await(underWay.remove());
                if (bytes == null) {
                    throw new IOException("a part of the model is not on " + member.getUuid() + " any more");
                }
                parts.add(ByteBuffer.wrap(bytes));
            }
        }
        CRC32C sum = new CRC32C();
        long received = 0;
        for (ByteBuffer part : parts) {
            received += part.remaining();
            sum.update(part.duplicate());
        }
        if (received != length || (int) sum.getValue() != checksum) {
            throw new IOException("the model came damaged: " + received + " bytes of " + length);
        }
        return Optional.of(new Incoming(new ArrayDeque<>(parts), length));
    }

    private static Future<byte @Nullable []> ask(HazelcastInstance here, Member member, Pull pull) {
        return here.getExecutorService(Grid.TRANSFERS).submitToMember(pull, member);
    }

    private static byte @Nullable [] await(Future<byte @Nullable []> answer) throws IOException {
        try {
            return answer.get();
        } catch (MemberLeftException e) {
            throw new GoneException(e);
        } catch (ExecutionException e) {
            Throwable cause = e.getCause();
            throw cause instanceof MemberLeftException || cause instanceof TargetNotMemberException
                    ? new GoneException(e)
                    : new IOException("the model could not be had from another member: " + cause, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while a model was on its way", e);
        }
    }

    /** Bytes of it. */
    public long length() {
        return length;
    }

    @Override
    public int read(ByteBuffer target) {
        while (!parts.isEmpty() && !parts.getFirst().hasRemaining()) {
            parts.removeFirst();
        }
        if (parts.isEmpty()) {
            return target.hasRemaining() ? -1 : 0;
        }
        ByteBuffer part = parts.getFirst();
        int take = Math.min(target.remaining(), part.remaining());
        target.put(part.slice().limit(take));
        part.position(part.position() + take);
        return take;
    }

    @Override
    public boolean isOpen() {
        return true;
    }

    @Override
    public void close() {
        parts.clear();
    }

    /** The member that had the state has left. */
    public static final class GoneException extends IOException {

        private static final long serialVersionUID = 1L;

        public GoneException(Throwable cause) {
            super("the member that had the model has left", cause);
        }
    }
}
