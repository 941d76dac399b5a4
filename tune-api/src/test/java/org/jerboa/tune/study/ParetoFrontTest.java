package org.jerboa.tune.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.jerboa.tune.space.Parameter.real;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jerboa.tune.metric.Objective;
import org.jerboa.tune.random.RandomStreams;
import org.jerboa.tune.space.Configuration;
import org.jerboa.tune.space.SearchSpace;
import org.junit.jupiter.api.Test;

class ParetoFrontTest {

    private static final Configuration CONFIGURATION =
            SearchSpace.of(real("x", 0, 1)).configuration(Map.of("x", 0.5));
    private static final List<Objective> OBJECTIVES =
            List.of(Objective.maximize("accuracy"), Objective.minimize("parameters"), Objective.minimize("loss"));

    @Test
    void isWhatComparingEverybodyWithEverybodyLeaves() {
        for (long seed = 0; seed < 200; seed++) {
            RandomGenerator random = RandomStreams.stream(seed, "front");
            List<Trial> trials = new ArrayList<>();
            for (int id = 0; id < 40; id++) {
                // few values, so that there are ties
                trials.add(trial(id, TrialStatus.COMPLETED, random.nextInt(5), random.nextInt(5), random.nextInt(5)));
            }

            List<Integer> front = ids(ParetoFront.of(trials, OBJECTIVES));

            assertThat(front).as("seed %d", seed).containsExactlyInAnyOrderElementsOf(compared(trials));
        }
    }

    private static List<Integer> compared(List<Trial> trials) {
        return trials.stream()
                .filter(trial -> trials.stream().noneMatch(other -> beats(values(other), values(trial))))
                .map(Trial::id)
                .toList();
    }

    private static boolean beats(double[] one, double[] other) {
        boolean notWorse = one[0] >= other[0] && one[1] <= other[1] && one[2] <= other[2];
        return notWorse && (one[0] > other[0] || one[1] < other[1] || one[2] < other[2]);
    }

    private static double[] values(Trial trial) {
        Map<String, Double> metrics = trial.epochs().get(0).metrics();
        return OBJECTIVES.stream()
                .mapToDouble(objective -> objective.value(metrics))
                .toArray();
    }

    @Test
    void hasTheBestByTheFirstObjectiveFirst() {
        List<Trial> trials = List.of(
                trial(0, TrialStatus.COMPLETED, 0.7, 10, 1),
                trial(1, TrialStatus.STOPPED, 0.9, 30, 1),
                trial(2, TrialStatus.COMPLETED, 0.8, 20, 1),
                trial(3, TrialStatus.COMPLETED, 0.6, 25, 1));

        assertThat(ids(ParetoFront.of(trials, OBJECTIVES))).containsExactly(1, 2, 0);
    }

    @Test
    void leavesOutBrokenTrialsAndThoseWithoutANumber() {
        List<Trial> trials = List.of(
                trial(0, TrialStatus.FAILED, 0.99, 1, 0),
                trial(1, TrialStatus.COMPLETED, 0.9, Double.NaN, 0),
                trial(2, TrialStatus.COMPLETED, 0.5, 10, 1));

        assertThat(ids(ParetoFront.of(trials, OBJECTIVES))).containsExactly(2);
    }

    @Test
    void ofOneObjectiveIsTheBestWithThoseThatTie() {
        List<Trial> trials = List.of(
                trial(0, TrialStatus.COMPLETED, 0.9, 3, 0),
                trial(1, TrialStatus.COMPLETED, 0.8, 2, 0),
                trial(2, TrialStatus.COMPLETED, 0.9, 1, 0));

        assertThat(ids(ParetoFront.of(trials, OBJECTIVES.subList(0, 1)))).containsExactly(0, 2);
    }

    @Test
    void printsATable() {
        ParetoFront front = ParetoFront.of(List.of(trial(7, TrialStatus.COMPLETED, 0.5, 1234, 1)), OBJECTIVES);

        assertThat(front.toString().lines()).hasSize(2).last().asString().contains("7", "0.5", "1234", "x=0.5");
    }

    @Test
    void needsAnObjective() {
        assertThatThrownBy(() -> ParetoFront.of(List.of(), List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no objective");
    }

    private static List<Integer> ids(ParetoFront front) {
        return front.members().stream().map(member -> member.trial().id()).toList();
    }

    private static Trial trial(int id, TrialStatus status, double accuracy, double parameters, double loss) {
        Map<String, Double> metrics = new LinkedHashMap<>();
        metrics.put("accuracy", accuracy);
        metrics.put("parameters", parameters);
        metrics.put("loss", loss);
        return new Trial(
                id,
                CONFIGURATION,
                id,
                status,
                Optional.empty(),
                0,
                List.of(new EpochResult(0, 1, metrics, 0.0)),
                Optional.empty());
    }
}
