package org.jerboa.benchmarks.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class LargeEpochInChildIT {

    @Test
    void aChildProcessTellsWhatItTook() throws Exception {
        LargeEpoch epoch = LargeEpochInChild.run(8, 4);

        assertThat(epoch.units()).isEqualTo(32);
        assertThat(epoch.ratio()).isGreaterThanOrEqualTo(1);
        assertThat(epoch.heapBytes()).isPositive();
    }

    @Test
    void aChildProcessThatFailsIsSaidToHaveFailed() {
        assertThatThrownBy(() -> LargeEpochInChild.run(0, 4))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("0 trials on 4 workers ended with 1");
    }
}
