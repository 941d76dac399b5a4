package org.jerboa.search.allocation.population;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.jerboa.search.Play;
import org.jerboa.search.PopulationTraining;
import org.jerboa.search.Retained;
import org.jerboa.tune.random.RandomStreams;
import org.jerboa.tune.spi.Decision;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PopulationTest {

    private static Play.Losses byNumber() {
        return (trial, epoch, configuration) -> Optional.of((double) trial);
    }

    private static Play.Losses random(long seed) {
        return (trial, epoch, c) -> Optional.of((double) RandomStreams.seed(seed, trial, epoch));
    }

    /** Epochs that a trial's weights have had, at its end. */
    private static int age(Play play, int trial) {
        int age = 0;
        Integer at = trial;
        int epochs = play.epochs.get(trial);
        while (at != null) {
            age += epochs;
            epochs = play.inherited.getOrDefault(at, 0);
            at = play.parents.get(at);
        }
        return age;
    }

    /** ceil(0.25 * 8) = 2: at 3 epochs the clones 8 and 9 take the places of 6 and 7; their parents are 0 or 1. */
    @Test
    void theWorstQuarterGoesOnFromTheBestQuarter() {
        Play play = Play.of(PopulationTraining.of(8).maxEpochs(6).interval(3), Play.SPACE, byNumber(), 3, 1)
                .run();

        assertThat(play.epochs.values()).startsWith(6, 6, 6, 6, 6, 6, 3, 3).hasSize(10);
        assertThat(play.parents.keySet()).containsExactly(8, 9);
        assertThat(play.parents.values()).isSubsetOf(0, 1);
        assertThat(play.inherited.values()).containsOnly(3);
        assertThat(play.with(Play.End.STOPPED)).containsExactly(6, 7);
        assertThat(play.configurations.get(8)).isNotEqualTo(play.configurations.get(play.parents.get(8)));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void everyLineIsTrainedInFullAndNoneLonger(boolean synchronous) {
        for (long seed = 0; seed < 40; seed++) {
            PopulationTraining search = PopulationTraining.of(7).maxEpochs(20).interval(3);
            Play play = Play.of(synchronous ? search : search.asynchronous(), Play.SPACE, random(seed), 4, seed)
                    .run();

            assertThat(play.with(Play.End.COMPLETE))
                    .as("seed %d", seed)
                    .hasSize(7)
                    .allSatisfy(trial -> assertThat(age(play, trial)).isEqualTo(20));
            assertThat(play.parents).as("clones with seed %d", seed).isNotEmpty();
            if (synchronous) {
                assertThat(play.inherited.keySet())
                        .allSatisfy(clone -> assertThat((age(play, clone) - play.epochs.get(clone)) % 3)
                                .isZero());
            }
        }
    }

    @Test
    void whatASynchronousPopulationComesToDoesNotDependOnTiming() {
        PopulationTraining search = PopulationTraining.of(6).maxEpochs(12).interval(2);
        Map<Integer, Integer> expected =
                Play.of(search, Play.SPACE, random(9), 1, 1).run().parents;

        for (int slots = 2; slots < 8; slots++) {
            assertThat(Play.of(search, Play.SPACE, random(9), slots, slots).run().parents)
                    .isEqualTo(expected);
        }
    }

    @Test
    void nobodyIsReplacedWhereNobodyIsWorse() {
        Play play = Play.of(
                        PopulationTraining.of(6).maxEpochs(9).interval(1),
                        Play.SPACE,
                        (trial, epoch, c) -> Optional.of(0.5),
                        3,
                        1)
                .run();

        assertThat(play.parents).isEmpty();
        assertThat(play.epochs.values()).containsOnly(9);
    }

    @Test
    void aPopulationOfTwoReplacesOne() {
        Play play = Play.of(PopulationTraining.of(2).maxEpochs(4).interval(2), Play.SPACE, byNumber(), 2, 1)
                .run();

        assertThat(play.parents).isEqualTo(Map.of(2, 0));
    }

    /** Trial 1 fails in its second epoch; when the others are judged at 3 its place is filled, beside those of the worst. */
    @Test
    void thePlaceOfAMemberThatFailedIsFilled() {
        Play play = Play.of(
                        PopulationTraining.of(5).maxEpochs(6).interval(3),
                        Play.SPACE,
                        (trial, epoch, c) -> trial == 1 && epoch == 2 ? Optional.empty() : Optional.of((double) trial),
                        2,
                        1)
                .run();

        // 0, 2, 3 and 4 are left, of which ceil(0.25 * 4) = 1 is replaced: 4, by 5. Then 6 fills the place.
        assertThat(play.epochs.values()).containsExactly(6, 1, 6, 6, 3, 3, 3);
        assertThat(play.parents).isEqualTo(Map.of(5, 0, 6, 0));
    }

    @Test
    void trainsOnWhereTheStudyAllowsNoClone() {
        Play play = Play.of(PopulationTraining.of(4).maxEpochs(6).interval(3), Play.SPACE, byNumber(), 3, 1)
                .trialLimit(4)
                .run();

        assertThat(play.epochs.values()).containsExactly(6, 6, 6, 6);
    }

    /** The clone's configuration and weights are those that its parent has then: it is asked for before the parent trains on. */
    @Test
    void clonesComeBeforeWhatTakesTheirParentsWeights() {
        AtomicInteger both = new AtomicInteger();
        Play.of(PopulationTraining.of(8).maxEpochs(12).interval(2), Play.SPACE, random(2), 3, 2)
                .witness((told, ask, answer) -> {
                    int lastClone = -1;
                    int firstOther = Integer.MAX_VALUE;
                    for (int i = 0; i < answer.size(); i++) {
                        Decision decision = answer.get(i);
                        boolean parentChanges = decision instanceof Decision.Train train
                                && answer.stream()
                                        .anyMatch(d ->
                                                d instanceof Decision.Clone clone && clone.parent() == train.trial());
                        lastClone = decision instanceof Decision.Clone ? i : lastClone;
                        firstOther = parentChanges ? Math.min(firstOther, i) : firstOther;
                    }
                    assertThat(lastClone).as("in %s", answer).isLessThan(firstOther);
                    both.addAndGet(firstOther < Integer.MAX_VALUE ? 1 : 0);
                })
                .run();
        assertThat(both.get()).as("answers with a clone and more of its parent").isPositive();
    }

    @Test
    void keepsNothingOfThoseThatWereReplaced() throws ReflectiveOperationException {
        Play play = Play.of(PopulationTraining.of(6).maxEpochs(1200).interval(1), Play.SPACE, random(5), 3, 5)
                .questions(10_000)
                .run();

        assertThat(play.parents).hasSizeGreaterThan(1000);
        assertThat(Retained.entries(play.searcher())).isLessThan(6 * 1200 + 200);
    }

    @Test
    void refusesSettingsThatMakeNoSense() {
        assertThatThrownBy(() -> PopulationTraining.of(1)).hasMessageContaining("population (1) must be at least 2");
        assertThatThrownBy(() -> PopulationTraining.of(4).quantile(0.6)).hasMessageContaining("quantile (0.6)");
        assertThatThrownBy(() -> PopulationTraining.of(4).step(0)).hasMessageContaining("step (0.0)");
        assertThatThrownBy(() -> PopulationTraining.of(4).resample(2)).hasMessageContaining("resample (2.0)");
        assertThatThrownBy(() -> PopulationTraining.of(4).interval(0)).hasMessageContaining("interval (0");
        assertThatThrownBy(() -> PopulationTraining.of(4).perturb()).hasMessageContaining("names no parameter");
    }
}
