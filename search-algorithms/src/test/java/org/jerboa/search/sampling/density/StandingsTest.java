package org.jerboa.search.sampling.density;

import static org.assertj.core.api.Assertions.assertThat;
import static org.jerboa.tune.space.Parameter.integer;

import java.util.List;
import java.util.Map;
import org.jerboa.search.history.History;
import org.jerboa.search.history.TrialRecord;
import org.jerboa.search.history.TrialRecord.Status;
import org.jerboa.tune.metric.Objective;
import org.jerboa.tune.space.SearchSpace;
import org.jerboa.tune.spi.SearchProblem;
import org.junit.jupiter.api.Test;

class StandingsTest {

    private static final SearchSpace SPACE = SearchSpace.of(integer("n", 0, 99));

    private final History history = new History(new SearchProblem(SPACE, List.of(Objective.minimize("loss")), 1));

    /** Three trials are enough to compare all at their number of epochs. */
    private final Standings standings = new Standings(3, 1);

    private void trial(int number, Status status, double... losses) {
        TrialRecord trial = history.begin(number, SPACE.configuration(Map.of("n", number)));
        standings.changed(trial);
        for (double loss : losses) {
            history.epochFinished(trial, Map.of("loss", loss));
            standings.changed(trial);
        }
        if (status != Status.RUNNING) {
            history.become(trial, status);
            standings.changed(trial);
        }
    }

    private List<Integer> order() {
        return standings.order().stream()
                .map(standing -> standing.trial().number())
                .toList();
    }

    @Test
    void ordersCompleteTrialsByTheirLeastLossAndTiesByNumber() {
        trial(0, Status.COMPLETE, 3, 1);
        trial(1, Status.COMPLETE, 2, 2);
        trial(2, Status.COMPLETE, 1, 4);
        trial(3, Status.COMPLETE, 0.5, 4);

        assertThat(order()).containsExactly(3, 0, 2, 1);
    }

    @Test
    void putsStoppedOnesBehindByDepthAndFailedOnesLast() {
        trial(0, Status.FAILED, 0, 0, 0);
        trial(1, Status.STOPPED, 0.1);
        trial(2, Status.STOPPED, 0.3, 0.3);
        trial(3, Status.COMPLETE, 9, 9, 9);
        trial(4, Status.COMPLETE, 8, 8, 8);
        trial(5, Status.STOPPED, 0.2, 0.2);

        assertThat(order()).containsExactly(4, 3, 5, 2, 1, 0);
    }

    @Test
    void comparesAtTheLargestNumberOfEpochsThatEnoughHaveHad() {
        trial(0, Status.COMPLETE, 5, 5, 0);
        trial(1, Status.STOPPED, 4, 4);
        trial(2, Status.STOPPED, 3, 3);
        trial(3, Status.STOPPED, 1);

        assertThat(standings.depth()).isEqualTo(2);
        assertThat(order()).as("the third epoch of trial 0 does not count").containsExactly(2, 1, 0, 3);
    }

    @Test
    void countsTrialsThatRunOnceTheyHaveAnEpoch() {
        trial(0, Status.RUNNING);
        trial(1, Status.RUNNING, 4);

        assertThat(order()).containsExactly(1);
        assertThat(standings.withLoss()).isEqualTo(1);
    }

    @Test
    void hasNoLossOfTrialsThatFailedOrWereNeverFinite() {
        trial(0, Status.FAILED, 1);
        trial(1, Status.COMPLETE, Double.NaN);
        trial(2, Status.STOPPED);

        assertThat(standings.withLoss()).isZero();
        assertThat(order()).containsExactly(1, 2, 0);
    }

    @Test
    void ignoresWhatIsToldBeforeTheLeastNumberOfEpochs() {
        Standings patient = new Standings(2, 3);
        TrialRecord stopped = history.begin(0, SPACE.configuration(Map.of("n", 0)));
        TrialRecord going = history.begin(1, SPACE.configuration(Map.of("n", 1)));
        TrialRecord failed = history.begin(2, SPACE.configuration(Map.of("n", 2)));
        TrialRecord brief = history.begin(3, SPACE.configuration(Map.of("n", 3)));
        for (TrialRecord trial : List.of(stopped, going, failed, brief)) {
            history.epochFinished(trial, Map.of("loss", 1.0));
            history.epochFinished(trial, Map.of("loss", 1.0 + trial.number()));
            assertThat(patient.changed(trial)).isFalse();
        }
        history.become(stopped, Status.STOPPED);
        history.become(failed, Status.FAILED);
        history.become(brief, Status.COMPLETE);

        assertThat(patient.changed(stopped)).isFalse();
        assertThat(patient.changed(failed)).isTrue();
        assertThat(patient.changed(brief)).isTrue();
        history.epochFinished(going, Map.of("loss", 9.0));
        assertThat(patient.changed(going)).isTrue();
        assertThat(patient.order()).extracting(standing -> standing.trial()).containsExactly(going, brief, failed);
        assertThat(patient.depth()).isEqualTo(3);
    }
}
