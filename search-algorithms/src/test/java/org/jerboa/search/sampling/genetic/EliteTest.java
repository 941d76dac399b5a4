package org.jerboa.search.sampling.genetic;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.jerboa.search.history.History;
import org.jerboa.search.history.TrialRecord;
import org.jerboa.tune.metric.Objective;
import org.jerboa.tune.space.Parameter;
import org.jerboa.tune.space.SearchSpace;
import org.jerboa.tune.spi.SearchProblem;
import org.junit.jupiter.api.Test;

/** Who may breed, by all objectives and by the first. */
class EliteTest {

    private static final SearchSpace SPACE = SearchSpace.of(Parameter.integer("n", 0, 100));

    private final History history =
            new History(new SearchProblem(SPACE, List.of(Objective.minimize("a"), Objective.maximize("b")), 1));

    /** With so many epochs, which are all the same. */
    private TrialRecord trial(int number, TrialRecord.Status status, int epochs, double a, double b) {
        TrialRecord trial = history.begin(number, SPACE.configuration(Map.of("n", number)));
        for (int i = 0; i < epochs; i++) {
            history.epochFinished(trial, Map.of("a", a, "b", b));
        }
        history.become(trial, status);
        return trial;
    }

    private TrialRecord complete(int number, double a, double b) {
        return trial(number, TrialRecord.Status.COMPLETE, 3, a, b);
    }

    private static List<Integer> numbers(Survivors survivors) {
        return survivors.fittestFirst().stream().map(TrialRecord::number).toList();
    }

    @Test
    void hasTheBestInAllObjectivesFirst() {
        Elite elite = new Elite(10, 2);
        elite.add(complete(0, 5, 1)); // less is better in a, more in b
        elite.add(complete(1, 1, 1));
        elite.add(complete(2, 2, 9));
        elite.add(complete(3, 3, 9));

        // 1 and 2 are beaten by none, 3 by 2 alone, 0 by all
        assertThat(numbers(elite)).containsExactly(1, 2, 3, 0);
    }

    @Test
    void letsTheLeastLonelyOfTheFrontDie() {
        Elite elite = new Elite(4, 2);
        elite.add(complete(0, 0, 0));
        elite.add(complete(1, 10, 10));
        elite.add(complete(2, 4, 4));
        elite.add(complete(3, 5, 5));
        elite.add(complete(4, 8, 8));

        // gaps around 2, 3 and 4: 5, 4 and 5
        assertThat(numbers(elite)).containsExactlyInAnyOrder(0, 1, 2, 4);
    }

    @Test
    void ranksStoppedTrialsBehindCompleteOnesAndDeeperOnesFirst() {
        Elite elite = new Elite(10, 2);
        elite.add(trial(0, TrialRecord.Status.STOPPED, 1, 0, 99));
        elite.add(trial(1, TrialRecord.Status.STOPPED, 2, 7, 7));
        elite.add(complete(2, 9, 0));

        assertThat(numbers(elite)).containsExactly(2, 1, 0);
    }

    @Test
    void leavesOutTrialsWithAnObjectiveThatIsNoNumber() {
        Elite elite = new Elite(10, 2);
        elite.add(complete(0, 1, Double.NaN));
        elite.add(complete(1, Double.NaN, 1));
        elite.add(complete(2, Double.POSITIVE_INFINITY, 1));
        elite.add(trial(3, TrialRecord.Status.STOPPED, 0, 0, 0));

        assertThat(numbers(elite)).isEmpty();
    }

    @Test
    void theFittestAreCulledWhenOneMoreWouldBeTooMany() {
        Fittest fittest = new Fittest(4, 2);
        for (int loss : new int[] {5, 3, 8, 1}) {
            fittest.add(complete(loss, loss, 0));
        }
        assertThat(numbers(fittest)).containsExactly(1, 3, 5, 8);

        fittest.add(complete(9, 9, 0));
        assertThat(numbers(fittest)).containsExactly(1, 3, 9);

        fittest.add(trial(0, TrialRecord.Status.STOPPED, 1, 0, 0));
        assertThat(numbers(fittest)).containsExactly(1, 3, 9, 0);
    }

    @Test
    void ofEqualsTheEarlierIsFitter() {
        Fittest fittest = new Fittest(4, 2);
        for (int number = 0; number < 5; number++) {
            fittest.add(complete(number, 7, 0));
        }

        assertThat(numbers(fittest)).containsExactly(0, 1, 4);
    }
}
