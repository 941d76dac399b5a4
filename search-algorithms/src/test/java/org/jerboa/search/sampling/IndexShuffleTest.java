package org.jerboa.search.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.BitSet;
import java.util.stream.LongStream;
import org.jerboa.search.Statistics;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IndexShuffleTest {

    @Test
    void isAPermutationForEverySizeUpTo600() {
        for (int size = 1; size <= 600; size++) {
            assertPermutation(size, 31L * size);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1_023, 1_024, 1_025, 4_096, 4_097, 65_535, 65_536, 65_537, 262_145, 1_000_000})
    void isAPermutationAroundTheSizesWhereItsNetworkGrows(int size) {
        assertPermutation(size, size);
    }

    @ParameterizedTest
    @ValueSource(longs = {1L << 40, (1L << 62) - 1, 1L << 62, (1L << 62) + 1, Long.MAX_VALUE})
    void staysInRangeAndApartAtLargeSizes(long size) {
        IndexShuffle shuffle = new IndexShuffle(size, 3);

        long[] indices = LongStream.range(0, 1000)
                .map(i -> shuffle.at(i % 2 == 0 ? i : size - i))
                .toArray();

        assertThat(indices).doesNotHaveDuplicates();
        assertThat(LongStream.of(indices)).allMatch(i -> i >= 0 && i < size);
    }

    @Test
    void isTheSameForTheSameSeed() {
        assertThat(first(50, 1_000_000_000_000L, 7)).containsExactly(first(50, 1_000_000_000_000L, 7));
    }

    @Test
    void isWhatItWasWhenStudiesWereRecorded() {
        // In another order, studies that an earlier version began could not be resumed. The numbers come from a
        // separate
        // implementation in Python.
        assertThat(first(8, 1000, 42)).containsExactly(378, 212, 759, 939, 647, 835, 463, 848);
        assertThat(first(3, Long.MAX_VALUE, 42))
                .containsExactly(4186674048565745047L, 6724191518450083525L, 9216005981074922207L);
    }

    @Test
    void differsBySeed() {
        // Two random orders of 10^12 agree somewhere in their first 50 places with a probability of 5e-11.
        long[] one = first(50, 1_000_000_000_000L, 7);
        long[] other = first(50, 1_000_000_000_000L, 8);

        for (int i = 0; i < one.length; i++) {
            assertThat(one[i]).isNotEqualTo(other[i]);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 4, 5, 10, 27, 100})
    void everyIndexComesFirstEquallyOften(int size) {
        assertEveryIndexIsEquallyLikelyAt(0, size);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 4, 5, 10, 27, 100})
    void everyIndexComesLastEquallyOften(int size) {
        assertEveryIndexIsEquallyLikelyAt(size - 1, size);
    }

    @Test
    void neighboursInTheOrderAreUnrelated() {
        int size = 100_000;
        IndexShuffle shuffle = new IndexShuffle(size, 11);
        double product = 0;
        for (int i = 1; i < size; i++) {
            product += centred(shuffle.at(i - 1), size) * centred(shuffle.at(i), size);
        }

        // The lag-1 correlation of an independent sequence has a standard deviation of 1/sqrt(n) = 0.0032.
        double correlation = product / (size / 12.0);
        assertThat(correlation).isBetween(-0.016, 0.016);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1, Long.MIN_VALUE})
    void rejectsASizeThatIsNone(long size) {
        assertThatThrownBy(() -> new IndexShuffle(size, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("size (" + size + ")");
    }

    private static void assertPermutation(int size, long seed) {
        IndexShuffle shuffle = new IndexShuffle(size, seed);
        BitSet met = new BitSet(size);
        for (int i = 0; i < size; i++) {
            long index = shuffle.at(i);
            assertThat(index).as("size %d, position %d", size, i).isBetween(0L, size - 1L);
            met.set((int) index);
        }
        assertThat(met.cardinality()).as("size %d", size).isEqualTo(size);
    }

    private static void assertEveryIndexIsEquallyLikelyAt(int position, int size) {
        int perIndex = 400;
        long[] counts = new long[size];
        for (int seed = 0; seed < perIndex * size; seed++) {
            counts[(int) new IndexShuffle(size, seed).at(position)]++;
        }
        assertThat(Statistics.chiSquare(counts, perIndex)).isLessThan(Statistics.chiSquareLimit(size - 1));
    }

    private static double centred(long index, int size) {
        return (index + 0.5) / size - 0.5;
    }

    private static long[] first(int count, long size, long seed) {
        IndexShuffle shuffle = new IndexShuffle(size, seed);
        return LongStream.range(0, count).map(shuffle::at).toArray();
    }
}
