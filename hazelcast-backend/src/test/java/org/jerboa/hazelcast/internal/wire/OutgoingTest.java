package org.jerboa.hazelcast.internal.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.CRC32C;
import org.jerboa.tune.spi.CheckpointId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OutgoingTest {

    private static final CheckpointId ID = new CheckpointId(3, 8);

    private final Outgoing outgoing = new Outgoing();

    private static byte[] state(int length) {
        byte[] state = new byte[length];
        new Random(length).nextBytes(state);
        return state;
    }

    /** In pieces of odd sizes, as handlers write. */
    private static Outgoing.Source source(byte[] state) {
        return out -> {
            for (int at = 0; at < state.length; at += 70_001) {
                out.write(ByteBuffer.wrap(state, at, Math.min(70_001, state.length - at)));
            }
            return true;
        };
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 1 << 16, 70_000, Outgoing.PART, Outgoing.PART + 1, 3 * Outgoing.PART, 9_000_000})
    void partsAreTheStateInOrder(int length) throws IOException {
        byte[] state = state(length);
        ByteBuffer first = ByteBuffer.wrap(Objects.requireNonNull(outgoing.give(ID, 0, source(state))));
        int parts = first.getInt();
        assertThat(first.getLong()).isEqualTo(length);
        int checksum = first.getInt();
        ByteArrayOutputStream read = new ByteArrayOutputStream();
        read.write(first.array(), first.position(), first.remaining());
        for (int part = 1; part < parts; part++) {
            byte[] bytes = Objects.requireNonNull(outgoing.give(ID, part, out -> false));
            assertThat(bytes).hasSizeLessThanOrEqualTo(Outgoing.PART);
            read.write(bytes);
        }

        assertThat(read.toByteArray()).isEqualTo(state);
        CRC32C sum = new CRC32C();
        sum.update(state);
        assertThat(checksum).isEqualTo((int) sum.getValue());
        assertThat(outgoing.give(ID, parts, out -> false))
                .as("after the last part")
                .isNull();
    }

    @Test
    void whatIsNotThereIsNotGiven() throws IOException {
        assertThat(outgoing.give(ID, 0, out -> false)).isNull();
        assertThat(outgoing.give(ID, 1, out -> false)).isNull();
    }

    @Test
    void aStateIsWrittenOnceAndForgottenWhenItsTrialIs() throws IOException {
        AtomicInteger written = new AtomicInteger();
        byte[] state = state(2 * Outgoing.PART);
        Outgoing.Source counting = out -> {
            written.incrementAndGet();
            return source(state).writeTo(out);
        };
        outgoing.give(ID, 0, counting);
        assertThat(outgoing.give(new CheckpointId(3, 9), 1, counting))
                .as("another version")
                .isNull();

        outgoing.forget(ID.trial());

        assertThat(outgoing.give(ID, 1, counting)).isNull();
        assertThat(written).hasValue(1);
    }
}
