package org.jerboa.tune.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jerboa.tune.space.Configuration;
import org.jerboa.tune.study.Lineage.Stage;
import org.junit.jupiter.api.Test;

class LineageTest {

    private static final int SHARDS = 4;

    /** A trial that finished so many epochs, begun with its parent's model after {@code parentEpochs} of the parent's. */
    private static Trial trial(int id, int epochs, Optional<Integer> parent, int parentEpochs) {
        List<EpochResult> results = IntStream.range(0, epochs)
                .mapToObj(epoch -> new EpochResult(epoch, SHARDS * (epoch + 1), Map.of(), 0))
                .toList();
        return new Trial(
                id,
                configuration(id),
                1,
                TrialStatus.COMPLETED,
                parent,
                SHARDS * parentEpochs,
                results,
                Optional.empty());
    }

    private static Configuration configuration(int id) {
        return Configuration.of(Map.of("rate", id));
    }

    @Test
    void ofATrialThatWasNotClonedIsItsOwnConfiguration() {
        Lineage lineage = Lineage.of(List.of(trial(0, 7, Optional.empty(), 0), trial(1, 5, Optional.empty(), 0)), 1);

        assertThat(lineage.stages()).containsExactly(new Stage(1, 5, configuration(1)));
        assertThat(lineage.epochs()).isEqualTo(5);
    }

    @Test
    void ofACloneOfACloneIsASchedule() {
        List<Trial> trials = List.of(
                trial(0, 9, Optional.empty(), 0),
                trial(1, 6, Optional.of(2), 2),
                trial(2, 4, Optional.of(0), 3),
                trial(3, 9, Optional.of(0), 9));

        Lineage lineage = Lineage.of(trials, 1);

        assertThat(lineage.stages())
                .containsExactly(
                        new Stage(0, 3, configuration(0)),
                        new Stage(2, 2, configuration(2)),
                        new Stage(1, 6, configuration(1)));
        assertThat(lineage.epochs()).isEqualTo(11);
        assertThat(lineage.toString().lines())
                .containsExactly(
                        "epochs 1 to 3 as trial 0: rate=0",
                        "epochs 4 to 5 as trial 2: rate=2",
                        "epochs 6 to 11 as trial 1: rate=1");
    }

    @Test
    void namesATrialThatIsNotThere() {
        List<Trial> trials = List.of(trial(1, 6, Optional.of(0), 2));

        assertThatThrownBy(() -> Lineage.of(trials, 5))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no trial 5");
        assertThatThrownBy(() -> Lineage.of(trials, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no trial 0");
    }
}
