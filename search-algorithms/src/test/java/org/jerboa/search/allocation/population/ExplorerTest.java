package org.jerboa.search.allocation.population;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.jerboa.tune.space.Parameter.bool;
import static org.jerboa.tune.space.Parameter.categorical;
import static org.jerboa.tune.space.Parameter.fixed;
import static org.jerboa.tune.space.Parameter.integer;
import static org.jerboa.tune.space.Parameter.ordinal;
import static org.jerboa.tune.space.Parameter.real;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jerboa.tune.space.Configuration;
import org.jerboa.tune.space.Parameter;
import org.jerboa.tune.space.SearchSpace;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ExplorerTest {

    private static Explorer explorer(SearchSpace space, double resample, String... names) {
        return new Explorer(new Exploration(Set.of(names), 0.1, resample), space, 3);
    }

    static Stream<Arguments> stubborn() {
        return Stream.of(
                Arguments.of(real("p", 0, 1), 0.0),
                Arguments.of(real("p", 0, 1), 1.0),
                Arguments.of(real("p", -5, 5), -3.0),
                Arguments.of(real("p", -5, 5), 0.0),
                Arguments.of(real("p").log(1e-6, 1e-1), 1e-6),
                Arguments.of(real("p", 0, 1).step(0.5), 0.5),
                Arguments.of(integer("p", 1, 3), 1),
                Arguments.of(integer("p", 1, 1000), 1),
                Arguments.of(integer("p").log(1, 1000), 1),
                Arguments.of(integer("p").log(1, 1000), 1000),
                Arguments.of(integer("p", -3, 3), 0),
                Arguments.of(integer("p", 16, 128).step(16), 128),
                Arguments.of(ordinal("p", 0.0, 0.1, 0.5), 0.1));
    }

    @ParameterizedTest
    @MethodSource("stubborn")
    void movesWhateverCanMove(Parameter parameter, Object value) {
        SearchSpace space = SearchSpace.of(parameter);
        Configuration configuration = space.configuration(Map.of("p", value));
        Explorer explorer = explorer(space, 0, "p");

        for (int i = 0; i < 100; i++) {
            Configuration explored = explorer.explore(configuration, any -> true);
            assertThat(explored).as("change %d of %s", i, configuration).isNotEqualTo(configuration);
            space.validate(explored);
        }
    }

    /** From 0.5 by a tenth of the range on average: by 0.05 to 0.15. */
    @Test
    void movesByHalfAStepToOneAndAHalf() {
        SearchSpace space = SearchSpace.of(real("p", 0, 1));
        Configuration middle = space.configuration(Map.of("p", 0.5));
        Explorer explorer = explorer(space, 0);
        int up = 0;
        for (int i = 0; i < 1000; i++) {
            double moved = explorer.explore(middle, any -> true).getDouble("p");
            assertThat(Math.abs(moved - 0.5)).isBetween(0.0499, 0.1501);
            up += moved > 0.5 ? 1 : 0;
        }
        // Of 1000 fair draws, four standard deviations are 63.
        assertThat(up).isBetween(437, 563);
    }

    @Test
    void changesTheRealParametersAloneUnlessSaid() {
        SearchSpace space = SearchSpace.of(
                real("rate").log(1e-4, 1e-1),
                integer("units", 8, 64),
                categorical("updater", "sgd", "adam"),
                real("momentum", 0.5, 0.9).when("updater", "sgd"),
                bool("wide"),
                fixed("seed", 7));
        Configuration configuration =
                space.configuration(Map.of("rate", 0.01, "units", 16, "updater", "adam", "wide", true));
        Set<Object> rates = new HashSet<>();
        Explorer explorer = explorer(space, 0.5);
        for (int i = 0; i < 50; i++) {
            Configuration explored = explorer.explore(configuration, any -> true);
            rates.add(explored.getDouble("rate"));
            assertThat(space.change(explored, Map.of("rate", 0.01))).isEqualTo(configuration);
        }
        assertThat(rates).hasSizeGreaterThan(45);
    }

    @Test
    void drawsAnewWithItsProbability() {
        SearchSpace space = SearchSpace.of(categorical("kind", "a", "b", "c", "d"));
        Configuration configuration = space.configuration(Map.of("kind", "a"));
        Explorer explorer = explorer(space, 0.4, "kind");
        int changed = 0;
        for (int i = 0; i < 1000; i++) {
            changed += explorer.explore(configuration, any -> true).equals(configuration) ? 0 : 1;
        }
        // 0.4 * 3 / 4 of 1000, within four standard deviations.
        assertThat(changed).isBetween(242, 358);
    }

    @Test
    void keepsToConstraintsAndToTheConfigurationWhereNothingIsAllowed() {
        SearchSpace space = SearchSpace.of(real("p", 0, 1));
        Configuration middle = space.configuration(Map.of("p", 0.5));
        Explorer explorer = explorer(space, 0.25);

        for (int i = 0; i < 50; i++) {
            assertThat(explorer.explore(middle, c -> c.getDouble("p") > 0.5).getDouble("p"))
                    .isGreaterThan(0.5);
        }
        assertThat(explorer.explore(middle, any -> false)).isEqualTo(middle);
    }

    @Test
    void refusesAParameterThatOthersDependOnAndOneThatIsNotThere() {
        SearchSpace space = SearchSpace.of(
                categorical("updater", "sgd", "adam"),
                real("momentum", 0.5, 0.9).when("updater", "sgd"));

        assertThatThrownBy(() -> explorer(space, 0, "updater"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'updater' may not change while a trial trains");
        assertThatThrownBy(() -> explorer(space, 0, "learningRate"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("learningRate");
    }
}
