package org.jerboa.search.sampling.density;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.jerboa.tune.space.Parameter.categorical;
import static org.jerboa.tune.space.Parameter.integer;
import static org.jerboa.tune.space.Parameter.real;

import java.util.random.RandomGenerator;
import org.jerboa.tune.random.RandomStreams;
import org.junit.jupiter.api.Test;

class MixtureTest {

    private static final int DRAWS = 40_000;

    private final Axis[] axes = {
        Axis.of(0, real("x", 0, 1)), Axis.of(1, integer("n").log(1, 12)), Axis.of(2, categorical("c", "a", "b", "c"))
    };

    private Mixture mixture() {
        Observations observations = new Observations(axes);
        observations.add(new double[] {0.02, axes[1].position(3), 0.9});
        observations.add(new double[] {0.7, axes[1].position(11), 0.1});
        Mixture mixture = new Mixture(axes, new Normal(), 0.5);
        mixture.begin(2);
        for (int i = 0; i < 2; i++) {
            mixture.add(observations, i, 1 + i);
            mixture.spread(0, i, 0.05 + 0.1 * i);
            mixture.spread(1, i, 0.1);
        }
        mixture.finish();
        return mixture;
    }

    /** Over all choices, and over the continuous axis by the midpoint rule. */
    @Test
    void integratesToOne() {
        Mixture mixture = mixture();
        int steps = 2_000;
        double sum = 0;
        Point point = new Point(3);
        for (int cell = 0; cell < 12; cell++) {
            for (int choice = 0; choice < 3; choice++) {
                point.setCell(axes[1], cell, 0);
                point.setCell(axes[2], choice, 0);
                for (int i = 0; i < steps; i++) {
                    point.set(axes[0], (i + 0.5) / steps);
                    sum += Math.exp(mixture.log(point)) / steps;
                }
            }
        }
        assertThat(sum).isCloseTo(1, within(1e-6));
    }

    @Test
    void drawsAsOftenAsItsDensitySays() {
        Mixture mixture = mixture();
        RandomGenerator random = RandomStreams.stream(3, "draws");
        int[][] counts = new int[12][3];
        Point point = new Point(3);
        for (int i = 0; i < DRAWS; i++) {
            mixture.draw(random, point);
            counts[point.cell[1]][point.cell[2]]++;
        }
        int steps = 500;
        for (int cell = 0; cell < 12; cell++) {
            for (int choice = 0; choice < 3; choice++) {
                point.setCell(axes[1], cell, 0);
                point.setCell(axes[2], choice, 0);
                double expected = 0;
                for (int i = 0; i < steps; i++) {
                    point.set(axes[0], (i + 0.5) / steps);
                    expected += Math.exp(mixture.log(point)) / steps;
                }
                // five standard deviations of a binomial share
                double tolerance = 5 * Math.sqrt(expected * (1 - expected) / DRAWS) + 1e-4;
                assertThat(counts[cell][choice] / (double) DRAWS)
                        .as("cell %d, choice %d", cell, choice)
                        .isCloseTo(expected, within(tolerance));
            }
        }
    }

    @Test
    void isThePriorWithoutKernels() {
        Mixture mixture = new Mixture(axes, new Normal(), 2);
        mixture.begin(0);
        mixture.finish();
        Point point = new Point(3);
        point.setCell(axes[1], 4, 0);

        assertThat(Math.exp(mixture.log(point))).isCloseTo(axes[1].width(4) / 3, within(1e-12));
    }
}
