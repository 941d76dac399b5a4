package org.jerboa.search.sampling.cmaes;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.random.RandomGenerator;
import org.assertj.core.data.Offset;
import org.jerboa.search.Statistics;
import org.jerboa.tune.random.RandomStreams;
import org.junit.jupiter.api.Test;

class ChoicesTest {

    private static final int DRAWS = 20_000;

    private static long[] counts(Choices choices) {
        RandomGenerator random = RandomStreams.stream(1, "test");
        long[] counts = new long[choices.size()];
        for (int i = 0; i < DRAWS; i++) {
            counts[choices.draw(random)]++;
        }
        return counts;
    }

    @Test
    void areEquallyLikelyAtFirst() {
        assertThat(Statistics.chiSquare(counts(new Choices(5)), DRAWS / 5.0)).isLessThan(Statistics.chiSquareLimit(4));
    }

    @Test
    void followTheWeightOfGoodTrials() {
        Choices choices = new Choices(3);
        // Value 1 has 0.6 and value 2 has 0.4 of the weight: half of the way from a third each.
        choices.learn(new int[] {1, 2, 0}, new double[] {0.6, 0.4, -0.5}, 0.5, 0);

        long[] counts = counts(choices);
        double[] expected = {1 / 6.0, (1 / 3.0 + 0.6) / 2, (1 / 3.0 + 0.4) / 2};
        for (int i = 0; i < 3; i++) {
            // Four standard deviations of a share of 20 000 are below 0.015.
            assertThat(counts[i] / (double) DRAWS).isCloseTo(expected[i], Offset.offset(0.015));
        }
    }

    @Test
    void doNotDieOut() {
        Choices choices = new Choices(4);
        for (int i = 0; i < 100; i++) {
            choices.learn(new int[] {2, 2}, new double[] {0.7, 0.3}, 0.5, 0.05);
        }
        long[] counts = counts(choices);
        assertThat(counts[2] / (double) DRAWS).isCloseTo(0.85, Offset.offset(0.015));
        assertThat(counts[0] / (double) DRAWS).isCloseTo(0.05, Offset.offset(0.01));
    }

    @Test
    void areSettledWhenTheOthersHaveTheirLeast() {
        Choices choices = new Choices(3);
        assertThat(choices.areSettled()).isFalse();
        for (int i = 0; i < 10; i++) {
            choices.learn(new int[] {1}, new double[] {1}, 0.5, 0.05);
        }
        assertThat(choices.areSettled()).isTrue();
        choices.forget();
        assertThat(choices.areSettled()).isFalse();
    }

    @Test
    void haveAtMostTheProbabilityThatAllCanHave() {
        Choices choices = new Choices(4);
        choices.learn(new int[] {0}, new double[] {1}, 1, 0.4);

        assertThat(Statistics.chiSquare(counts(choices), DRAWS / 4.0)).isLessThan(Statistics.chiSquareLimit(3));
    }
}
