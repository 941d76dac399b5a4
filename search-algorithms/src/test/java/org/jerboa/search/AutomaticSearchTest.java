package org.jerboa.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.jerboa.tune.space.Parameter.bool;
import static org.jerboa.tune.space.Parameter.categorical;
import static org.jerboa.tune.space.Parameter.integer;
import static org.jerboa.tune.space.Parameter.real;

import java.util.List;
import org.jerboa.tune.metric.Objective;
import org.jerboa.tune.space.SearchSpace;
import org.jerboa.tune.spi.SearchProblem;
import org.junit.jupiter.api.Test;

class AutomaticSearchTest {

    private static final SearchSpace REALS = SearchSpace.of(real("x", 0, 1), real("y", 0, 1));

    private static String choice(AutomaticSearch search, SearchSpace space, String... metrics) {
        List<Objective> objectives =
                List.of(metrics).stream().map(Objective::minimize).toList();
        return search.choice(new SearchProblem(space, objectives, 1)).toString();
    }

    @Test
    void triesEverythingWhereThatIsAffordable() {
        SearchSpace few = SearchSpace.of(bool("a"), integer("b", 1, 3).when("a", true), categorical("c", "x", "y"));

        // 2 for c, and for a: false, or true with 3 values of b
        assertThat(choice(SearchAlgorithms.automatic(80).maxEpochs(10), few, "loss"))
                .startsWith("grid(order=shuffled")
                .contains("has 8 configurations");
        assertThat(choice(SearchAlgorithms.automatic(79).maxEpochs(10), few, "loss"))
                .doesNotStartWith("grid");
    }

    @Test
    void endsTrialsEarlyAndLearnsWhereThereAreEnough() {
        // rungs at 1, 3, 9, 27: 1 + 2/3 + 6/9 + 18/27 = 3 epochs for each
        assertThat(choice(SearchAlgorithms.automatic(600), REALS, "loss"))
                .startsWith("tpe(")
                .contains(" + asha(", "trials=200", "200 configurations in place of 22");
    }

    @Test
    void doesNotLearnWhereManyWorkersStartEverythingAtOnce() {
        assertThat(choice(SearchAlgorithms.automatic(600).workers(64), REALS, "loss"))
                .startsWith("random + asha(")
                .contains("too few rounds");
    }

    @Test
    void learnsFromWholeTrialsWhereTheyAreTooShortToBeEnded() {
        assertThat(choice(SearchAlgorithms.automatic(60).maxEpochs(2), REALS, "loss"))
                .startsWith("tpe(trials=30");
    }

    @Test
    void coversTheSpaceEvenlyWhereThereIsLittleToSpend() {
        assertThat(choice(SearchAlgorithms.automatic(20).maxEpochs(10), REALS, "loss"))
                .startsWith("sobol(trials=2");
    }

    @Test
    void endsNoTrialByOneOfSeveralObjectives() {
        assertThat(choice(SearchAlgorithms.automatic(600), REALS, "loss", "size"))
                .startsWith("sobol(trials=22")
                .contains("2 objectives");
    }

    @Test
    void refusesBudgetsThatTrainNothing() {
        assertThatThrownBy(() -> SearchAlgorithms.automatic(0)).hasMessageContaining("epochs (0)");
        assertThatThrownBy(() -> SearchAlgorithms.automatic(5).maxEpochs(6)).hasMessageContaining("maxEpochs (6)");
        assertThatThrownBy(() -> SearchAlgorithms.automatic(5).workers(0)).hasMessageContaining("workers (0)");
    }
}
