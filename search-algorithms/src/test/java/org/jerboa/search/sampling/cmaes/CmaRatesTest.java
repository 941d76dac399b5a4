package org.jerboa.search.sampling.cmaes;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CmaRatesTest {

    private static final Offset<Double> CLOSE = Offset.offset(1e-12);

    /** Worked out by a Python script from the formulas (49) to (58) of the tutorial; for n = 10 its c_1 is about 2 / n^2. */
    @ParameterizedTest
    @CsvSource({
        "10, 10, 3.1672992814107026, 0.2844285879463675, 1.2844285879463675, 0.29499038303562225, 0.015283824524751714,"
                + " 0.023551776650417484, 0.45627264690340597, -0.5497499176973852",
        "1, 4, 1.459789888852586, 0.46379186818956736, 1.4637918681895674, 0.6894039888609658, 0.2963055195692892,"
                + " 0.07549290832280978, 0.8041628599327295, -1.417877593820792",
        "3, 40, 11.30948208893226, 0.6892718317163432, 2.900110053883922, 0.5343887120721956, 0.06711526039383128,"
                + " 0.5314261131083035, 0.16712470149808076, -0.022216643861476516"
    })
    void areThoseOfTheTutorial(
            int dimensions,
            int points,
            double mass,
            double sigmaMemory,
            double damping,
            double pathMemory,
            double rankOne,
            double rankMu,
            double first,
            double last) {
        CmaRates rates = CmaRates.of(dimensions, points);

        assertThat(rates.mass()).isCloseTo(mass, CLOSE);
        assertThat(rates.sigmaMemory()).isCloseTo(sigmaMemory, CLOSE);
        assertThat(rates.damping()).isCloseTo(damping, CLOSE);
        assertThat(rates.pathMemory()).isCloseTo(pathMemory, CLOSE);
        assertThat(rates.rankOne()).isCloseTo(rankOne, CLOSE);
        assertThat(rates.rankMu()).isCloseTo(rankMu, CLOSE);
        assertThat(rates.weights()[0]).isCloseTo(first, CLOSE);
        assertThat(rates.weights()[points - 1]).isCloseTo(last, CLOSE);
    }

    @ParameterizedTest
    @CsvSource({"1, 2", "1, 3", "2, 6", "40, 15", "5, 1000"})
    void haveWeightsThatSumToOneAndKeepTheMatrixPositive(int dimensions, int points) {
        CmaRates rates = CmaRates.of(dimensions, points);

        assertThat(Arrays.stream(rates.weights()).filter(w -> w > 0).sum()).isCloseTo(1, CLOSE);
        assertThat(rates.weights()).isSortedAccordingTo((a, b) -> Double.compare(b, a));
        // What stays of the old matrix, though the worst points are subtracted n-fold at most.
        double negative = -Arrays.stream(rates.weights()).filter(w -> w < 0).sum();
        assertThat(1 - rates.rankOne() - rates.rankMu() * (1 + (dimensions - 1) * negative))
                .isNotNegative();
    }

    @Test
    void growWithTheDimensions() {
        // 4 + floor(3 ln n): ln 1 = 0, 3 ln 2 = 2.08, 3 ln 10 = 6.9, 3 ln 100 = 13.8.
        assertThat(CmaRates.usualPopulation(1)).isEqualTo(4);
        assertThat(CmaRates.usualPopulation(2)).isEqualTo(6);
        assertThat(CmaRates.usualPopulation(10)).isEqualTo(10);
        assertThat(CmaRates.usualPopulation(100)).isEqualTo(17);
    }
}
