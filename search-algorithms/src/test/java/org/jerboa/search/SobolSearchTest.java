package org.jerboa.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.jerboa.search.Playthrough.firstStarts;
import static org.jerboa.tune.space.Parameter.bool;
import static org.jerboa.tune.space.Parameter.categorical;
import static org.jerboa.tune.space.Parameter.fixed;
import static org.jerboa.tune.space.Parameter.integer;
import static org.jerboa.tune.space.Parameter.real;

import java.util.List;
import java.util.stream.IntStream;
import org.jerboa.tune.space.Configuration;
import org.jerboa.tune.space.Parameter;
import org.jerboa.tune.space.SearchSpace;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SobolSearchTest {

    private static final SearchSpace TREE = SearchSpace.of(
            categorical("kind", "a", "b", "c", "d"),
            bool("deep"),
            real("dropout", 0, 0.5),
            real("rate").log(1e-4, 1).when("kind", "a"),
            integer("layers", 1, 4).when("deep", true),
            real("width", 0, 1).when("layers", 2, 3));

    @Test
    void searchesEachBranchOfAConditionalSpaceEvenly() {
        List<Configuration> drawn = firstStarts(SobolSearch.trials(256), TREE, 3);

        for (String kind : List.of("a", "b", "c", "d")) {
            assertThat(drawn).filteredOn(c -> c.getString("kind").equals(kind)).hasSize(64);
        }
        // Of random points, each of the 16 counts of 4 expected would be 0 with a probability of e^-4, and one above 8
        // likely.
        int[] counts = new int[16];
        drawn.stream()
                .filter(c -> c.has("rate"))
                .forEach(c -> counts[(int) Math.min(15, (Math.log10(c.getDouble("rate")) + 4) * 4)]++);
        assertThat(IntStream.of(counts)).allMatch(count -> count >= 2 && count <= 7);
    }

    @ParameterizedTest
    @ValueSource(ints = {59, 60, 61, 500})
    void triesEachConfigurationOfAFiniteSpaceOnce(int trials) {
        SearchSpace space = SearchSpace.of(
                integer("a", 1, 5),
                categorical("b", "x", "y", "z"),
                integer("c").log(1, 4));

        assertThat(firstStarts(SobolSearch.trials(trials), space, 1))
                .doesNotHaveDuplicates()
                .hasSize(Math.min(trials, 60));
    }

    @Test
    void triesTheOneConfigurationOfAFixedSpace() {
        assertThat(firstStarts(SobolSearch.trials(10), SearchSpace.of(fixed("a", 1)), 1))
                .hasSize(1);
    }

    @Test
    void keepsToConstraints() {
        SobolSearch search = SobolSearch.trials(50).where("shallow", c -> !c.getBoolean("deep"));

        assertThat(firstStarts(search, TREE, 1)).hasSize(50).noneMatch(c -> c.getBoolean("deep"));
        assertThatThrownBy(() -> Playthrough.start(SobolSearch.trials(5).where("none", c -> false), TREE, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("no configuration met the constraints", "['none']");
    }

    @Test
    void beginsTheSameWhateverTheNumberOfTrials() {
        assertThat(firstStarts(SobolSearch.trials(100), TREE, 3).subList(0, 20))
                .isEqualTo(firstStarts(SobolSearch.trials(20), TREE, 3));
    }

    @Test
    void refusesMoreDimensionsThanThereAreDirectionNumbersFor() {
        SearchSpace wide = SearchSpace.of(IntStream.range(0, 1001)
                .mapToObj(i -> (Parameter) real("x" + i, 0, 1))
                .toList());

        assertThatThrownBy(() -> Playthrough.start(SobolSearch.trials(5), wide, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("1000", "1001", "RandomSearch");
    }

    @Test
    void describesAllItsSettings() {
        assertThat(SobolSearch.trials(24).epochs(3).describe()).isEqualTo("sobol(trials=24, epochs=3)");
    }
}
