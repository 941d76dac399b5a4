package org.jerboa.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.jerboa.search.Playthrough.firstStarts;
import static org.jerboa.tune.space.Parameter.bool;
import static org.jerboa.tune.space.Parameter.categorical;
import static org.jerboa.tune.space.Parameter.fixed;
import static org.jerboa.tune.space.Parameter.integer;
import static org.jerboa.tune.space.Parameter.real;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jerboa.tune.space.Configuration;
import org.jerboa.tune.space.Parameter;
import org.jerboa.tune.space.SearchSpace;
import org.jerboa.tune.spi.Searcher;
import org.jerboa.tune.spi.TrialEvent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class GridSearchTest {

    private static final SearchSpace FLAT =
            SearchSpace.of(integer("a", 1, 3), categorical("b", "x", "y"), fixed("c", 7), bool("d"));

    private static final SearchSpace TREE = SearchSpace.of(
            categorical("kind", "svm", "forest", "mlp"),
            categorical("kernel", "linear", "rbf").when("kind", "svm"),
            integer("gamma", 1, 4).when("kernel", "rbf"),
            integer("trees", 1, 3).when("kind", "forest", "mlp"),
            bool("scaled"));

    /** Ten parameters of eight values: 2^30 cells, about 10^9. */
    private static final SearchSpace HUGE = SearchSpace.of(IntStream.range(0, 10)
            .mapToObj(i -> (Parameter) integer("p" + i, 1, 8))
            .toList());

    static Stream<GridSearch> orders() {
        return Stream.of(GridSearch.sequential(), GridSearch.shuffled());
    }

    @ParameterizedTest
    @MethodSource("orders")
    void visitsEachCombinationOnce(GridSearch search) {
        List<String> expected = new ArrayList<>();
        for (int a = 1; a <= 3; a++) {
            for (String b : List.of("x", "y")) {
                expected.add("a=" + a + ", b=" + b + ", c=7, d=false");
                expected.add("a=" + a + ", b=" + b + ", c=7, d=true");
            }
        }

        assertThat(texts(search, FLAT)).containsExactlyInAnyOrderElementsOf(expected);
    }

    @ParameterizedTest
    @MethodSource("orders")
    void visitsEachCombinationOfAConditionalSpaceOnce(GridSearch search) {
        List<String> expected = new ArrayList<>();
        for (boolean scaled : new boolean[] {false, true}) {
            expected.add("kernel=linear, kind=svm, scaled=" + scaled);
            for (int gamma = 1; gamma <= 4; gamma++) {
                expected.add("gamma=" + gamma + ", kernel=rbf, kind=svm, scaled=" + scaled);
            }
            for (int trees = 1; trees <= 3; trees++) {
                expected.add("kind=forest, scaled=" + scaled + ", trees=" + trees);
                expected.add("kind=mlp, scaled=" + scaled + ", trees=" + trees);
            }
        }

        assertThat(texts(search.pointsPerReal(4), TREE)).containsExactlyInAnyOrderElementsOf(expected);
    }

    @Test
    void changesTheFirstParameterFastestInSequence() {
        assertThat(texts(GridSearch.sequential().trials(5), FLAT))
                .containsExactly(
                        "a=1, b=x, c=7, d=false",
                        "a=2, b=x, c=7, d=false",
                        "a=3, b=x, c=7, d=false",
                        "a=1, b=y, c=7, d=false",
                        "a=2, b=y, c=7, d=false");
    }

    @Test
    void spreadsPointsEvenlyOnTheScale() {
        SearchSpace space = SearchSpace.of(real("rate").log(1e-4, 1e-1));

        assertThat(texts(GridSearch.sequential().pointsPerReal(4), space))
                .containsExactly("rate=0.0001", "rate=0.001", "rate=0.01", "rate=0.1");
    }

    @Test
    void takesThreePointsUnlessSet() {
        SearchSpace space = SearchSpace.of(real("x", 0, 1), integer("n", 1, 100));

        assertThat(firstStarts(GridSearch.sequential(), space, 1))
                .hasSize(9)
                .extracting(c -> c.getDouble("x"))
                .containsOnly(0.0, 0.5, 1.0);
    }

    @Test
    void shufflesBySeed() {
        GridSearch search = GridSearch.shuffled().trials(50);

        assertThat(firstStarts(search, HUGE, 1)).isEqualTo(firstStarts(search, HUGE, 1));
        assertThat(firstStarts(search, HUGE, 1)).doesNotContainAnyElementsOf(firstStarts(search, HUGE, 2));
    }

    @Test
    void startsAShuffledGridAllOverTheSpace() {
        List<Configuration> first =
                firstStarts(GridSearch.shuffled().pointsPerReal(8).trials(100), HUGE, 1);

        // 100 random cells leave one of the 80 values out with a probability of 80 * (7/8)^100 = 1.3e-4.
        for (Parameter parameter : HUGE.parameters()) {
            assertThat(first.stream().map(c -> c.getInt(parameter.name())).distinct())
                    .hasSize(8);
        }
    }

    @ParameterizedTest
    @MethodSource("orders")
    void startsAGridOfABillionCellsAtOnce(GridSearch search) {
        Searcher searcher = Playthrough.start(search.pointsPerReal(8), HUGE, 1);

        assertThat(searcher.ask(new Searcher.Ask(0, 2))).hasSize(1024);
        assertThat(searcher.ask(new Searcher.Ask(1024, 2))).isEmpty();

        searcher.tell(new TrialEvent.Ended(17));
        assertThat(searcher.ask(new Searcher.Ask(1024, 2))).hasSize(1);
    }

    @ParameterizedTest
    @MethodSource("orders")
    void numbersTrialsAlikeWhateverTheWorkersWant(GridSearch search) {
        GridSearch part = search.pointsPerReal(8).trials(2000).epochs(1);

        assertThat(Playthrough.of(part, HUGE, 1).trials).hasSize(2000).isEqualTo(Playthrough.of(part, HUGE, 64).trials);
    }

    @ParameterizedTest
    @MethodSource("orders")
    void endsAfterTheGridWhereMoreTrialsAreAllowed(GridSearch search) {
        assertThat(texts(search.trials(1_000_000), FLAT)).hasSize(12);
    }

    @Test
    void gridOfOnePointIsTheMiddle() {
        assertThat(texts(GridSearch.shuffled().pointsPerReal(1), SearchSpace.of(real("x", 0, 1))))
                .containsExactly("x=0.5");
    }

    @Test
    void plansNoEpochsBeyondCounting() {
        SearchSpace space = SearchSpace.of(IntStream.range(0, 20)
                .mapToObj(i -> (Parameter) integer("p" + i, 1, 8))
                .toList());

        assertThat(Playthrough.start(GridSearch.sequential().pointsPerReal(8), space, 1)
                        .plannedEpochs())
                .isEmpty();
        assertThat(Playthrough.start(GridSearch.sequential().pointsPerReal(8).trials(6), space, 1)
                        .plannedEpochs())
                .isEqualTo(OptionalLong.of(60));
    }

    @Test
    void rejectsAGridThatCannotBeNumbered() {
        SearchSpace space = SearchSpace.of(IntStream.range(0, 30)
                .mapToObj(i -> (Parameter) real("p" + i, 0, 1))
                .toList());

        assertThatThrownBy(() -> Playthrough.start(GridSearch.shuffled().pointsPerReal(10), space, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("fewer points");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1})
    void rejectsLessThanOneOfAnything(int none) {
        assertThatThrownBy(() -> GridSearch.sequential().trials(none))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("trials (" + none + ") must be at least 1");
        assertThatThrownBy(() -> GridSearch.sequential().pointsPerReal(none))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("pointsPerReal (" + none + ") must be at least 1");
    }

    @Test
    void describesAllItsSettings() {
        assertThat(GridSearch.sequential().describe())
                .isEqualTo("grid(order=sequential, pointsPerReal=3, trials=all, epochs=parameter or 10)");
        assertThat(GridSearch.shuffled().pointsPerReal(5).trials(40).epochs(2).describe())
                .isEqualTo("grid(order=shuffled, pointsPerReal=5, trials=40, epochs=2)");
    }

    private static List<String> texts(GridSearch search, SearchSpace space) {
        return firstStarts(search, space, 1).stream().map(Configuration::text).toList();
    }
}
