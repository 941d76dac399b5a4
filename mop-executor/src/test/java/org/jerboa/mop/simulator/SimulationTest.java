package org.jerboa.mop.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.DoubleStream;
import org.jerboa.mop.schedule.ShardOrder;
import org.jerboa.tune.data.Split;
import org.jerboa.tune.space.Configuration;
import org.jerboa.tune.study.StudyEvent;
import org.jerboa.tune.study.Trial;
import org.jerboa.tune.study.TrialStatus;
import org.junit.jupiter.api.Test;

class SimulationTest {

    private static final Network TEN_BYTES_A_SECOND = new Network(0.5, 10);

    /** Fig. 5 of the paper: longest remaining first takes 8 where 7 is the least. */
    @Test
    void longestRemainingFirstOnTheExampleOfThePaper() {
        Workload work = work(3, 1, 1, Network.ideal(), 6, 3, 3, 3, 6);

        SimulationResult result =
                new Simulation(work).order(ShardOrder.SCHEDULED).run();

        assertThat(result.lowerBoundSeconds()).isCloseTo(7, within(1e-9));
        assertThat(result.makespanSeconds()).isBetween(7 - 1e-9, 9.0);
        assertThat(result.units()).isEqualTo(15);
        assertThat(result.idleShare()).isCloseTo(1 - 21 / (3 * result.makespanSeconds()), within(1e-6));
    }

    @Test
    void oneTrialVisitsItsShardsOneAfterAnotherAndPaysForItsWay() {
        SimulationResult result = new Simulation(work(2, 3, 1, TEN_BYTES_A_SECOND, 8)).run();

        // 3 epochs of 8 s; a hop of 20 bytes takes 0.5 + 2 s
        assertThat(result.hops()).isBetween(3L, 5L);
        assertThat(result.makespanSeconds()).isCloseTo(24 + 2.5 * result.hops(), within(1e-6));
        assertThat(result.bytesMoved()).isEqualTo(20.0 * result.hops());
        assertThat(result.lowerBoundSeconds()).isEqualTo(24);
    }

    /** Three epochs of 8 s, each with a checkpoint that takes 2 s. */
    @Test
    void checkpointsCostNothingUnlessWorkersStoreThem() {
        Workload work = work(1, 3, 1, Network.ideal(), 8);

        SimulationResult behind = new Simulation(work).commitSeconds(2).run();
        SimulationResult before =
                new Simulation(work).commitSeconds(2).commitsOnWorkers().run();

        assertThat(behind.makespanSeconds()).isCloseTo(24, within(1e-9));
        assertThat(before.makespanSeconds()).isCloseTo(30, within(1e-9));
    }

    @Test
    void replicasEverywhereNeedNoHops() {
        SimulationResult result = new Simulation(work(2, 3, 2, TEN_BYTES_A_SECOND, 8, 8)).run();

        assertThat(result.ratio()).isGreaterThanOrEqualTo(1);
        assertThat(result.trials()).allMatch(trial -> trial.epochs().size() == 3);
    }

    /** Shards are not moved away from it. Where it alone has a quarter of them, all wait for it: 4 / (4 x 1/2) to 4 / 3.5. */
    @Test
    void aSecondReplicaMakesUpForAWorkerOfHalfTheSpeed() {
        assertThat(overLeastPossible(1)).isCloseTo(1.75, within(0.01));
        assertThat(overLeastPossible(2)).isBetween(1.0, 1.03);
    }

    private static double overLeastPossible(int replicas) {
        List<SimulatedWorker> workers = new ArrayList<>(Collections.nCopies(3, new SimulatedWorker(1, 1)));
        workers.add(new SimulatedWorker(0.5, 1));
        List<TrialLoad> trials = Collections.nCopies(16, new TrialLoad(600, 20, 10));
        Workload work = new Workload(trials, workers, 10, 4, 0, replicas, Network.ideal());
        double least = 16 * 600 * 10 / 3.5;
        return new Simulation(work).order(ShardOrder.SCHEDULED).run().makespanSeconds() / least;
    }

    @Test
    void sameSeedIsTheSameStudy() {
        Workload work = work(3, 2, 2, TEN_BYTES_A_SECOND, 6, 3, 3, 3, 6);
        Faults faults = new Faults(0.1, 0, 0.1, 0.1, 20, Optional.empty());

        SimulationResult one =
                new Simulation(work).noise(0.2).faults(faults).seed(3).run();
        SimulationResult same =
                new Simulation(work).noise(0.2).faults(faults).seed(3).run();
        SimulationResult other =
                new Simulation(work).noise(0.2).faults(faults).seed(4).run();

        assertThat(same).usingRecursiveComparison().isEqualTo(one);
        assertThat(other.makespanSeconds()).isNotEqualTo(one.makespanSeconds());
    }

    /** Two trials of 8 s on one worker take 16 s; with a second one from the 4th second on, (16 - 4) / 2 more. */
    @Test
    void aWorkerThatJoinsTakesItsShare() {
        Workload work = work(1, 1, 1, Network.ideal(), 8, 8);

        SimulationResult alone = new Simulation(work).run();
        SimulationResult together = new Simulation(work)
                .join(4, new SimulatedWorker(1, 1), Set.of(0))
                .run();

        assertThat(alone.makespanSeconds()).isEqualTo(16);
        assertThat(alone.lowerBoundSeconds()).isEqualTo(16);
        // the shard cannot be divided, so the second trial begins when the second worker is there
        assertThat(together.makespanSeconds()).isEqualTo(12);
        assertThat(together.lowerBoundSeconds()).isEqualTo(10);
        assertThat(together.idleShare()).isCloseTo(1 - 16.0 / (12 + 8), within(1e-9));
    }

