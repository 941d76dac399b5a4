package org.jerboa.search.allocation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.jerboa.tune.space.Parameter.bool;
import static org.jerboa.tune.space.Parameter.categorical;
import static org.jerboa.tune.space.Parameter.fixed;
import static org.jerboa.tune.space.Parameter.integer;
import static org.jerboa.tune.space.Parameter.ordinal;
import static org.jerboa.tune.space.Parameter.real;

import java.util.Map;
import java.util.stream.Stream;
import org.jerboa.search.GridSearch;
import org.jerboa.search.RandomSearch;
import org.jerboa.tune.space.Parameter;
import org.jerboa.tune.space.SearchSpace;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class EpochBudgetTest {

    private static final SearchSpace PLAIN = SearchSpace.of(real("x", 0, 1));

    @Test
    void isWhatWasSet() {
        assertThat(EpochBudget.of(7, PLAIN).epochsOf(PLAIN.configuration(Map.of("x", 0.5))))
                .isEqualTo(7);
    }

    @Test
    void isTenUnlessSet() {
        assertThat(EpochBudget.of(null, PLAIN).epochsOf(PLAIN.configuration(Map.of("x", 0.5))))
                .isEqualTo(10);
    }

    static Stream<Parameter> counts() {
        return Stream.of(
                integer("epochs", 1, 60).log(),
                ordinal("epochs", 5, 10, 20),
                categorical("epochs", 5L, 10L, 20L),
                fixed("epochs", 5));
    }

    @ParameterizedTest
    @MethodSource("counts")
    void isTheTrialsOwnWhereTheSpaceHasIt(Parameter parameter) {
        SearchSpace space = SearchSpace.of(parameter);

        assertThat(EpochBudget.of(null, space).epochsOf(space.configuration(Map.of("epochs", 5))))
                .isEqualTo(5);
    }

    static Stream<Parameter> noCounts() {
        return Stream.of(
                integer("epochs", 0, 60),
                integer("epochs", 1, 3_000_000_000L),
                real("epochs", 1, 60),
                real("epochs", 1, 60).step(1),
                ordinal("epochs", 0, 10, 20),
                ordinal("epochs", "few", "many"),
                categorical("epochs", 5, 10.5),
                fixed("epochs", -1));
    }

    @ParameterizedTest
    @MethodSource("noCounts")
    void rejectsAParameterThatIsNoCountOfEpochs(Parameter parameter) {
        assertThatThrownBy(() -> EpochBudget.of(null, SearchSpace.of(parameter)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll(parameter.toString(), "whole values from 1", "rename");
    }

    @Test
    void rejectsEpochsThatAreSetTwice() {
        assertThatThrownBy(() -> EpochBudget.of(7, SearchSpace.of(integer("epochs", 1, 60))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("epochs(7)", "epochs: integer [1, 60]", "leave one out");
    }

    @Test
    void rejectsAParameterThatMayNotExist() {
        SearchSpace space =
                SearchSpace.of(bool("long"), integer("epochs", 1, 60).when("long", true));

        assertThatThrownBy(() -> EpochBudget.of(null, space))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("remove its condition");
    }

    @Test
    void rejectsLessThanOneEpoch() {
        assertThatThrownBy(() -> RandomSearch.trials(3).epochs(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("epochs (0) must be at least 1");
        assertThatThrownBy(() -> GridSearch.sequential().epochs(-3))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("epochs (-3) must be at least 1");
    }
}
