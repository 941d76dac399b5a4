package org.jerboa.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.jerboa.search.Playthrough.firstStarts;
import static org.jerboa.tune.space.Parameter.categorical;
import static org.jerboa.tune.space.Parameter.integer;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jerboa.search.allocation.FixedEpochs;
import org.jerboa.search.history.History;
import org.jerboa.search.history.TrialRecord;
import org.jerboa.search.sampling.Sampler;
import org.jerboa.search.sampling.Sampling;
import org.jerboa.tune.metric.Objective;
import org.jerboa.tune.space.Configuration;
import org.jerboa.tune.space.SearchSpace;
import org.jerboa.tune.spi.SearchProblem;
import org.jerboa.tune.spi.Searcher;
import org.jerboa.tune.study.EpochResult;
import org.jerboa.tune.study.Trial;
import org.jerboa.tune.study.TrialStatus;
import org.junit.jupiter.api.Test;

class LearnFromTest {

    private static final SearchSpace SPACE = SearchSpace.of(integer("n", 0, 9));

    private static Configuration of(int n) {
        return SPACE.configuration(Map.of("n", n));
    }

    private static Trial trial(int id, Configuration configuration, TrialStatus status, double... losses) {
        List<EpochResult> epochs = IntStream.range(0, losses.length)
                .mapToObj(i -> new EpochResult(i, i + 1, Map.of("loss", losses[i], "accuracy", 1 - losses[i]), 0.1))
                .toList();
        return new Trial(id, configuration, 1, status, Optional.empty(), 0, epochs, Optional.empty());
    }

    /** Notes what it sees. */
    private static final class Watching implements Sampling {

        static final List<String> SEEN = new ArrayList<>();

        @Override
        public Sampler start(SearchProblem problem, Constraint allowed) {
            SEEN.clear();
            return new Sampler() {
                @Override
                public Optional<Configuration> propose(int trial, History history) {
                    history.trials().forEach(known -> SEEN.add(text(known)));
                    return Optional.empty();
                }

                @Override
                public void changed(TrialRecord trial) {
                    SEEN.add("told of " + trial.number());
                }
            };
        }

        private static String text(TrialRecord known) {
            return known.number() + ": " + known.configuration() + " " + known.status() + " " + known.depth() + " "
                    + known.bestLoss();
        }

        @Override
        public String describe() {
            return "watching";
        }
    }

    private static List<String> seen(SearchSpace space, Objective objective, List<Trial> trials) {
        Searcher searcher = ComposedSearch.of(new Watching(), FixedEpochs.asWanted(1))
                .learnFrom(trials)
                .start(new SearchProblem(space, List.of(objective), 1));
        searcher.ask(new Searcher.Ask(0, 1));
        return List.copyOf(Watching.SEEN);
    }

    @Test
    void givesTheSamplingTheTrialsOfTheEarlierStudyByNumber() {
        List<Trial> ranking = List.of(
                trial(2, of(7), TrialStatus.COMPLETED, 0.9, 0.1, 0.2),
                trial(0, of(3), TrialStatus.STOPPED, 0.5),
                trial(4, of(4), TrialStatus.WAITING, 0.7),
                trial(1, of(5), TrialStatus.DIVERGED, 0.8, Double.NaN),
                trial(3, of(6), TrialStatus.DELETED, 0.05));

        assertThat(seen(SPACE, Objective.minimize("loss"), ranking))
                .containsExactly(
                        "told of -1",
                        "told of -2",
                        "told of -3",
                        "told of -4",
                        "-1: n=3 STOPPED 1 0.5",
                        "-2: n=5 FAILED 2 0.8",
                        "-3: n=7 COMPLETE 3 0.1",
                        "-4: n=4 STOPPED 1 0.7");
    }