    /** Shards of 10 bytes: 0.5 s and 1 s on the network, one after the other. */
    @Test
    void whatAWorkerTakesWithItIsLoadedFromItsSource() {
        List<String> changes = new ArrayList<>();
        Workload work = new Workload(
                List.of(new TrialLoad(8, 20, 1)),
                Collections.nCopies(2, new SimulatedWorker(1, 1)),
                1,
                4,
                40,
                1,
                TEN_BYTES_A_SECOND);

        SimulationResult result = new Simulation(work)
                .leave(1, 1)
                .listener((event, progress) -> {
                    if (event instanceof StudyEvent.WorkerChanged changed) {
                        changes.add(progress.elapsed().toMillis() + " "
                                + changed.worker().shards().get(Split.TRAINING));
                    }
                })
                .run();

        assertThat(changes).containsExactly("2500 [0, 1, 2]", "4000 [0, 1, 2, 3]");
        assertThat(result.trials().get(0).status()).isEqualTo(TrialStatus.COMPLETED);
    }

    @Test
    void theLastWorkerStays() {
        SimulationResult result = new Simulation(work(2, 2, 1, Network.ideal(), 8, 8))
                .leave(1, 0)
                .leave(2, 1)
                .leave(3, 7)
                .run();

        assertThat(result.trials()).allMatch(trial -> trial.status() == TrialStatus.COMPLETED);
        assertThat(result.makespanSeconds()).isGreaterThan(result.lowerBoundSeconds());
    }

    @Test
    void anAdaptiveSearchDecidesByMadeUpLosses() {
        LearningCurve curve = (configuration, epochs) -> configuration.getDouble("x") + 1.0 / epochs;
        Simulation simulation = new Simulation(work(2, 1, 1, Network.ideal(), 8, 8, 8, 8))
                .search(SimulatedHalving.SPACE, new SimulatedHalving(8, 2, 3), curve);

        List<Trial> trials = simulation.run().trials();

        // 8 trials, then 4 and a clone, then 3 and a clone
        assertThat(trials).hasSize(10);
        assertThat(trials).extracting(trial -> trial.epochs().size()).containsOnly(2, 4, 6);
        double best = trials.stream()
                .limit(8)
                .mapToDouble(trial -> trial.configuration().getDouble("x"))
                .min()
                .orElseThrow();
        Trial winner = trials.stream()
                .filter(trial -> trial.configuration().getDouble("x") == best)
                .findFirst()
                .orElseThrow();
        assertThat(winner.epochs()).hasSize(6);
        assertThat(winner.epochs().get(5).metrics().get("loss")).isCloseTo(best + 1.0 / 6, within(0.02));
        Trial clone = trials.get(8);
        assertThat(clone.parent()).contains(winner.id());
        // two epochs of its parent are behind its first
        assertThat(clone.epochs().get(0).metrics().get("loss"))
                .isCloseTo(clone.configuration().getDouble("x") + 1.0 / 3, within(0.02));
        assertThat(simulation.run().trials()).isEqualTo(trials);
    }

    @Test
    void curvesThatAreDrawnFallAndDependOnTheConfiguration() {
        LearningCurve curve = LearningCurve.drawn(3);
        Configuration one = SimulatedHalving.configuration(0.25);
        Configuration other = SimulatedHalving.configuration(0.75);

        assertThat(curve.loss(one, 1)).isBetween(curve.loss(one, 2), 1.0);
        assertThat(LearningCurve.drawn(3).loss(one, 5)).isEqualTo(curve.loss(one, 5));
        assertThat(curve.loss(other, 5)).isNotEqualTo(curve.loss(one, 5));
    }

    @Test
    void refusesWorkersOfOtherShards() {
        Simulation simulation = new Simulation(work(2, 1, 1, Network.ideal(), 1));

        assertThatThrownBy(() -> simulation.join(1, new SimulatedWorker(1, 1), Set.of(2)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("shard 2 of a worker that joins must be from 0 to below 2");
        assertThatThrownBy(() -> simulation.leave(-1, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("time of a worker's leaving (-1.0) must be a number from 0 on");
    }

    @Test
    void chartHasEveryUnit() {
        GanttRecorder recorder = new GanttRecorder();
        Workload work = work(3, 2, 1, TEN_BYTES_A_SECOND, 6, 3, 3, 3, 6);

        SimulationResult result = new Simulation(work).listener(recorder).run();

        GanttChart chart = recorder.chart("a simulation");
        assertThat(chart.bars().stream().filter(bar -> bar.kind() == GanttChart.Kind.TRAIN))
                .hasSize(30);
        assertThat(chart.makespanSeconds()).isCloseTo(result.makespanSeconds(), within(1e-6));
        assertThat(chart.idleShare()).isCloseTo(result.idleShare(), within(1e-6));
    }

    @Test
    void timesDecisionsIfAsked() {
        Workload work = work(2, 1, 1, Network.ideal(), 1, 1);

        assertThat(new Simulation(work).run().decisionNanos(0.5)).isNaN();
        assertThat(new Simulation(work).timeDecisions().run().decisionNanos(0.5))
                .isPositive();
    }

    @Test
    void refusesUnitsThatHangForEver() {
        assertThatThrownBy(() -> new Faults(0, 0.1, 0, 0, 1, Optional.empty()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("units that hang (0.1) would hang for ever; give a unitTimeout");
    }

    private static Workload work(int workers, int epochs, int replicas, Network network, double... epochSeconds) {
        List<TrialLoad> trials = DoubleStream.of(epochSeconds)
                .mapToObj(seconds -> new TrialLoad(seconds, 20, 100))
                .toList();
        return new Workload(
                trials, Collections.nCopies(workers, new SimulatedWorker(1, 1)), epochs, workers, 0, replicas, network);
    }
}
