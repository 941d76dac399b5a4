package org.jerboa.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.jerboa.tune.space.Parameter.integer;
import static org.jerboa.tune.space.Parameter.real;

import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.jerboa.tune.space.Configuration;
import org.jerboa.tune.space.SearchSpace;
import org.jerboa.tune.spi.Decision;
import org.jerboa.tune.spi.Searcher;
import org.jerboa.tune.spi.TrialEvent;
import org.junit.jupiter.api.Test;

class FixedEpochsTest {

    private static final int MAX_LIVE = 1024;
    private static final SearchSpace SPACE = SearchSpace.of(real("x", 0, 1));
    private static final Configuration EXTRA = SPACE.configuration(Map.of("x", 0.123));

    @Test
    void startsAllTrialsAtOnce() {
        assertThat(Playthrough.firstStarts(RandomSearch.trials(300), SPACE, 1)).hasSize(300);
    }

    @Test
    void trainsEachTrialForItsEpochsAndThenCompletesIt() {
        Playthrough played = Playthrough.of(RandomSearch.trials(5).epochs(3), SPACE, 1);

        assertThat(played.epochs.values()).containsOnly(3).hasSize(5);
        assertThat(played.completed).containsExactlyInAnyOrder(0, 1, 2, 3, 4);
    }

    @Test
    void answersWhatFollowsFromAnEpochAndNothingElse() {
        Searcher searcher = Playthrough.start(RandomSearch.trials(2).epochs(2), SPACE, 1);
        assertThat(searcher.ask(new Searcher.Ask(0, 2))).hasSize(2);

        searcher.tell(new TrialEvent.EpochFinished(1, 0, Map.of("loss", 0.5)));
        assertThat(searcher.ask(new Searcher.Ask(2, 2))).containsExactly(new Decision.Train(1));
        assertThat(searcher.ask(new Searcher.Ask(2, 2))).isEmpty();

        searcher.tell(new TrialEvent.EpochFinished(1, 1, Map.of("loss", 0.5)));
        assertThat(searcher.ask(new Searcher.Ask(2, 2))).containsExactly(new Decision.Complete(1));
    }

    @Test
    void keepsToItsCapOfTrialsInTrainingAndStillTriesThemAll() {
        Playthrough played = Playthrough.of(RandomSearch.trials(2500).epochs(2), SPACE, 4);

        assertThat(played.mostInTraining).isEqualTo(MAX_LIVE);
        assertThat(played.completed).hasSize(2500);
        assertThat(played.epochs.values()).containsOnly(2);
    }

    @Test
    void hasTheSameTrialsWhateverTheWorkersWant() {
        RandomSearch search = RandomSearch.trials(1500).epochs(1);
        Playthrough one = Playthrough.of(search, SPACE, 0);

        assertThat(Playthrough.of(search, SPACE, 3).trials).isEqualTo(one.trials);
        assertThat(Playthrough.of(search, SPACE, 5000).trials).isEqualTo(one.trials);
    }

    @Test
    void givesAnAddedTrialTheSameBudget() {
        Playthrough played = play(new TrialEvent.Added(4, EXTRA));

        assertThat(played.trials).hasSize(5);
        assertThat(played.epochs.values()).containsOnly(3);
        assertThat(played.completed).contains(4);
    }

    @Test
    void leavesOutFailedAndEndedTrials() {
        Playthrough played =
                play(new TrialEvent.Failed(0, true), new TrialEvent.Failed(2, false), new TrialEvent.Ended(3));

        assertThat(played.epochs).isEqualTo(Map.of(0, 0, 1, 3, 2, 0, 3, 0));
        assertThat(played.completed).containsExactly(1);
    }

    @Test
    void startsTheSameConfigurationsAroundAnAddedTrial() {
        // One trial more than are in training at once, so that the last starts after the addition.
        RandomSearch search = RandomSearch.trials(MAX_LIVE + 1).epochs(1);
        List<Configuration> expected =
                List.copyOf(Playthrough.of(search, SPACE, 1).trials.values());

        Playthrough played = new Playthrough(Playthrough.start(search, SPACE, 5), 1, 9);
        played.interrupt(new TrialEvent.Added(MAX_LIVE, EXTRA));
        played.run();

        assertThat(played.trials).containsEntry(MAX_LIVE, EXTRA);
        played.trials.remove(MAX_LIVE);
        assertThat(played.trials.values()).containsExactlyElementsOf(expected);
    }

    @Test
    void ignoresAReportOfATrialThatHasEnded() {
        Searcher searcher = Playthrough.start(RandomSearch.trials(1).epochs(3), SPACE, 1);
        searcher.ask(new Searcher.Ask(0, 1));
        searcher.tell(new TrialEvent.EpochFinished(0, 0, Map.of("loss", 0.5)));
        searcher.tell(new TrialEvent.Ended(0));
        searcher.tell(new TrialEvent.EpochFinished(0, 1, Map.of("loss", 0.5)));

        assertThat(searcher.ask(new Searcher.Ask(1, 1))).isEmpty();
    }

    @Test
    void plansTheEpochsOfAllTrials() {
        Searcher searcher = Playthrough.start(RandomSearch.trials(2000).epochs(3), SPACE, 1);
        assertThat(searcher.plannedEpochs()).isEqualTo(OptionalLong.of(6000));

        searcher.ask(new Searcher.Ask(0, 1));
        assertThat(searcher.plannedEpochs()).isEqualTo(OptionalLong.of(6000));

        // Trial 7 had 1 of its 3 epochs, the added trial is to have 3: 6000 - 2 + 3.
        searcher.tell(new TrialEvent.EpochFinished(7, 0, Map.of("loss", 0.5)));
        searcher.tell(new TrialEvent.Failed(7, false));
        searcher.tell(new TrialEvent.Added(5000, EXTRA));
        assertThat(searcher.plannedEpochs()).isEqualTo(OptionalLong.of(6001));
    }

    @Test
    void plansTheEpochsOfTrialsWithTheirOwnBudgetsOnceAllAreKnown() {
        SearchSpace space = SearchSpace.of(real("x", 0, 1), integer("epochs", 1, 9));
        Searcher searcher = Playthrough.start(RandomSearch.trials(20), space, 1);
        assertThat(searcher.plannedEpochs()).isEmpty();

        int sum = searcher.ask(new Searcher.Ask(0, 1)).stream()
                .mapToInt(d -> ((Decision.Start) d).configuration().getInt("epochs"))
                .sum();
        assertThat(searcher.plannedEpochs()).isEqualTo(OptionalLong.of(sum));
    }

    @Test
    void trainsEachTrialForTheEpochsOfItsOwnConfiguration() {
        SearchSpace space = SearchSpace.of(real("x", 0, 1), integer("epochs", 1, 9));

        Playthrough played = Playthrough.of(RandomSearch.trials(50), space, 2);

        assertThat(IntStream.range(0, 50))
                .allSatisfy(trial -> assertThat(played.epochs.get(trial))
                        .isEqualTo(played.trials.get(trial).getInt("epochs")));
    }

    private static Playthrough play(TrialEvent... interruptions) {
        Playthrough played =
                new Playthrough(Playthrough.start(RandomSearch.trials(4).epochs(3), SPACE, 1), 1, 2);
        List.of(interruptions).forEach(played::interrupt);
        played.run();
        return played;
    }
}
