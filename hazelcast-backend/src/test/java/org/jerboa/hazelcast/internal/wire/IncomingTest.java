package org.jerboa.hazelcast.internal.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.hazelcast.cluster.Member;
import com.hazelcast.core.MemberLeftException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import org.jerboa.tune.spi.CheckpointId;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Hops from one {@link Outgoing} over a few threads, as between members. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class IncomingTest {

    private static final byte[] LARGE = States.random(5_000_000);

    private final Outgoing outgoing = new Outgoing();
    private final ExecutorService threads = Executors.newFixedThreadPool(4);
    private final CompletableFuture<Boolean> written = new CompletableFuture<>();

    @AfterEach
    void end() {
        outgoing.close();
        threads.shutdownNow();
    }

    private IntFunction<Future<byte @Nullable []>> hopOf(byte[] state) {
        Outgoing.Source noted = out -> {
            try {
                boolean whole = States.source(state).writeTo(out);
                written.complete(whole);
                return whole;
            } catch (IOException e) {
                written.completeExceptionally(e);
                throw e;
            }
        };
        return part ->
                threads.submit(() -> outgoing.give(new Pull("s", 0, new CheckpointId(1, 2), false, 5, part), noted));
    }

    private static byte[] all(ReadableByteChannel in) throws IOException {
        return Channels.newInputStream(in).readAllBytes();
    }

    private static Incoming incoming(IntFunction<Future<byte @Nullable []>> asks) throws IOException {
        return Incoming.from(asks).orElseThrow();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 100_000, Part.SIZE - Part.HEADER, 1_500_000, 5_000_000})
    void aStateArrivesAsItWasWritten(int length) throws IOException {
        byte[] state = States.random(length);

        assertThat(incoming(hopOf(state)).read(IncomingTest::all)).isEqualTo(state);
    }

    @Test
    void whatIsNotThereIsSaidToBeSo() throws IOException {
        Optional<Incoming> none = Incoming.from(part -> CompletableFuture.completedFuture(null));
        assertThat(none).isEmpty();
    }

    /** A handler need not look for the end. */
    @Test
    void aReaderMayLeaveTheRest() throws Exception {
        int first = incoming(hopOf(LARGE)).read(in -> {
            ByteBuffer four = ByteBuffer.allocate(4);
            in.read(four);
            return four.getInt(0);
        });
        assertThat(first).isEqualTo(ByteBuffer.wrap(LARGE).getInt());
        assertThat(written.get()).as("written whole").isTrue();
    }

    @Test
    void aReaderThatFailsHalfWayHoldsNobodyUp() throws IOException {
        Incoming incoming = incoming(hopOf(LARGE));
        assertThatThrownBy(() -> incoming.read(in -> {
                    in.read(ByteBuffer.allocate(10));
                    throw new IllegalStateException("no model of mine");
                }))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("no model of mine");
        assertThatThrownBy(written::get).as("the writer").hasCauseInstanceOf(IOException.class);
    }

    private IntFunction<Future<byte @Nullable []>> changed(int changed, Future<byte @Nullable []> answer) {
        IntFunction<Future<byte @Nullable []>> hop = hopOf(LARGE);
        return part -> part == changed ? answer : hop.apply(part);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 3})
    void aDamagedPartIsNeverRead(int number) {
        byte[] damaged = Part.seal(new byte[50], true);
        damaged[20] ^= 1;
        IntFunction<Future<byte @Nullable []>> hop = changed(number, CompletableFuture.completedFuture(damaged));

        assertThatThrownBy(() -> incoming(hop).read(IncomingTest::all))
                .isInstanceOf(Incoming.BrokenException.class)
                .hasMessageContaining("checksum");
    }

    @Test
    void aStateThatEndsTooEarlyIsNoState() {
        IntFunction<Future<byte @Nullable []>> hop = changed(3, CompletableFuture.completedFuture(null));

        assertThatThrownBy(() -> incoming(hop).read(in -> {
                    try {
                        return all(in);
                    } catch (IOException e) {
                        throw new IllegalStateException("what a handler makes of it", e);
                    }
                }))
                .isInstanceOf(Incoming.BrokenException.class)
                .hasMessageContaining("not there any more");
        assertThatThrownBy(written::get).as("the writer").hasCauseInstanceOf(IOException.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 3})
    void aMemberThatLeavesInTheMiddleIsGone(int number) {
        // as Hazelcast's futures have it: thrown as it is, not as a cause
        Future<byte @Nullable []> gone = new CompletableFuture<>() {
            @Override
            public byte @Nullable [] get() throws MemberLeftException {
                throw new MemberLeftException((Member) null);
            }
        };
        IntFunction<Future<byte @Nullable []>> hop = changed(number, gone);

        assertThatThrownBy(() -> incoming(hop).read(IncomingTest::all)).isInstanceOf(Incoming.GoneException.class);
    }

    @Test
    void anInterruptEndsAHopAtBothEnds() throws IOException {
        Incoming incoming = incoming(changed(3, new CompletableFuture<>()));
        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> incoming.read(IncomingTest::all))
                .isInstanceOf(Incoming.BrokenException.class)
                .hasMessageContaining("interrupted");
        assertThat(Thread.interrupted()).as("the flag").isTrue();
        assertThatThrownBy(written::get).as("the writer").hasCauseInstanceOf(IOException.class);
    }
}
