package org.jerboa.mop.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.DoubleStream;
import org.jerboa.mop.schedule.ShardOrder;
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

    @Test
    void replicasEverywhereNeedNoHops() {
        SimulationResult result = new Simulation(work(2, 3, 2, TEN_BYTES_A_SECOND, 8, 8)).run();

        assertThat(result.ratio()).isGreaterThanOrEqualTo(1);
        assertThat(result.trials()).allMatch(trial -> trial.epochs().size() == 3);
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
