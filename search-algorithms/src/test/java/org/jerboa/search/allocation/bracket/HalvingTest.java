package org.jerboa.search.allocation.bracket;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.jerboa.search.Hyperband;
import org.jerboa.search.Play;
import org.jerboa.search.Retained;
import org.jerboa.search.SuccessiveHalving;
import org.jerboa.tune.random.RandomStreams;
import org.jerboa.tune.space.Parameter;
import org.jerboa.tune.space.SearchSpace;
import org.jerboa.tune.spi.Decision;
import org.jerboa.tune.spi.TrialEvent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class HalvingTest {

    private static final int STUDIES = 150;

    /** The paper's pseudo-code, one trial after another: what each trial is trained for, and which are trained in full. */
    private static final class PseudoCode {

        private final Map<Integer, Integer> epochs = new TreeMap<>();
        private final List<Integer> complete = new ArrayList<>();
        private int next;

        void bracket(int trials, int eta, int firstEpochs, int rungs, int[] milestones, Play.Losses losses) {
            List<Integer> set = new ArrayList<>();
            for (int i = 0; i < trials; i++) {
                set.add(next++);
            }
            for (int rung = 0; rung < rungs; rung++) {
                int depth = milestones[firstEpochs + rung];
                set.forEach(trial -> epochs.put(trial, depthReached(trial, depth, losses)));
                List<Integer> ranked = set.stream()
                        .filter(trial -> epochs.get(trial) == depth)
                        .sorted(Comparator.<Integer>comparingDouble(trial ->
                                        losses.after(trial, depth, null).orElseThrow())
                                .thenComparing(Comparator.naturalOrder()))
                        .toList();
                int keep = (int) Math.floor(trials / Math.pow(eta, rung + 1));
                set = rung == rungs - 1 ? ranked : ranked.subList(0, Math.min(keep, ranked.size()));
            }
            complete.addAll(set);
        }

        /** It fails on its way if there is an epoch without a loss. */
        private static int depthReached(int trial, int depth, Play.Losses losses) {
            int reached = 0;
            while (reached < depth && losses.after(trial, reached + 1, null).isPresent()) {
                reached++;
            }
            return reached;
        }

        /** Line 1 to 9 of algorithm 1, with R = 27 and eta = 3, or with the sizes of the table. */
        static PseudoCode hyperband27(BracketSizes sizes, Play.Losses losses) {
            PseudoCode code = new PseudoCode();
            int[] milestones = {1, 3, 9, 27};
            int[] trials = sizes == BracketSizes.TABLE ? new int[] {27, 9, 6, 4} : new int[] {27, 12, 6, 4};
            for (int begun = 0; begun < 4; begun++) {
                code.bracket(trials[begun], 3, begun, 4 - begun, milestones, losses);
            }
            return code;
        }
    }

    /** Losses of few values, so that many tie; one trial in ten fails somewhere. */
    private static Play.Losses coarse(long seed) {
        return (trial, epoch, configuration) -> {
            boolean fails = Math.floorMod(RandomStreams.seed(seed, "fails", trial), 10) == 0
                    && epoch == 1 + Math.floorMod(RandomStreams.seed(seed, "when", trial), 12);
            return fails
                    ? Optional.empty()
                    : Optional.of((double) Math.floorMod(RandomStreams.seed(seed, "loss", trial, epoch), 20));
        };
    }

    @ParameterizedTest
    @EnumSource
    void comesToWhatThePseudoCodeComesToWhateverTheOrder(BracketSizes sizes) {
        Hyperband hyperband = Hyperband.maxEpochs(27).sizes(sizes);
        for (long seed = 0; seed < STUDIES; seed++) {
            PseudoCode expected = PseudoCode.hyperband27(sizes, coarse(seed));
            int slots = 1 + (int) (seed % 12);

            Play played =
                    Play.of(hyperband, Play.SPACE, coarse(seed), slots, seed).run();

            assertThat(played.epochs)
                    .as("epochs of each trial, seed %d on %d slots", seed, slots)
                    .isEqualTo(expected.epochs);
            assertThat(played.with(Play.End.COMPLETE))
                    .as("complete trials, seed %d on %d slots", seed, slots)
                    .containsExactlyInAnyOrderElementsOf(expected.complete);
            assertThat(played.searcher().plannedEpochs()).isEqualTo(OptionalLong.of(played.epochsInAll()));
        }
    }

    @Test
    void promotesByCountWhereAllTie() {
        Play played = Play.of(SuccessiveHalving.maxEpochs(27), Play.SPACE, (trial, epoch, c) -> Optional.of(0.5), 4, 1)
                .run();

        assertThat(played.with(Play.End.COMPLETE)).containsExactly(0);
        assertThat(played.epochsInAll()).isEqualTo(81);
        assertThat(played.epochs.values().stream().filter(epochs -> epochs >= 3))
                .hasSize(9);
    }

    /** 9@1 3@3 1@9 | 3@3 1@9 | 3@9, in which trial 3 does not get through its first epoch. */
    @Test
    void onlyItsOwnBracketWaitsForAStraggler() {
        Play play = Play.of(Hyperband.maxEpochs(9), Play.SPACE, byNumber(), 2, 1)
                .hold(3)
                .run();
        assertThat(play.epochs.values()).containsExactly(1, 1, 1, 0, 1, 1, 1, 1, 1, 9, 3, 3, 9, 9, 9);

        play.tell(new TrialEvent.Failed(3, false));
        play.run();
        assertThat(play.epochs.values()).containsExactly(9, 3, 3, 0, 1, 1, 1, 1, 1, 9, 3, 3, 9, 9, 9);
    }

    /** The lower its number the better a trial. */
    private static Play.Losses byNumber() {
        return (trial, epoch, configuration) -> Optional.of((double) trial);
    }

    /** 27@1 9@3 3@9 1@27 with 5 trials: all 5 find room at 3, then 3 at 9. */
    @Test
    void goesOnWithThoseItHasWhereTheTrialsRunOut() {
        Play limited = Play.of(Hyperband.maxEpochs(27), Play.SPACE, byNumber(), 2, 1)
                .trialLimit(5)
                .run();
        assertThat(limited.epochs.values()).containsExactly(27, 9, 9, 3, 3);

        SearchSpace two = SearchSpace.of(Parameter.bool("switch"));
        Play tiny =
                Play.of(SuccessiveHalving.maxEpochs(9), two, byNumber(), 2, 1).run();
        assertThat(tiny.epochs.values()).containsExactly(9, 3);
    }

    @Test
    void aBracketEndsWhoseTrialsAllFail() {
        Play played = Play.of(
                        Hyperband.maxEpochs(9),
                        Play.SPACE,
                        (trial, epoch, c) -> trial < 9 && epoch == 2 ? Optional.empty() : Optional.of(1.0 + trial),
                        3,
                        1)
                .run();

        assertThat(played.with(Play.End.FAILED)).containsExactly(0, 1, 2);
        assertThat(played.with(Play.End.COMPLETE)).containsExactly(9, 12, 13, 14);
    }

    /** A round of (9, 3): 9 + 3 * 2 + 6, 3 * 3 + 6 and 3 * 9 epochs. */
    @Test
    void repeatsItsRounds() {
        Play played = Play.of(Hyperband.maxEpochs(9).rounds(2), Play.SPACE, byNumber(), 3, 1);
        assertThat(played.searcher().plannedEpochs()).isEqualTo(OptionalLong.of(2 * 63));
        played.run();
        assertThat(played.configurations).hasSize(2 * 15);
        assertThat(played.epochsInAll()).isEqualTo(2 * 63);

        Play endless = Play.of(Hyperband.maxEpochs(9).rounds(Long.MAX_VALUE), Play.SPACE, byNumber(), 3, 1)
                .questions(3000)
                .run();
        assertThat(endless.configurations).hasSizeGreaterThan(500);
        assertThat(endless.searcher().plannedEpochs()).isEmpty();
    }

    @Test
    void startsTrialsAsWorkersCanUseThem() {
        Play.of(Hyperband.maxEpochs(27), Play.SPACE, byNumber(), 4, 1)
                .witness((told, ask, answer) -> assertThat(answer)
                        .filteredOn(decision -> decision instanceof Decision.Start)
                        .hasSizeLessThanOrEqualTo(ask.wanted()))
                .run();
    }

    /** 0 to 8 have these losses; 0 to 2 go up at 1, and 0 at 3. Of the added ones 1.5 goes up once, and 3.5 does not. */
    @Test
    void anAddedTrialTakesNobodysPlaceAndGoesUpIfItBeatsTheLastThatDid() {
        Play.Losses losses =
                (trial, epoch, c) -> Optional.of(trial == 9 ? 1.5 : trial == 10 ? 3.5 : trial == 11 ? -1 : trial);
        Play play = Play.of(SuccessiveHalving.maxEpochs(9), Play.SPACE, losses, 9, 1)
                .hold(8)
                .run();
        for (int trial = 9; trial <= 11; trial++) {
            play.tell(new TrialEvent.Added(trial, play.configurations.get(0)));
        }
        play.run();
        assertThat(play.epochs.values()).as("a rung is open").containsOnly(1, 0);

        play.tell(new TrialEvent.Ended(8));
        play.run();
        assertThat(play.epochs.values()).containsExactly(9, 3, 3, 1, 1, 1, 1, 1, 0, 3, 1, 9);
        assertThat(play.with(Play.End.COMPLETE)).containsExactly(0, 11);
    }

    @Test
    void keepsNothingOfTrialsThatHaveEnded() throws ReflectiveOperationException {
        Play play = Play.of(Hyperband.maxEpochs(27).rounds(Long.MAX_VALUE), Play.SPACE, coarse(1), 5, 1)
                .questions(10_000)
                .run();
        int live = play.configurations.size() - play.ends.size();

        assertThat(play.configurations).hasSizeGreaterThan(1000);
        assertThat(Retained.entries(play.searcher())).isLessThan(10L * (live + 50));
    }
}
