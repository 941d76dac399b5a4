package org.jerboa.search.sampling.density;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.apache.commons.math3.distribution.NormalDistribution;
import org.junit.jupiter.api.Test;

class NormalTest {

    private final Normal normal = new Normal();
    private final NormalDistribution oracle = new NormalDistribution();

    @Test
    void agreesWithTheErrorFunction() {
        for (double z = -9.5; z < 9.5; z += 0.00917) {
            assertThat(normal.below(z)).as("z %s", z).isCloseTo(oracle.cumulativeProbability(z), within(1e-9));
        }
    }

    @Test
    void findsQuantilesThatHaveTheirProbability() {
        for (double z = -4.5; z < 4.5; z += 0.00791) {
            assertThat(normal.quantile(oracle.cumulativeProbability(z))).isCloseTo(z, within(1e-4));
        }
        assertThat(normal.quantile(0)).isEqualTo(-Normal.REACH);
        assertThat(normal.quantile(1)).isEqualTo(Normal.REACH);
    }

    @Test
    void growsWithItsArgument() {
        double before = 0;
        for (double z = -9; z < 9; z += 0.003) {
            double below = normal.below(z);
            assertThat(below).as("z %s", z).isGreaterThanOrEqualTo(before);
            before = below;
        }
    }
}
