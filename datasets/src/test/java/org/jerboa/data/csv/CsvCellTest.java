package org.jerboa.data.csv;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class CsvCellTest {

    @Test
    void numbersAreThoseThatJavaReads() {
        for (long seed = 0; seed < 20_000; seed++) {
            Random random = new Random(seed);
            String text = switch (random.nextInt(4)) {
                case 0 -> Integer.toString(random.nextInt() >> random.nextInt(32));
                case 1 -> Float.toString(Float.intBitsToFloat(random.nextInt() & 0xbf7fffff));
                case 2 -> Double.toString(random.nextGaussian());
                default -> Long.toString(random.nextLong() >>> random.nextInt(64));
            };
            assertThat(CsvCell.number(" " + text)).as("seed %d: %s", seed, text).isEqualTo(Float.parseFloat(text));
        }
    }
}
