package org.jerboa.mop.steering;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.jerboa.tune.space.Parameter.categorical;
import static org.jerboa.tune.space.Parameter.real;

import java.util.List;
import java.util.Map;
import org.jerboa.tune.space.Configuration;
import org.jerboa.tune.space.SearchSpace;
import org.jerboa.tune.study.Command;
import org.junit.jupiter.api.Test;

class OrderTest {

    private static final SearchSpace SPACE = SearchSpace.of(
            real("learningRate").log(1e-4, 1e-1),
            categorical("updater", "sgd", "momentum"),
            real("momentum", 0.5, 0.99).when("updater", "momentum"));

    private static final List<Configuration> TRIALS = List.of(
            SPACE.configuration(Map.of("learningRate", 0.01, "updater", "momentum", "momentum", 0.9)),
            SPACE.configuration(Map.of("learningRate", 0.02, "updater", "sgd")));

    @Test
    void anAddedTrialIsReadByTheSpace() {
        Command command = order(new Command.AddTrial(texts("updater=sgd, learningRate=1e-2")));

        assertThat(command)
                .isEqualTo(new Command.AddTrial(SPACE.configuration(Map.of("learningRate", 0.01, "updater", "sgd"))));
    }

    @Test
    void aCloneKeepsWhatIsNotChangedAndDropsWhatHasNoPlaceAnyMore() {
        assertThat(order(new Command.CloneTrial(0, texts("learningRate=0.003"), true)))
                .isEqualTo(new Command.CloneTrial(
                        0,
                        SPACE.configuration(Map.of("learningRate", 0.003, "updater", "momentum", "momentum", 0.9)),
                        true));
        assertThat(order(new Command.CloneTrial(0, texts("updater=sgd"), false)))
                .isEqualTo(new Command.CloneTrial(
                        0, SPACE.configuration(Map.of("learningRate", 0.01, "updater", "sgd")), false));
        assertThat(order(new Command.CloneTrial(1, texts(""), true)))
                .isEqualTo(new Command.CloneTrial(1, TRIALS.get(1), true));
    }

    /** As somebody gives it who has the study's classes: all of it. */
    @Test
    void aCloneMayBeGivenAsAWhole() {
        Command.CloneTrial whole = new Command.CloneTrial(1, TRIALS.get(0), false);

        assertThat(order(whole)).isEqualTo(whole);
    }

    @Test
    void whatIsNotOfTheSpaceIsRefused() {
        assertThatThrownBy(() -> order(new Command.AddTrial(texts("learningRate=7, updater=sgd"))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'learningRate' must lie between");
        assertThatThrownBy(() -> order(new Command.CloneTrial(1, texts("updater=momentum"), true)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no value for 'momentum'");
        assertThatThrownBy(() -> order(new Command.CloneTrial(1, texts("rate=1"), true)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no parameter 'rate'");
    }

    private static Configuration texts(String text) {
        return Configuration.ofTexts(Configuration.readTexts(text));
    }

    private static Command order(Command command) {
        return new Order(command).in(SPACE, TRIALS::get);
    }
}
