package org.jerboa.search.allocation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LadderTest {

    @ParameterizedTest
    @CsvSource({
        "1, 81, 3, 1 3 9 27 81",
        "1, 27, 3, 1 3 9 27",
        "1, 9, 3, 1 3 9",
        "1, 25, 5, 1 5 25",
        // log(243) / log(3) is 4.999999999999999 in double arithmetic, and log(1000) / log(10) 2.9999999999999996.
        "1, 243, 3, 1 3 9 27 81 243",
        "1, 1000, 10, 1 10 100 1000",
        "1, 100, 3, 1 3 11 33 100",
        "1, 2, 3, 2",
        "1, 1, 2, 1",
        "2, 81, 3, 3 9 27 81",
        "3, 81, 3, 3 9 27 81",
        "4, 81, 3, 9 27 81",
        "81, 81, 3, 81",
        "1, 2147483647, 2147483647, 1 2147483647"
    })
    void dividesAFullTraining(int minEpochs, int maxEpochs, int eta, String milestones) {
        List<Integer> expected =
                Arrays.stream(milestones.split(" ")).map(Integer::valueOf).toList();

        assertThat(Ladder.of(minEpochs, maxEpochs, eta).milestones()).isEqualTo(expected);
    }

    @Test
    void hasStrictlyRisingMilestonesThatAreFloorsOfTheFullTrainingOverPowers() {
        for (int eta = 2; eta <= 7; eta++) {
            for (int maxEpochs = 1; maxEpochs <= 300; maxEpochs++) {
                List<Integer> milestones = Ladder.of(1, maxEpochs, eta).milestones();
                int power = 1;
                for (int i = milestones.size() - 1; i >= 0; i--) {
                    assertThat(milestones.get(i)).isEqualTo(maxEpochs / power);
                    power *= eta;
                }
                assertThat(power).as("next power of %d", eta).isGreaterThan(maxEpochs);
                assertThat(milestones).doesNotHaveDuplicates();
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "1, 0, 3, maxEpochs (0) must be at least 1",
        "0, 9, 3, minEpochs (0) must be from 1 to maxEpochs (9)",
        "10, 9, 3, minEpochs (10) must be from 1 to maxEpochs (9)",
        "1, 9, 1, eta (1) must be at least 2"
    })
    void refusesWhatIsOutOfBounds(int minEpochs, int maxEpochs, int eta, String message) {
        assertThatThrownBy(() -> Ladder.of(minEpochs, maxEpochs, eta))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }
}
