package org.jerboa.benchmarks.hop;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class MemoryChannelTest {

    @Test
    void readsWhatWasWrittenAgainAndAgain() {
        MemoryChannel channel = new MemoryChannel(16);
        channel.empty().write(ByteBuffer.wrap(new byte[] {1, 2}));
        channel.write(ByteBuffer.wrap(new byte[] {3}));

        for (int time = 0; time < 2; time++) {
            ByteBuffer target = ByteBuffer.allocate(8).limit(2);
            assertThat(channel.rewind().read(target)).isEqualTo(2);
            assertThat(channel.read(target.limit(8))).isEqualTo(1);
            assertThat(channel.read(target)).isEqualTo(-1);
            assertThat(target.array()).startsWith(1, 2, 3, 0);
        }
    }
}
