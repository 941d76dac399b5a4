package org.jerboa.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.jerboa.dl4j.TestUnits.configuration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.learning.config.RmsProp;
import org.nd4j.linalg.learning.config.Sgd;

class UpdatersTest {

    @SuppressWarnings("unused")
    private static final Iterable<String> NAMES = Updaters.NAMES;

    @ParameterizedTest
    @FieldSource("NAMES")
    void knowsEveryNameItGives(String name) {
        String updater = Updaters.named(name, 0.25, 0.5).getClass().getSimpleName();
        assertThat(updater).isEqualToIgnoringCase(name);
        if (!name.equals("adadelta")) {
            assertThat(Updaters.named(name, 0.25, 0.5).getLearningRate(0, 0)).isEqualTo(0.25);
        }
    }

    @Test
    void readsAConfiguration() {
        assertThat(Updaters.of(configuration("updater", "NESTEROVS", "learningRate", 0.3, "momentum", 0.7)))
                .isEqualTo(new Nesterovs(0.3, 0.7));
        assertThat(Updaters.of(configuration("updater", "sgd", "learningRate", 0.3)))
                .isEqualTo(new Sgd(0.3));
        assertThat(Updaters.of(configuration("learningRate", 0.3))).isEqualTo(new Adam(0.3));
    }

    @Test
    void leavesOutWhatIsNotSaid() {
        assertThat(Updaters.of(configuration("updater", "adam"))).isEqualTo(new Adam());
        assertThat(Updaters.of(configuration("updater", "rmsprop"))).isEqualTo(new RmsProp());
    }

    @Test
    void refusesWhatFails() {
        assertThatThrownBy(() -> Updaters.named("AdaBelief", 0.1, 0.9))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("adabelief");
        assertThatThrownBy(() -> Updaters.named("adamw", 0.1, 0.9)).hasMessageContainingAll("'adamw'", "nesterovs");
    }
}
