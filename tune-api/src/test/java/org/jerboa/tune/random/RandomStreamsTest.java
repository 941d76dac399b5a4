package org.jerboa.tune.random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RandomStreamsTest {

    private enum Purpose {
        INIT
    }

    @Test
    void mixesAsSplitMix64() {
        assertThat(RandomStreams.mix(0)).isEqualTo(0xe220a8397b1dcdafL);
        assertThat(RandomStreams.mix(1)).isEqualTo(0x910a2dec89025cc1L);
    }

    @Test
    void generatorStartsWithTheMixedSeed() {
        // Holds the JDK's generator to SplitMix64: recorded studies rely on its numbers.
        long seed = RandomStreams.seed(5, "trial", 7);
        RandomGenerator stream = RandomStreams.stream(5, "trial", 7);
        assertThat(stream.nextLong()).isEqualTo(RandomStreams.mix(seed));
        assertThat(stream.nextLong()).isEqualTo(RandomStreams.mix(seed + 0x9E3779B97F4A7C15L));
        assertThat(new SplittableRandom(0).nextLong()).isEqualTo(RandomStreams.mix(0));
    }

    @Test
    void seedsNeverChange() {
        assertThat(RandomStreams.seed(0)).isEqualTo(0xe220a8397b1dcdafL);
        assertThat(RandomStreams.seed(0, 0)).isEqualTo(0x44e5b98100c67fb0L);
        assertThat(RandomStreams.seed(42, "trial", 7, "learningRate")).isEqualTo(0xb6ba1db3f970e46bL);
        assertThat(RandomStreams.seed(-1, "gr\u00f6\u00dfe")).isEqualTo(0x08bb6ef4c1c3ba31L);
    }

    @Test
    void seedFollowsTheDocumentedChain() {
        long expected = RandomStreams.mix(42);
        expected = RandomStreams.mix(RandomStreams.mix(expected ^ 2) ^ 2);
        expected = RandomStreams.mix(expected ^ 'l');
        expected = RandomStreams.mix(expected ^ 'r');
        expected = RandomStreams.mix(RandomStreams.mix(expected ^ 1) ^ 7);
        assertThat(RandomStreams.seed(42, "lr", 7)).isEqualTo(expected);
    }

    @Test
    void tellsPathsApart() {
        Set<Long> seeds = new HashSet<>();
        List<Object[]> paths = List.of(
                new Object[] {},
                new Object[] {7},
                new Object[] {"7"},
                new Object[] {7, 7},
                new Object[] {"ab"},
                new Object[] {"a", "b"},
                new Object[] {"", "ab"},
                new Object[] {"ab", ""},
                new Object[] {""},
                new Object[] {0},
                new Object[] {(int) 'a'},
                new Object[] {"a"});
        paths.forEach(path -> seeds.add(RandomStreams.seed(1, path)));
        assertThat(seeds).hasSameSizeAs(paths);
    }

    @Test
    void widthOfAnIntegerDoesNotMatter() {
        assertThat(RandomStreams.seed(1, (byte) 7)).isEqualTo(RandomStreams.seed(1, 7L));
        assertThat(RandomStreams.seed(1, (short) -7)).isEqualTo(RandomStreams.seed(1, -7));
    }

    @Test
    void enumConstantsCountByName() {
        assertThat(RandomStreams.seed(1, Purpose.INIT)).isEqualTo(RandomStreams.seed(1, "INIT"));
    }

    @Test
    void refusesWhatHasNoStableHash() {
        assertThatThrownBy(() -> RandomStreams.seed(1, 0.5))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("0.5")
                .hasMessageContaining("java.lang.Double");
    }

    @Test
    void neighbouringTrialsAreUncorrelated() {
        int trials = 10_000;
        double sum = 0;
        for (int trial = 0; trial < trials; trial++) {
            double here = RandomStreams.stream(3, "trial", trial).nextDouble() - 0.5;
            double next = RandomStreams.stream(3, "trial", trial + 1).nextDouble() - 0.5;
            sum += here * next;
        }
        // Independent uniforms: the mean product has standard deviation (1/12) / sqrt(n); allow four of them.
        assertThat(Math.abs(sum / trials)).isLessThan(4.0 / 12 / Math.sqrt(trials));
    }

    @Test
    void permutationFollowsTheDocumentedAlgorithm() {
        int size = 11;
        int[] expected = IntStream.range(0, size).toArray();
        RandomGenerator bits = RandomStreams.stream(9, "epoch", 3);
        for (int i = size - 1; i > 0; i--) {
            BigInteger bound = BigInteger.valueOf(i + 1);
            BigInteger limit = BigInteger.ONE
                    .shiftLeft(63)
                    .subtract(BigInteger.ONE)
                    .divide(bound)
                    .multiply(bound);
            BigInteger draw;
            do {
                draw = BigInteger.valueOf(bits.nextLong() >>> 1);
            } while (draw.compareTo(limit) >= 0);
            int j = draw.mod(bound).intValue();
            int swapped = expected[i];
            expected[i] = expected[j];
            expected[j] = swapped;
        }
        assertThat(RandomStreams.permutation(size, 9, "epoch", 3)).containsExactly(expected);
    }

    @Test
    void permutationsNeverChange() {
        assertThat(RandomStreams.permutation(8, 42, "trial", 7, "epoch", 1)).containsExactly(7, 0, 6, 5, 1, 3, 4, 2);
        assertThat(RandomStreams.permutation(0, 42)).isEmpty();
        assertThat(RandomStreams.permutation(1, 42)).containsExactly(0);
    }

    @Test
    void permutationsAreUniform() {
        int[] counts = new int[6];
        int draws = 12_000;
        for (int i = 0; i < draws; i++) {
            int[] order = RandomStreams.permutation(3, 11, i);
            counts[order[0] * 2 + (order[1] > order[2] ? 1 : 0)]++;
        }
        double chiSquare = 0;
        for (int count : counts) {
            chiSquare += Math.pow(count - draws / 6.0, 2) / (draws / 6.0);
        }
        assertThat(chiSquare)
                .as("chi-square with 5 degrees of freedom; 20.5 is its 99.9 % point")
                .isLessThan(20.5);
    }

    @Test
    void refusesNegativePermutationSize() {
        assertThatThrownBy(() -> RandomStreams.permutation(-1, 42))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("-1");
    }
}
