package org.jerboa.transfer.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpanTest {

    @Test
    void patchesLieWithinTheImage() {
        Span span = Span.ofPatches(10, 4, 3);

        assertThat(span).hasToString("4 from [0, 3, 6]");
    }

    /**
     * By the published formulas, x_out = max(ceil((p + x - K + 1) / s), 0) and w_out = min(ceil((w + K - 1) / s), W_out), by hand for one
     * position at 6, 3 wide.
     */
    @ParameterizedTest
    @CsvSource({
        "3, 1, 1, 16, 5, 5", // ceil((1 + 6 - 2) / 1), ceil(5 / 1)
        "3, 2, 0, 7, 2, 3", //  ceil((0 + 6 - 2) / 2), ceil(5 / 2)
        "2, 2, 0, 8, 3, 2", //  ceil((0 + 6 - 1) / 2), ceil(4 / 2)
        "7, 2, 3, 8, 2, 5", //  ceil((3 + 6 - 6) / 2), ceil(9 / 2)
        "9, 1, 4, 16, 2, 11" // ceil((4 + 6 - 8) / 1), ceil(11 / 1)
    })
    void followsThePublishedFormulas(int kernel, int stride, int before, int outputs, int start, int size) {
        Span behind = Span.ofPatches(9, 3, 6).through(Slide.of(kernel, stride, 1, before), outputs);

        assertThat(behind.start(1)).isEqualTo(start);
        assertThat(behind.size()).isEqualTo(size);
    }

    /** Brute force: which outputs read a changed input at all. */
    @Test
    void holdsEveryOutputThatReadsAChangedInput() {
        Random random = new Random(20);
        for (int round = 0; round < 3000; round++) {
            int inputs = 1 + random.nextInt(24);
            Slide slide =
                    Slide.of(1 + random.nextInt(5), 1 + random.nextInt(4), 1 + random.nextInt(3), random.nextInt(4));
            int outputs = Math.floorDiv(inputs + 2 * slide.before() - slide.kernel(), slide.stride()) + 1;
            if (outputs < 1) {
                continue;
            }
            Span changed = Span.ofPatches(inputs, 1 + random.nextInt(inputs), 1 + random.nextInt(4));
            Span behind = changed.through(slide, outputs);
            Span read = behind.read(slide);

            for (int position = 0; position < changed.positions(); position++) {
                int first = behind.start(position);
                int end = first + behind.size();
                assertThat(first).isNotNegative();
                assertThat(end).isLessThanOrEqualTo(outputs);
                for (int output : reading(slide, outputs, changed.start(position), changed.size())) {
                    assertThat(output).isGreaterThanOrEqualTo(first).isLessThan(end);
                }
                assertThat(read.start(position)).isEqualTo(first * slide.stride() - slide.before());
                assertThat(read.start(position) + read.size())
                        .as("behind the last input that the last output reads")
                        .isEqualTo((end - 1) * slide.stride() - slide.before() + slide.kernel());
            }
        }
    }

    private static Set<Integer> reading(Slide slide, int outputs, int start, int size) {
        Set<Integer> reading = new TreeSet<>();
        for (int output = 0; output < outputs; output++) {
            for (int tap = 0; tap < slide.taps(); tap++) {
                int input = output * slide.stride() - slide.before() + tap * slide.step();
                if (input >= start && input < start + size) {
                    reading.add(output);
                }
            }
        }
        return reading;
    }

    @Test
    void joinedSpansHoldBothAndStayInside() {
        Random random = new Random(21);
        for (int round = 0; round < 1000; round++) {
            int length = 6 + random.nextInt(20);
            Span patches = Span.ofPatches(length, 1 + random.nextInt(4), 1 + random.nextInt(3));
            Span one = patches.through(Slide.of(3, 1, 1, 1), length);
            Span other = patches.through(Slide.of(1 + 2 * random.nextInt(4), 1, 1, random.nextInt(2)), length);

            Span both = one.joined(other, length);

            int widest = 0;
            for (int position = 0; position < patches.positions(); position++) {
                int low = Math.min(one.start(position), other.start(position));
                int high = Math.max(one.start(position) + one.size(), other.start(position) + other.size());
                widest = Math.max(widest, high - low);
                int end = both.start(position) + both.size();
                assertThat(both.start(position)).isBetween(0, low);
                assertThat(end).isBetween(high, length);
            }
            assertThat(both.size())
                    .as("no wider than the widest of both together")
                    .isEqualTo(widest);
        }
    }

    @Test
    void countsTapsInsideTheMap() {
        Slide slide = Slide.of(3, 2, 2, 3);

        assertThat(slide.kernel()).isEqualTo(5);
        assertThat(slide.taps()).isEqualTo(3);
        assertThat(slide.tapsInside(0, 8)).as("-3, -1, 1").isEqualTo(1);
        assertThat(slide.tapsInside(1, 8)).as("-1, 1, 3").isEqualTo(2);
        assertThat(slide.tapsInside(3, 8)).as("3, 5, 7").isEqualTo(3);
        assertThat(slide.tapsInside(4, 8)).as("5, 7, 9").isEqualTo(2);
    }

    @Test
    void refusesAKernelOfNothing() {
        assertThatThrownBy(() -> new Slide(0, 1, 1, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("kernel (0)");
    }
}
