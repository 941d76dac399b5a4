package org.jerboa.search.allocation.asha;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jerboa.search.Asha;
import org.jerboa.search.Play;
import org.jerboa.search.Retained;
import org.jerboa.tune.random.RandomStreams;
import org.jerboa.tune.spi.Decision;
import org.jerboa.tune.spi.Searcher;
import org.jerboa.tune.spi.TrialEvent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AsynchronousTest {

    private static final int STUDIES = 300;

    /** Losses of few values, so that many tie; one trial in eight fails somewhere, half of those by not being a number. */
    private static Play.Losses coarse(long seed) {
        return (trial, epoch, configuration) -> {
            long kind = Math.floorMod(RandomStreams.seed(seed, "kind", trial), 16);
            boolean struck = kind < 2 && epoch == 1 + Math.floorMod(RandomStreams.seed(seed, "when", trial), 6);
            if (struck) {
                return kind == 0 ? Optional.empty() : Optional.of(Double.NaN);
            }
            return Optional.of((double) Math.floorMod(RandomStreams.seed(seed, "loss", trial, epoch), 12));
        };
    }

    private static Play.Losses byNumber() {
        return (trial, epoch, configuration) -> Optional.of((double) trial);
    }

    @Test
    void promotesWhatBruteForcePromotesInAnyOrderOfReports() {
        for (long seed = 0; seed < STUDIES; seed++) {
            int eta = 2 + (int) (seed % 3);
            int trials = 5 + (int) (seed % 50);
            int[] milestones = {1, eta, eta * eta, eta * eta * eta};
            BruteForceAsha oracle = new BruteForceAsha(eta, trials, milestones);
            String of = "seed " + seed;
            int slots = 1 + (int) (seed % 7);
            Asha asha = Asha.maxEpochs(milestones[3]).eta(eta).trials(trials);

            Play.of(asha, Play.SPACE, coarse(seed), slots, seed)
                    .witness((told, ask, answer) -> assertThat(words(answer, ask))
                            .as("%s, %s after %s", of, ask, told)
                            .isEqualTo(oracle.answer(told, ask)))
                    .run();
        }
    }

    private static List<String> words(List<Decision> answer, Searcher.Ask ask) {
        List<String> words = new ArrayList<>();
        int next = ask.nextTrial();
        for (Decision decision : answer) {
            if (decision instanceof Decision.Start) {
                words.add("start " + next++);
            } else if (decision instanceof Decision.Train train) {
                words.add("train " + train.trial());
            } else if (decision instanceof Decision.Complete complete) {
                words.add("complete " + complete.trial());
            } else {
                words.add(decision.toString());
            }
        }
        return words;
    }

    /** 81 trials of equal losses: 27 go up, then 9, 3 and 1. */
    @Test
    void aConstantMetricPromotesOneInEtaByNumber() {
        Play played = Play.of(Asha.maxEpochs(81).trials(81), Play.SPACE, (trial, epoch, c) -> Optional.of(0.5), 1, 1)
                .run();

        assertThat(played.with(Play.End.COMPLETE)).containsExactly(0);
        for (int depth : new int[] {3, 9, 27, 81}) {
            assertThat(played.epochs.values().stream().filter(epochs -> epochs >= depth))
                    .hasSize(81 / depth);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void aConstantMetricStopsAllButTheFirstFewThatComeToARung(int first) {
        Play played = Play.of(
                        Asha.maxEpochs(81).trials(81).stopping(),
                        Play.SPACE,
                        (trial, epoch, c) -> Optional.of(0.5),
                        first,
                        1)
                .run();

        assertThat(played.with(Play.End.COMPLETE)).hasSizeLessThanOrEqualTo(2);
        assertThat(played.with(Play.End.STOPPED)).hasSizeGreaterThan(78);
    }

    @Test
    void noWorkerWaitsAsLongAsTrialsMayBeStarted() {
        for (Asha asha : List.of(
                Asha.maxEpochs(27),
                Asha.maxEpochs(27).brackets(3),
                Asha.maxEpochs(27).stopping())) {
            Play.of(asha.trials(Long.MAX_VALUE), Play.SPACE, coarse(3), 4, 3)
                    .questions(2000)
                    .witness((told, ask, answer) -> assertThat(answer.stream()
                                    .filter(decision ->
                                            decision instanceof Decision.Start || decision instanceof Decision.Train))
                            .hasSize(ask.wanted()))
                    .run();
        }
    }

    @Test
    void looksAtTheHighestRungFirst() {
        // 0 to 8 at 1 epoch: 0 is best of three, so goes up when 2 has come; and so on. In the end 0, 1, 2 are at 3
        // epochs.
        Play play = Play.of(Asha.maxEpochs(9).trials(9), Play.SPACE, byNumber(), 1, 1)
                .run();

        assertThat(play.epochs.values()).containsExactly(9, 3, 3, 1, 1, 1, 1, 1, 1);
    }

    /** 4 trials and eta 3: one of 4 goes up, and from then on it is alone in its rung; still it is trained in full. */
    @Test
    void oneGoesUpFromARungThatNobodyElseCanComeTo() {
        Play few = Play.of(Asha.maxEpochs(27).trials(4), Play.SPACE, byNumber(), 3, 1)
                .run();
        assertThat(few.epochs.values()).containsExactly(27, 1, 1, 1);

        Play two = Play.of(Asha.maxEpochs(27).trials(2), Play.SPACE, byNumber(), 3, 1)
                .run();
        assertThat(two.epochs.values()).containsExactly(27, 1);
    }

    @Test
    void theStudysLimitOfTrialsDoesNotEndPromotions() {
        Play limited = Play.of(Asha.maxEpochs(27).trials(1000), Play.SPACE, byNumber(), 3, 1)
                .trialLimit(27)
                .run();

        assertThat(limited.configurations).hasSize(27);
        assertThat(limited.with(Play.End.COMPLETE)).contains(0);
    }

    /** Nine trials of which the best fails on its way up: its place goes to the next. */
    @Test
    void thePlaceOfATrialThatFailsGoesToTheNext() {
        Play play = Play.of(
                        Asha.maxEpochs(9).trials(9),
                        Play.SPACE,
                        (trial, epoch, c) -> trial == 0 && epoch == 5 ? Optional.empty() : Optional.of((double) trial),
                        1,
                        1)
                .run();

        assertThat(play.epochs.values()).containsExactly(4, 9, 3, 3, 1, 1, 1, 1, 1);
    }

    /** As after the user narrowed the search: the new searcher is told of all epochs at once. */
    @Test
    void aTrialThatHasPassedSeveralRungsIsRankedInEachOfThem() {
        Searcher searcher = Asha.maxEpochs(27)
                .trials(9)
                .start(new org.jerboa.tune.spi.SearchProblem(
                        Play.SPACE, List.of(org.jerboa.tune.metric.Objective.minimize("loss")), 1));
        searcher.ask(new Searcher.Ask(7, 0, 0));
        searcher.tell(new TrialEvent.Added(3, Play.SPACE.decode(new double[] {0.5, 0.5})));
        for (int epoch = 0; epoch < 10; epoch++) {
            searcher.tell(new TrialEvent.EpochFinished(3, epoch, Map.of("loss", 1.0)));
        }

        assertThat(searcher.ask(new Searcher.Ask(8, 2, 100))).first().isEqualTo(new Decision.Train(3));
    }

    /** Weights of ceil(4 * 27 / 4), ceil(4 * 9 / 3), ceil(4 * 3 / 2) and 4: 27, 12, 6, 4. */
    @Test
    void dealsTrialsToBracketsAsHyperbandDoes() {
        Brackets brackets = new Brackets(org.jerboa.search.allocation.Ladder.of(1, 27, 3), 3, 4);
        int[] dealt = new int[4];
        for (int i = 0; i < 49; i++) {
            dealt[brackets.all().indexOf(brackets.deal())]++;
        }

        assertThat(dealt).containsExactly(27, 12, 6, 4);
    }

    @Test
    void refusesMoreBracketsThanRungs() {
        assertThatThrownBy(() -> Asha.maxEpochs(9).brackets(4))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("brackets (4) must be from 1 to the number of rungs, 3");
    }

    /** 4 * 27 trials: 108 + 36 * 2 + 12 * 6 + 4 * 18. */
    @Test
    void plansTheEpochsOfAllTrials() {
        Play play = Play.of(Asha.maxEpochs(27), Play.SPACE, byNumber(), 2, 1);
        assertThat(play.searcher().plannedEpochs()).isEqualTo(OptionalLong.of(324));

        play.run();
        assertThat(play.configurations).hasSize(108);
        assertThat(play.searcher().plannedEpochs()).isEqualTo(OptionalLong.of(play.epochsInAll()));
        assertThat(Play.of(Asha.maxEpochs(27).trials(Long.MAX_VALUE), Play.SPACE, byNumber(), 2, 1)
                        .searcher()
                        .plannedEpochs())
                .isEmpty();
    }

    @Test
    void keepsNoMoreThanItsRungsOver10000Questions() throws ReflectiveOperationException {
        for (Asha asha : List.of(Asha.maxEpochs(27), Asha.maxEpochs(27).stopping())) {
            Play play = Play.of(asha.trials(Long.MAX_VALUE), Play.SPACE, coarse(4), 3, 4)
                    .questions(10_000)
                    .run();
            int live = play.configurations.size() - play.ends.size();

            // A trial is in 1.5 rungs on average, and marked in a half as gone up from there.
            assertThat(Retained.entries(play.searcher())).isLessThan(3L * play.configurations.size() + 2L * live + 200);
        }
    }
}
