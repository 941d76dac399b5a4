package org.jerboa.tune.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ObjectiveTest {

    @Test
    void readsItsOwnText() {
        assertThat(Objective.parse(Objective.maximize("top 5").toString())).isEqualTo(Objective.maximize("top 5"));
        assertThat(Objective.parse(Objective.minimize("loss").toString())).isEqualTo(Objective.minimize("loss"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "accuracy", "maximise accuracy", "maximize"})
    void refusesWhatIsNone(String text) {
        assertThatThrownBy(() -> Objective.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("'" + text + "' is no objective; write one as maximize accuracy");
    }
}
