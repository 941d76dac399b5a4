package org.jerboa.hazelcast.internal.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jerboa.tune.spi.CheckpointId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(value = 2, unit = TimeUnit.MINUTES)
class OutgoingTest {

    private static final CheckpointId ID = new CheckpointId(3, 8);
    private static final Outgoing.Source NONE = out -> false;

    /** Bytes of a state in a full part. */
    private static final int FULL = Part.SIZE - Part.HEADER;

    /** Bytes of the longest state that goes as one part. */
    private static final int WHOLE = PartWriter.HELD * FULL;

    private final Outgoing outgoing = new Outgoing();

    @AfterEach
    void close() {
        outgoing.close();
    }

    private static Pull pull(CheckpointId id, long hop, int part) {
        return new Pull("study", 0, id, false, hop, part);
    }

    private byte[] part(int part, Outgoing.Source source) throws IOException {
        return Objects.requireNonNull(partOrNull(1, part, source), "part " + part);
    }

    private byte[] partOrNull(long hop, int part, Outgoing.Source source) throws IOException {
        byte[] given;
        do {
            given = outgoing.give(pull(ID, hop, part), source);
        } while (given != null && Part.isNotYet(given));
        return given;
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 1 << 14, 70_000, FULL, FULL + 1, WHOLE, WHOLE + 1, 4_000_000, 6 * FULL})
    void partsAreTheStateInOrder(int length) throws IOException {
        byte[] state = States.random(length);
        ByteArrayOutputStream read = new ByteArrayOutputStream();
        Part part;
        int number = 0;
        do {
            byte[] travelling = part(number++, States.source(state));
            part = Part.open(travelling);
            assertThat(travelling).hasSizeLessThanOrEqualTo(length <= WHOLE ? Part.HEADER + WHOLE : Part.SIZE);
            read.write(travelling, part.bytes().position(), part.bytes().remaining());
        } while (!part.last());

        assertThat(read.toByteArray()).isEqualTo(state);
        assertThat(number).as("parts").isEqualTo(length <= WHOLE ? 1 : (length + FULL - 1) / FULL);
        assertThat(partOrNull(1, number, NONE)).as("after the last part").isNull();
    }

    @Test
    void whatIsNotThereIsNotGiven() throws IOException {
        assertThat(partOrNull(1, 0, NONE)).isNull();
        assertThat(partOrNull(1, 1, NONE)).isNull();
    }

    @Test
    void aStateIsWrittenOnceForAHop() throws IOException {
        AtomicInteger written = new AtomicInteger();
        byte[] state = States.random(6 * FULL);
        Outgoing.Source counting = out -> {
            written.incrementAndGet();
            return States.source(state).writeTo(out);
        };
        part(0, counting);
        assertThat(partOrNull(2, 1, counting)).as("another hop").isNull();
        part(1, counting);

        assertThat(written).hasValue(1);
    }

    /** Whatever the model's size. The bounds hold at any moment, however far the writer is. */
    @Test
    void theWriterIsOnlyAFewPartsAhead() throws IOException {
        AtomicLong written = new AtomicLong();
        Outgoing.Source source = out -> {
            for (int part = 0; part < 40; part++) {
                out.write(ByteBuffer.allocate(FULL));
                written.addAndGet(FULL);
            }
            return true;
        };
        for (int part = 0; part < 40; part++) {
            assertThat(written.get() / FULL)
                    .as("parts written before part %d", part)
                    .isLessThanOrEqualTo(part + PartBuffer.MOST + 1);
            part(part, source);
        }
    }

    @Test
    void aPartThatTakesItsTimeHoldsNobodyUp() throws Exception {
        CountDownLatch mayGoOn = new CountDownLatch(1);
        Outgoing.Source slow = out -> {
            try {
                mayGoOn.await();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
            out.write(ByteBuffer.wrap(new byte[] {7}));
            return true;
        };
        assertThat(outgoing.give(pull(ID, 1, 0), slow))
                .satisfies(answer -> assertThat(Part.isNotYet(answer)).isTrue());
        mayGoOn.countDown();

        assertThat(Part.open(part(0, slow)).bytes().get()).isEqualTo((byte) 7);
    }

    /** A source that writes more than is ever asked for, and what became of it. */
    private static final class Endless implements Outgoing.Source {

        final CompletableFuture<Throwable> end = new CompletableFuture<>();

        @Override
        public boolean writeTo(java.nio.channels.WritableByteChannel out) throws IOException {
            try {
                while (true) {
                    out.write(ByteBuffer.allocate(FULL));
                }
            } catch (IOException | RuntimeException e) {
                end.complete(e);
                throw e;
            }
        }
    }

    @Test
    void aWriterIsGivenUpWhenTheReceiverNeedsNoMore() throws Exception {
        Endless source = new Endless();
        part(0, source);
        assertThat(outgoing.give(pull(ID, 1, Pull.NO_MORE), NONE)).isNull();

        assertThat(source.end.get()).isInstanceOf(IOException.class);
        assertThat(partOrNull(1, 1, NONE)).as("of a hop that was given up").isNull();
    }

    @Test
    void aWriterIsGivenUpWhenItsTrialIsForgotten() throws Exception {
        Endless source = new Endless();
        part(0, source);
        outgoing.forget(ID.trial());

        assertThat(source.end.get()).isInstanceOf(IOException.class);
    }

    @Test
    void aWriterIsGivenUpForTheNextHopOfItsTrial() throws Exception {
        Endless source = new Endless();
        part(0, source);
        byte[] state = States.random(5);

        assertThat(Part.open(Objects.requireNonNull(partOrNull(2, 0, States.source(state))))
                        .bytes())
                .isEqualTo(ByteBuffer.wrap(state));
        assertThat(source.end.get()).isInstanceOf(IOException.class);
    }

    @Test
    void aWriterIsGivenUpWhenNobodyAsksForALongTime() throws Exception {
        Endless source = new Endless();
        try (Outgoing impatient = new Outgoing(Duration.ofMillis(1))) {
            impatient.give(pull(ID, 1, 0), source);

            assertThat(source.end.get()).isInstanceOf(IOException.class);
        }
    }

    @Test
    void nothingIsWrittenAfterItIsClosed() throws Exception {
        Endless source = new Endless();
        part(0, source);
        outgoing.close();

        assertThat(source.end).isCompleted();
        assertThat(partOrNull(2, 0, States.source(new byte[1]))).isNull();
    }

    @Test
    void aSourceThatFailsGivesNothingMore() throws IOException {
        assertThat(partOrNull(1, 0, out -> {
                    throw new IllegalStateException("the handler's fault");
                }))
                .isNull();
    }
}
