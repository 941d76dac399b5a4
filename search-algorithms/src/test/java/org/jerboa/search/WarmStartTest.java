package org.jerboa.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.jerboa.search.Playthrough.firstStarts;
import static org.jerboa.tune.space.Parameter.bool;
import static org.jerboa.tune.space.Parameter.integer;
import static org.jerboa.tune.space.Parameter.real;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jerboa.tune.space.Configuration;
import org.jerboa.tune.space.SearchSpace;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class WarmStartTest {

    private static final SearchSpace SPACE = SearchSpace.of(integer("n", 0, 4), bool("b"));

    private static Configuration of(int n, boolean b) {
        return SPACE.configuration(Map.of("n", n, "b", b));
    }

    static Stream<FixedSearch<?>> searches() {
        return Stream.of(
                RandomSearch.trials(10),
                GridSearch.sequential().pointsPerReal(5),
                GridSearch.shuffled().pointsPerReal(5));
    }

    @ParameterizedTest
    @MethodSource("searches")
    void triesKnownConfigurationsFirstAndNoneOfThemAgain(FixedSearch<?> search) {
        List<Configuration> tried =
                firstStarts(search.warmStart(of(3, true), of(0, false)).warmStart(of(1, true)), SPACE, 1);

        assertThat(tried).startsWith(of(3, true), of(0, false), of(1, true));
        assertThat(tried).doesNotHaveDuplicates().hasSize(10);
    }

    @Test
    void countsThemAsTrials() {
        assertThat(firstStarts(RandomSearch.trials(2).warmStart(of(3, true), of(0, false), of(1, true)), SPACE, 1))
                .containsExactly(of(3, true), of(0, false));
    }

    @Test
    void leavesTheDrawsThatFollowAsTheyAre() {
        SearchSpace space = SearchSpace.of(real("x", 0, 1));
        Configuration known = space.configuration(Map.of("x", 0.25));
        List<Configuration> plain = firstStarts(RandomSearch.trials(5), space, 1);

        assertThat(firstStarts(RandomSearch.trials(6).warmStart(known), space, 1)
                        .subList(1, 6))
                .isEqualTo(plain);
    }

    @Test
    void triesKnownConfigurationsThatAreNoCellsOfTheGridBesideThem() {
        SearchSpace space = SearchSpace.of(real("x", 0, 1));
        Configuration known = space.configuration(Map.of("x", 0.3));

        assertThat(firstStarts(GridSearch.sequential().warmStart(known), space, 1))
                .extracting(c -> c.getDouble("x"))
                .containsExactly(0.3, 0.0, 0.5, 1.0);
    }

    @Test
    void filtersTheCellsOfAGrid() {
        assertThat(firstStarts(
                        GridSearch.sequential().pointsPerReal(5).where("even", c -> c.getInt("n") % 2 == 0), SPACE, 1))
                .hasSize(6)
                .allMatch(c -> c.getInt("n") % 2 == 0);
    }

    @Test
    void rejectsAConfigurationOfAnotherSpace() {
        Configuration other = SearchSpace.of(integer("n", 0, 9), bool("b")).configuration(Map.of("n", 9, "b", true));

        assertThatThrownBy(() -> Playthrough.start(RandomSearch.trials(3).warmStart(other), SPACE, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("configuration (b=true, n=9) of the warm start", "'n'", "9", "4");
    }

    @Test
    void rejectsAForbiddenConfiguration() {
        RandomSearch search =
                RandomSearch.trials(3).where("small", c -> c.getInt("n") < 3).warmStart(of(3, true));

        assertThatThrownBy(() -> Playthrough.start(search, SPACE, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("(b=true, n=3)", "does not meet the constraints ['small']", "leave it out");
    }

    @Test
    void rejectsAConfigurationThatIsGivenTwice() {
        assertThatThrownBy(() ->
                        Playthrough.start(RandomSearch.trials(3).warmStart(of(3, true), of(3, true)), SPACE, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("(b=true, n=3)", "given twice");
    }

    @Test
    void isPartOfTheDescription() {
        assertThat(GridSearch.sequential().warmStart(of(3, true)).describe())
                .isEqualTo("grid(order=sequential, pointsPerReal=3, trials=all, epochs=parameter or 10,"
                        + " warmStart=[b=true, n=3])");
    }
}