    @Test
    void takesTheObjectiveOfTheNewStudy() {
        assertThat(seen(
                        SPACE,
                        Objective.maximize("accuracy"),
                        List.of(trial(0, of(3), TrialStatus.COMPLETED, 0.25, 0.5))))
                .contains("-1: n=3 COMPLETE 2 -0.75");
    }

    @Test
    void passesOverTrialsOfAnotherSpace() {
        SearchSpace wider = SearchSpace.of(integer("n", 0, 99));
        Configuration outside = wider.configuration(Map.of("n", 50));
        Configuration inside = wider.configuration(Map.of("n", 8));

        assertThat(seen(
                        SPACE,
                        Objective.minimize("loss"),
                        List.of(
                                trial(0, outside, TrialStatus.COMPLETED, 0.1),
                                trial(1, inside, TrialStatus.COMPLETED, 0.2))))
                .containsExactly("told of -1", "-1: n=8 COMPLETE 1 0.2");
    }

    @Test
    void refusesTrialsOfWhichNoneIsOfTheSpace() {
        SearchSpace other = SearchSpace.of(categorical("n", "few", "many"));
        Trial trial = trial(0, other.configuration(Map.of("n", "few")), TrialStatus.COMPLETED, 0.1);

        assertThatThrownBy(() -> seen(SPACE, Objective.minimize("loss"), List.of(trial)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("none of the 1 trials to learn from", "n=few", "not of the search space");
    }

    @Test
    void refusesTrialsOfWhichNoneReportsTheObjective() {
        Trial trial = trial(0, of(3), TrialStatus.COMPLETED, 0.1);

        assertThatThrownBy(() -> seen(SPACE, Objective.maximize("auc"), List.of(trial)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("none of the 1 trials to learn from", "no 'auc'", "accuracy");
    }

    @Test
    void doesNotTryAgainWhatWasTried() {
        List<Trial> earlier = IntStream.range(0, 7)
                .mapToObj(n -> trial(n, of(n), TrialStatus.COMPLETED, 0.5))
                .toList();

        assertThat(firstStarts(RandomSearch.trials(10).learnFrom(earlier), SPACE, 1))
                .containsExactlyInAnyOrder(of(7), of(8), of(9));
        assertThat(firstStarts(GridSearch.sequential().pointsPerReal(10).learnFrom(earlier), SPACE, 1))
                .containsExactly(of(7), of(8), of(9));
    }

    @Test
    void describesTheTrialsByADigest() {
        List<Trial> trials = List.of(trial(0, of(3), TrialStatus.COMPLETED, 0.1), trial(1, of(4), TrialStatus.FAILED));
        String description = RandomSearch.trials(5).learnFrom(trials).describe();

        assertThat(description)
                .matches("random\\(trials=5, epochs=parameter or 10, learnFrom=2 trials [0-9a-f]{16}\\)");
        List<Trial> swapped = List.of(trials.get(1), trials.get(0));
        assertThat(RandomSearch.trials(5).learnFrom(swapped).describe()).isEqualTo(description);
        List<Trial> other = List.of(trial(0, of(3), TrialStatus.COMPLETED, 0.1000001), trials.get(1));
        assertThat(RandomSearch.trials(5).learnFrom(other).describe()).isNotEqualTo(description);
    }

    @Test
    void knowsTheTrialsAfterSerialisation() throws Exception {
        ComposedSearch search = ComposedSearch.of(new Watching(), FixedEpochs.asWanted(1))
                .learnFrom(List.of(trial(0, of(3), TrialStatus.COMPLETED, 0.1)))
                .warmStart(of(5));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(search);
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            ComposedSearch copy = (ComposedSearch) in.readObject();

            assertThat(copy.describe()).isEqualTo(search.describe());
            assertThat(firstStarts(copy, SPACE, 1)).containsExactly(of(5));
            Playthrough.of(copy, SPACE, 1);
            assertThat(Watching.SEEN).contains("-1: n=3 COMPLETE 1 0.1");
        }
    }
}
