package org.jerboa.testkit.functions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jerboa.tune.random.RandomStreams;
import org.junit.jupiter.api.Test;

class HypervolumeTest {

    @Test
    void isTheAreaUnderStairs() {
        // 1 x 3 up to f1 = 2, 1 x 2 up to 3, 1 x 1 up to the reference at 4
        List<double[]> stairs =
                List.of(new double[] {3, 3}, new double[] {1, 3}, new double[] {2, 2}, new double[] {3, 1});

        assertThat(Hypervolume.of(stairs, 4, 4)).isEqualTo(3 + 2 + 1);
    }

    @Test
    void countsWhatIsBetterThanTheReferenceAlone() {
        assertThat(Hypervolume.of(List.of(), 1, 1)).isZero();
        assertThat(Hypervolume.of(
                        List.of(new double[] {0.5, 1}, new double[] {2, 0}, new double[] {Double.NaN, 0}), 1, 1))
                .isZero();
        assertThatThrownBy(() -> Hypervolume.of(List.of(new double[3]), 1, 1)).hasMessageContaining("3 losses");
    }

    @Test
    void isTheShareOfTheSquareThatSomePointDominates() {
        RandomGenerator random = RandomStreams.stream(1, "points");
        List<double[]> points = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            points.add(new double[] {random.nextDouble(), random.nextDouble()});
        }
        int cells = 1000;
        int dominated = 0;
        for (int i = 0; i < cells; i++) {
            for (int j = 0; j < cells; j++) {
                double x = (i + 0.5) / cells;
                double y = (j + 0.5) / cells;
                dominated += points.stream().anyMatch(point -> point[0] <= x && point[1] <= y) ? 1 : 0;
            }
        }

        assertThat(Hypervolume.of(points, 1, 1)).isCloseTo(dominated / 1e6, within(2e-3));
    }
}
