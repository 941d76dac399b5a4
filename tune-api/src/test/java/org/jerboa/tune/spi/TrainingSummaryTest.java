package org.jerboa.tune.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrainingSummaryTest {

    @Test
    void shardsCountByTheirExamples() {
        TrainingSummary most = new TrainingSummary(300, 10, 0.5);
        TrainingSummary few = new TrainingSummary(100, 7, 2.5);

        // (300 * 0.5 + 100 * 2.5) / 400; by minibatches it were 1.32, unweighted 1.5
        assertThat(most.merge(few)).isEqualTo(new TrainingSummary(400, 17, 1.0));
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
    void oneLossThatIsNotFiniteSpoilsTheWhole(double loss) {
        TrainingSummary sound = new TrainingSummary(300, 10, 0.5);
        TrainingSummary broken = new TrainingSummary(1, 1, loss);

        assertThat(sound.diverged()).isFalse();
        assertThat(broken.diverged()).isTrue();
        assertThat(sound.merge(broken).diverged()).isTrue();
    }

    @Test
    void rejectsAUnitThatTrainedNothing() {
        assertThatThrownBy(() -> new TrainingSummary(0, 1, 0.5)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new TrainingSummary(1, 0, 0.5)).isInstanceOf(IllegalArgumentException.class);
    }
}
