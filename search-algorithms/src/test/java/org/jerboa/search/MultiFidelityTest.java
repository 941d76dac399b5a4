package org.jerboa.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jerboa.search.sampling.RandomSampling;
import org.jerboa.testkit.functions.FunctionStudy;
import org.jerboa.testkit.functions.TestFunction;
import org.jerboa.testkit.functions.TestFunctions;
import org.jerboa.tune.spi.SearchAlgorithm;
import org.junit.jupiter.api.Test;

/**
 * What searches that stop trials early reach with the epochs of 20 full trainings: medians over seeds 0 to 19, of studies on
 * one slot. They are deterministic, so that a bound that holds once holds always; the figures themselves are in {@code
 * docs/decisions/0011} and come from {@code jmh-benchmarks/run multifidelity}.
 */
class MultiFidelityTest {

    private static double median(TestFunction function, SearchAlgorithm search) {
        double[] scores = LongStream.range(0, 20)
                .parallel()
                .mapToDouble(seed ->
                        FunctionStudy.of(function).seed(seed).run(search).score())
                .sorted()
                .toArray();
        return (scores[9] + scores[10]) / 2;
    }

    private static double random(TestFunction function) {
        return median(function, RandomSearch.trials(20).epochs(81));
    }

    /** 20 full trainings at random come to 0.175; the least loss there is is 0.0849. */
    @Test
    void allReachTheGoalOnPowerLawsAsTheyAre() {
        assertThat(Stream.of(
                        Asha.maxEpochs(81),
                        Asha.maxEpochs(81).stopping(),
                        Hyperband.maxEpochs(81).rounds(Long.MAX_VALUE),
                        Bohb.maxEpochs(81)))
                .allSatisfy(search ->
                        assertThat(median(TestFunctions.lcA(), search)).isLessThanOrEqualTo(0.120));
    }

    @Test
    void aModelReachesMore() {
        assertThat(median(TestFunctions.lcA(), Bohb.maxEpochs(81))).isLessThanOrEqualTo(0.112);
        assertThat(median(TestFunctions.lcA(), Asha.maxEpochs(81))).isLessThanOrEqualTo(0.112);
        Hyperband patient = Bohb.maxEpochs(81).minEpochs(9).rounds(Long.MAX_VALUE);
        assertThat(median(TestFunctions.lateBloomers(), patient)).isLessThan(0.15);
    }

    @Test
    void allAreBetterThanRandomSearchOnPowerLaws() {
        double random = random(TestFunctions.lcA());

        assertThat(Stream.of(
                        Hyperband.maxEpochs(81),
                        SuccessiveHalving.maxEpochs(81),
                        PopulationTraining.of(20).maxEpochs(81)))
                .allSatisfy(search ->
                        assertThat(median(TestFunctions.lcA(), search)).isLessThan(random - 0.01));
    }

    /** What is learnt from a third of a full training misleads nobody, whether the first epochs do or not. */
    @Test
    void theModelOfHyperbandIsNoWorseThanChance() {
        Hyperband learning = Hyperband.maxEpochs(81).rounds(Long.MAX_VALUE);
        Hyperband drawing = learning.sampling(new RandomSampling());

        assertThat(Stream.of(TestFunctions.lcA(), TestFunctions.lateBloomers()))
                .allSatisfy(function -> assertThat(median(function, learning)).isLessThan(median(function, drawing)));
    }

    /** Where the first epochs mislead, brackets that do not judge by them are worth their price. */
    @Test
    void bracketsHedgeAgainstLateBloomers() {
        TestFunction bloomers = TestFunctions.lateBloomers();
        Asha one = Asha.maxEpochs(81).trials(Long.MAX_VALUE);

        double hedged = median(bloomers, one.brackets(5));

        assertThat(hedged).isLessThan(0.16).isLessThan(median(bloomers, one) - 0.1);
        assertThat(median(bloomers, one.minEpochs(9))).isLessThan(median(bloomers, one) - 0.1);
        assertThat(median(bloomers, Hyperband.maxEpochs(81))).isLessThan(0.16);
    }
}
