package org.jerboa.search.allocation.bracket;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import org.jerboa.search.allocation.Ladder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BracketPlanTest {

    private static BracketPlan hyperband(int maxEpochs, int eta, BracketSizes sizes) {
        return BracketPlan.hyperband(Ladder.of(1, maxEpochs, eta), eta, sizes);
    }

    /**
     * (81, 3) is the table of the paper, "The values of n_i and r_i for the brackets of Hyperband corresponding to various
     * values of s, when R = 81 and eta = 3". The others follow its rule by hand: n = floor((s_max + 1) / (s + 1)) eta^s, then a
     * part of eta at each rung.
     */
    @ParameterizedTest
    @CsvSource({
        "81, 3, 81@1 27@3 9@9 3@27 1@81 | 27@3 9@9 3@27 1@81 | 9@9 3@27 1@81 | 6@27 2@81 | 5@81",
        "27, 3, 27@1 9@3 3@9 1@27 | 9@3 3@9 1@27 | 6@9 2@27 | 4@27",
        "9, 3, 9@1 3@3 1@9 | 3@3 1@9 | 3@9",
        "25, 5, 25@1 5@5 1@25 | 5@5 1@25 | 3@25",
        "243, 3, 243@1 81@3 27@9 9@27 3@81 1@243 | 81@3 27@9 9@27 3@81 1@243 | 27@9 9@27 3@81 1@243 | "
                + "18@27 6@81 2@243 | 9@81 3@243 | 6@243",
        "1000, 10, 1000@1 100@10 10@100 1@1000 | 100@10 10@100 1@1000 | 20@100 2@1000 | 4@1000"
    })
    void isThePapersTable(int maxEpochs, int eta, String expected) {
        assertThat(hyperband(maxEpochs, eta, BracketSizes.TABLE).oneLine()).isEqualTo(expected);
    }

    /** By line 3 of algorithm 1: n = ceil((s_max + 1) eta^s / (s + 1)), so 5 * 27 / 4 = 33.75 is 34 for s = 3 of (81, 3). */
    @ParameterizedTest
    @CsvSource({
        "81, 3, 81@1 27@3 9@9 3@27 1@81 | 34@3 11@9 3@27 1@81 | 15@9 5@27 1@81 | 8@27 2@81 | 5@81",
        "27, 3, 27@1 9@3 3@9 1@27 | 12@3 4@9 1@27 | 6@9 2@27 | 4@27",
        "9, 3, 9@1 3@3 1@9 | 5@3 1@9 | 3@9",
        "25, 5, 25@1 5@5 1@25 | 8@5 1@25 | 3@25",
        "243, 3, 243@1 81@3 27@9 9@27 3@81 1@243 | 98@3 32@9 10@27 3@81 1@243 | 41@9 13@27 4@81 1@243 | "
                + "18@27 6@81 2@243 | 9@81 3@243 | 6@243",
        "1000, 10, 1000@1 100@10 10@100 1@1000 | 134@10 13@100 1@1000 | 20@100 2@1000 | 4@1000"
    })
    void isThePapersAlgorithm(int maxEpochs, int eta, String expected) {
        assertThat(hyperband(maxEpochs, eta, BracketSizes.ALGORITHM).oneLine()).isEqualTo(expected);
    }

    /** 81@1 27@3 9@9 3@27 1@81 from scratch: 5 * 81. Resumed: 81 * 1 + 27 * 2 + 9 * 6 + 3 * 18 + 1 * 54 = 297. */
    @Test
    void countsNewEpochsOnly() {
        BracketPlan table = hyperband(81, 3, BracketSizes.TABLE);
        BracketPlan algorithm = hyperband(81, 3, BracketSizes.ALGORITHM);

        assertThat(table.brackets()).extracting(Bracket::epochs).containsExactly(297L, 243L, 189L, 270L, 405L);
        assertThat(table.brackets())
                .extracting(Bracket::epochsFromScratch)
                .containsExactly(405L, 324L, 243L, 324L, 405L);
        assertThat(algorithm.brackets()).extracting(Bracket::epochs).containsExactly(297L, 276L, 279L, 324L, 405L);
        assertThat(algorithm.brackets())
                .extracting(Bracket::epochsFromScratch)
                .containsExactly(405L, 363L, 351L, 378L, 405L);
        assertThat(table.trials()).isEqualTo(128);
        assertThat(algorithm.trials()).isEqualTo(143);
        assertThat(hyperband(27, 3, BracketSizes.ALGORITHM).epochs()).isEqualTo(357);
    }

    @Test
    void printsATable() {
        assertThat(hyperband(81, 3, BracketSizes.TABLE).toString().lines())
                .containsExactly(
                        "bracket  trials@epochs                 trials  epochs",
                        "      4  81@1  27@3  9@9   3@27  1@81      81     297",
                        "      3        27@3  9@9   3@27  1@81      27     243",
                        "      2              9@9   3@27  1@81       9     189",
                        "      1                    6@27  2@81       6     270",
                        "      0                          5@81       5     405",
                        "    sum                                   128    1404");
        assertThat(hyperband(1, 3, BracketSizes.TABLE).toString().lines())
                .containsExactly(
                        "bracket  trials@epochs  trials  epochs",
                        "      0  1@1                 1       1",
                        "    sum                      1       1");
    }

    /** floor(50 / 3^i), and one where that is none. */
    @Test
    void halvesAnyNumberOfTrials() {
        assertThat(BracketPlan.halving(Ladder.of(1, 27, 3), 3, 50).oneLine()).isEqualTo("50@1 16@3 5@9 1@27");
        assertThat(BracketPlan.halving(Ladder.of(1, 27, 3), 3, 5).oneLine()).isEqualTo("5@1 1@3 1@9 1@27");
    }

    @Test
    void doesNotOverflowForLongTrainings() {
        BracketPlan plan = hyperband(Integer.MAX_VALUE, 2, BracketSizes.ALGORITHM);

        assertThat(plan.brackets()).hasSize(31);
        assertThat(plan.brackets().get(0).trials()).isEqualTo(1L << 30);
        assertThat(BigInteger.valueOf(plan.epochs())).isEqualTo(epochs(plan));
    }

    /** With whole numbers of any length. */
    private static BigInteger epochs(BracketPlan plan) {
        BigInteger sum = BigInteger.ZERO;
        for (Bracket bracket : plan.brackets()) {
            BigInteger before = BigInteger.ZERO;
            for (Bracket.Rung rung : bracket.rungs()) {
                BigInteger epochs = BigInteger.valueOf(rung.epochs());
                sum = sum.add(BigInteger.valueOf(rung.trials()).multiply(epochs.subtract(before)));
                before = epochs;
            }
        }
        return sum;
    }
}
