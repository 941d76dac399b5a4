package org.jerboa.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.jerboa.tune.space.Parameter.integer;
import static org.jerboa.tune.space.Parameter.real;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jerboa.search.allocation.Allocation;
import org.jerboa.search.allocation.Allocator;
import org.jerboa.search.allocation.FixedEpochs;
import org.jerboa.search.allocation.Turn;
import org.jerboa.search.history.History;
import org.jerboa.search.history.TrialRecord;
import org.jerboa.search.sampling.RandomSampling;
import org.jerboa.search.sampling.Sampler;
import org.jerboa.search.sampling.Sampling;
import org.jerboa.tune.space.Configuration;
import org.jerboa.tune.space.SearchSpace;
import org.jerboa.tune.spi.Decision;
import org.jerboa.tune.spi.SearchProblem;
import org.jerboa.tune.spi.Searcher;
import org.jerboa.tune.spi.TrialEvent;
import org.junit.jupiter.api.Test;

class ComposedSearchTest {

    private static final SearchSpace SPACE = SearchSpace.of(integer("n", 0, 99), real("x", 0, 1));

    /** A user's own sampling: steps from the best trial so far. */
    private record StepFromTheBest() implements Sampling {

        @Override
        public Sampler start(SearchProblem problem, Constraint allowed) {
            return (trial, history) -> Optional.of(
                            problem.space().configuration(Map.of("n", best(history) + 1, "x", 0.5)))
                    .filter(allowed::allows);
        }

        private static long best(History history) {
            TrialRecord best = null;
            for (TrialRecord trial : history.trials()) {
                best = best == null || trial.bestLoss() < best.bestLoss() ? trial : best;
            }
            return best == null ? 0 : best.configuration().getLong("n");
        }

        @Override
        public String describe() {
            return "steps";
        }
    }

    /** A user's own allocation: one trial after another, each as long as it gets better. */
    private record WhileBetter() implements Allocation {

        @Override
        public Allocator start(SearchProblem problem, long trials) {
            return new OneAfterAnother();
        }

        @Override
        public String describe() {
            return "whileBetter";
        }
    }

    private static final class OneAfterAnother implements Allocator {

        private final List<TrialRecord> waiting = new ArrayList<>();
        private int live;

        @Override
        public void epochFinished(TrialRecord trial) {
            waiting.add(trial);
        }

        @Override
        public void ended(TrialRecord trial) {
            waiting.remove(trial);
            live--;
        }

        @Override
        public void added(TrialRecord trial) {
            live++;
        }

        @Override
        public void allocate(Turn turn) {
            for (TrialRecord trial : waiting) {
                if (trial.depth() == 1 || trial.lastLoss() < trial.lossAt(trial.depth() - 1)) {
                    turn.train(trial);
                } else {
                    turn.stop(trial);
                    live--;
                }
            }
            waiting.clear();
            if (live == 0 && turn.start().isPresent()) {
                live++;
            }
        }
    }

    private static List<Decision> ask(Searcher searcher, int next) {
        return searcher.ask(new Searcher.Ask(next, 2));
    }

    private static TrialEvent finished(int trial, int epoch, double loss) {
        return new TrialEvent.EpochFinished(trial, epoch, Map.of("loss", loss));
    }

    @Test
    void putsAUsersSamplingTogetherWithAUsersAllocation() {
        Searcher searcher = Playthrough.start(
                ComposedSearch.of(new StepFromTheBest(), new WhileBetter()).trials(2), SPACE, 1);

        assertThat(ask(searcher, 0)).containsExactly(new Decision.Start(of(1)));
        searcher.tell(finished(0, 0, 0.9));
        assertThat(ask(searcher, 1)).containsExactly(new Decision.Train(0));
        searcher.tell(finished(0, 1, 0.8));
        assertThat(ask(searcher, 1)).containsExactly(new Decision.Train(0));
        searcher.tell(finished(0, 2, 0.8));
        assertThat(ask(searcher, 1)).containsExactly(new Decision.Stop(0), new Decision.Start(of(2)));
        searcher.tell(new TrialEvent.Failed(1, false));
        assertThat(ask(searcher, 2)).as("both trials are used up").isEmpty();
    }

    private static Configuration of(int n) {
        return SPACE.configuration(Map.of("n", n, "x", 0.5));
    }

    @Test
    void tellsAUsersSamplingOfTheConstraints() {
        Searcher searcher = Playthrough.start(
                ComposedSearch.of(new StepFromTheBest(), new WhileBetter())
                        .where("at most 1", c -> c.getLong("n") <= 1),
                SPACE,
                1);
        ask(searcher, 0);
        searcher.tell(finished(0, 0, 0.5));
        searcher.tell(new TrialEvent.Ended(0));

        assertThat(ask(searcher, 1)).isEmpty();
    }

    @Test
    void drawsWhatRandomSearchDraws() {
        ComposedSearch composed = ComposedSearch.of(new RandomSampling(), FixedEpochs.allAtOnce(3))
                .trials(40);

        assertThat(Playthrough.firstStarts(composed, SPACE, 9))
                .isEqualTo(Playthrough.firstStarts(RandomSearch.trials(40).epochs(3), SPACE, 9));
    }

    @Test
    void startsAsManyTrialsAsTheWorkersWant() {
        Searcher searcher = Playthrough.start(
                ComposedSearch.of(new RandomSampling(), FixedEpochs.asWanted(1)).trials(5), SPACE, 1);

        assertThat(ask(searcher, 0)).hasSize(2);
        assertThat(searcher.ask(new Searcher.Ask(2, 0))).isEmpty();
        assertThat(searcher.ask(new Searcher.Ask(2, 8))).hasSize(3);
        assertThat(searcher.ask(new Searcher.Ask(5, 8))).isEmpty();
    }

    @Test
    void startsNoMoreTrialsThanTheStudyAllows() {
        Searcher searcher = Playthrough.start(RandomSearch.trials(10).epochs(1), SPACE, 1);

        assertThat(searcher.ask(new Searcher.Ask(0, 5, 4))).hasSize(4);
        searcher.tell(finished(0, 0, 0.5));
        assertThat(searcher.ask(new Searcher.Ask(4, 5, 0))).containsExactly(new Decision.Complete(0));
    }

    @Test
    void rejectsConstraintsThatNothingMeets() {
        ComposedSearch search = ComposedSearch.of(new RandomSampling(), FixedEpochs.asWanted(1))
                .where("large", c -> c.getLong("n") > 99);

        assertThatThrownBy(() -> Playthrough.start(search, SPACE, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("no configuration met the constraints", "['large']", "loosen");
    }

    @Test
    void describesBothHalvesAndAllTerms() {
        ComposedSearch search = ComposedSearch.of(new RandomSampling(), FixedEpochs.asWanted(3))
                .trials(7)
                .where("small", c -> c.getLong("n") < 50)
                .warmStart(of(3));

        assertThat(search.describe()).isEqualTo("random + epochs=3, trials=7, where=['small'], warmStart=[n=3, x=0.5]");
        assertThat(search).hasToString(search.describe());
    }
}
