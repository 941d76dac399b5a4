package org.jerboa.tune.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ScalingTest {

    @Test
    void rangeMapsItsBoundsToZeroAndOne() {
        Scaling scaling = Scaling.range(-3, 13);

        assertThat(scaling.apply(-3, 0)).isZero();
        assertThat(scaling.apply(13, 0)).isEqualTo(1f);
        assertThat(scaling.apply(5, 0)).isEqualTo(0.5f);
    }

    @Test
    void everyByteOverItsRangeIsTheNearestFloat() {
        Scaling scaling = Scaling.range(0, 255);

        for (int value = 0; value < 256; value++) {
            assertThat(scaling.apply(value, 0)).isEqualTo((float) (value / 255.0));
        }
    }

    @Test
    void perElementPairsDiffer() {
        Scaling scaling = Scaling.perElement(new double[] {2, -1}, new double[] {1, 0.5});

        assertThat(scaling.apply(3, 0)).isEqualTo(7f);
        assertThat(scaling.apply(3, 1)).isEqualTo(-2.5f);
    }

    @Test
    void aChangeOfTheGivenArraysDoesNotReachIt() {
        double[] scale = {2};
        Scaling scaling = Scaling.perElement(scale, new double[] {0});

        scale[0] = 5;

        assertThat(scaling.apply(1, 0)).isEqualTo(2f);
    }

    @Test
    void rejectsEmptyRange() {
        assertThatThrownBy(() -> Scaling.range(1, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("low (1.0) must be below high (1.0) of a range; swap the bounds");
    }

    @Test
    void rejectsNotANumber() {
        assertThatThrownBy(() -> Scaling.perElement(new double[] {1, Double.NaN}, new double[] {0, 0}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("element 1 (scale NaN, shift 0.0)");
    }

    @Test
    void rejectsScalesWithoutShifts() {
        assertThatThrownBy(() -> Scaling.perElement(new double[2], new double[1]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("scale has 2 elements and shift has 1");
    }
}
