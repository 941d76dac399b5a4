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
    void breedsFromTheFrontOfSeveralObjectives() {
        assertThat(choice(SearchAlgorithms.automatic(1080), REALS, "loss", "size"))
                .startsWith("nsga2(trials=40, population=10")
                .contains("2 objectives", "bred from the front");
        assertThat(choice(SearchAlgorithms.automatic(5400), REALS, "loss", "size", "time"))
                .startsWith("nsga2(trials=200, population=20")
                .contains("3 objectives");
    }

    @Test
    void coversTheSpaceEvenlyWhereThereAreTooFewTrialsForAFront() {
        assertThat(choice(SearchAlgorithms.automatic(1079), REALS, "loss", "size"))
                .startsWith("sobol(trials=39")
                .contains("2 objectives", "too few to learn from");
        assertThat(choice(SearchAlgorithms.automatic(1080).workers(11), REALS, "loss", "size"))
                .startsWith("sobol(trials=40");
    }

    @Test
    void learnsTheShapeOfAValleyOfNumbersFromHundredsOfWholeTrials() {
        assertThat(choice(SearchAlgorithms.automatic(1000).maxEpochs(2), REALS, "loss"))
                .startsWith("cmaes(trials=500")
                .contains("all parameters are numbers");
        assertThat(choice(SearchAlgorithms.automatic(998).maxEpochs(2), REALS, "loss"))
                .startsWith("tpe(trials=499");
        assertThat(choice(SearchAlgorithms.automatic(1000).maxEpochs(2).workers(11), REALS, "loss"))
                .startsWith("tpe(trials=500");
        SearchSpace choices = SearchSpace.of(real("x", 0, 1), bool("a"));
        assertThat(choice(SearchAlgorithms.automatic(1000).maxEpochs(2), choices, "loss"))
                .startsWith("tpe(trials=500");
        SearchSpace tree = SearchSpace.of(
                real("x", 0, 1), integer("n", 1, 3), real("y", 0, 1).when("n", 2, 3));
        assertThat(choice(SearchAlgorithms.automatic(1000).maxEpochs(2), tree, "loss"))
                .startsWith("tpe(trials=500");
    }

    @Test
    void refusesBudgetsThatTrainNothing() {
        assertThatThrownBy(() -> SearchAlgorithms.automatic(0)).hasMessageContaining("epochs (0)");
        assertThatThrownBy(() -> SearchAlgorithms.automatic(5).maxEpochs(6)).hasMessageContaining("maxEpochs (6)");
        assertThatThrownBy(() -> SearchAlgorithms.automatic(5).workers(0)).hasMessageContaining("workers (0)");
    }
}
