package org.jerboa.mop.coordinator;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ProspectsTest {

    private final Prospects prospects = new Prospects();

    @Test
    void areGoodUntilMostTrialsEndWithTheirEpoch() {
        assertThat(prospects.areGood()).isTrue();

        prospects.ended();
        assertThat(prospects.areGood()).isFalse();

        prospects.wentOn();
        assertThat(prospects.areGood()).isTrue();
    }

    @Test
    void forgetWhatWasLongAgo() {
        for (int trial = 0; trial < 1000; trial++) {
            prospects.wentOn();
        }
        assertThat(prospects.areGood()).isTrue();

        int ends = 0;
        while (prospects.areGood()) {
            prospects.ended();
            ends++;
        }

        assertThat(ends).isBetween(5, 10);
    }
}
