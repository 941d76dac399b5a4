package org.jerboa.mop.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Collections;
import java.util.List;
import java.util.stream.DoubleStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class RivalModelTest {

    private static final Offset<Double> TINY = within(1e-9);
    private static final Network TEN_BYTES_A_SECOND = new Network(0.5, 10);

    /** Fig. 5 of the paper: 6, 3, 3, 3, 6 on three workers take 9 where MOP takes 7. */
    @Test
    void taskParallelismTakesNineForTheExampleOfThePaper() {
        Workload work = work(workers(3, 1), 1, 0, Network.ideal(), 6, 3, 3, 3, 6);

        RivalRun run = new RivalModel(work).run(Approach.TASK_PARALLEL_COPIED);

        // 6 + 3 or 3 + 3 + 3 on one of them, whatever the order
        assertThat(run.makespanSeconds()).isEqualTo(9);
        assertThat(run.idleShare()).isCloseTo(1 - 21 / 27.0, TINY);
    }

    @Test
    void copiesBeforeItBegins() {
        RivalRun run =
                new RivalModel(work(workers(2, 1), 3, 40, TEN_BYTES_A_SECOND, 1, 2)).run(Approach.TASK_PARALLEL_COPIED);

        // 0.5 s latency and 4 s for the data, then three epochs of 2 s beside three of 1 s
        assertThat(run.makespanSeconds()).isCloseTo(4.5 + 6, TINY);
        assertThat(run.firstResultOnAllSeconds()).isCloseTo(4.5 + 2, TINY);
        assertThat(run.idleShare()).isCloseTo(1 - 9 / 21.0, TINY);
    }

    @Test
    void readsRemotelyBehindTheTrainingIfThatIsSlower() {
        Workload fast = work(List.of(new SimulatedWorker(1, 2)), 3, 40, new Network(0, 1e9), 8, 8);
        Workload slow = work(List.of(new SimulatedWorker(1, 2)), 3, 40, new Network(0, 8), 8, 8);

        assertThat(new RivalModel(fast).run(Approach.TASK_PARALLEL_REMOTE).makespanSeconds())
                .isCloseTo(24, TINY);
        // two slots share the link: 40 bytes at 4 bytes/s in each of three epochs
        assertThat(new RivalModel(slow).run(Approach.TASK_PARALLEL_REMOTE).makespanSeconds())
                .isCloseTo(30, TINY);
    }

    @Test
    void givesTheLongTrialToTheFastWorker() {
        List<SimulatedWorker> unlike = List.of(new SimulatedWorker(1, 1), new SimulatedWorker(3, 1));

        RivalRun run = new RivalModel(work(unlike, 1, 0, Network.ideal(), 9, 3)).run(Approach.TASK_PARALLEL_COPIED);

        assertThat(run.makespanSeconds()).isEqualTo(3);
    }

    @Test
    void modelAveragingWaitsForTheSlowestInEveryEpoch() {
        List<SimulatedWorker> unlike = List.of(new SimulatedWorker(1, 1), new SimulatedWorker(2, 1));
        Workload work = work(unlike, 5, 0, TEN_BYTES_A_SECOND, 8);

        RivalRun run = new RivalModel(work).run(Approach.MODEL_AVERAGING);

        // half of 8 s on the slow one, and 20 bytes there and back with two latencies
        assertThat(run.makespanSeconds()).isCloseTo(5 * (4 + 2 * 2.5), TINY);
        assertThat(run.idleShare()).isCloseTo(1 - (4 + 2) / (2 * 9.0), TINY);
    }

    @Test
    void allReduceIsBoundByTheRingWhereThatIsSlower() {
        Workload work = work(workers(4, 1), 2, 0, TEN_BYTES_A_SECOND, 8);

        RivalRun run = new RivalModel(work).run(Approach.ALL_REDUCE);

        // 100 minibatches are 25 steps of 6 transfers of a quarter of 20 bytes, each 0.5 + 0.5 s
        assertThat(run.makespanSeconds()).isCloseTo(2 * 25 * 6, TINY);
    }

    @Test
    void dataParallelismIsIdealOnAnIdealNetwork() {
        Workload work = work(workers(4, 1), 2, 0, Network.ideal(), 8, 4);

        for (Approach approach : List.of(Approach.MODEL_AVERAGING, Approach.PARAMETER_SERVER, Approach.ALL_REDUCE)) {
            RivalRun run = new RivalModel(work).run(approach);
            assertThat(run.makespanSeconds()).as(approach.label()).isCloseTo(2 * 12 / 4.0, TINY);
            assertThat(run.idleShare()).as(approach.label()).isCloseTo(0, TINY);
            // the second trial begins when the first has had both its epochs
            assertThat(run.firstResultOnAllSeconds()).as(approach.label()).isCloseTo(2 * 2 + 1, TINY);
        }
    }

    @Test
    void parameterServerLetsTheFastWorkerRunAhead() {
        List<SimulatedWorker> unlike = List.of(new SimulatedWorker(1, 1), new SimulatedWorker(3, 1));

        RivalRun run = new RivalModel(work(unlike, 1, 0, Network.ideal(), 8)).run(Approach.PARAMETER_SERVER);

        assertThat(run.makespanSeconds()).isCloseTo(2, TINY);
        assertThat(run.idleShare()).isCloseTo(0, TINY);
    }

    @Test
    void doesNotModelMop() {
        RivalModel model = new RivalModel(work(workers(1, 1), 1, 0, Network.ideal(), 1));

        assertThatThrownBy(() -> model.run(Approach.MOP)).hasMessageContaining("Simulation");
    }

    private static List<SimulatedWorker> workers(int count, int slots) {
        return Collections.nCopies(count, new SimulatedWorker(1, slots));
    }

    private static Workload work(
            List<SimulatedWorker> workers, int epochs, double dataBytes, Network network, double... epochSeconds) {
        List<TrialLoad> trials = DoubleStream.of(epochSeconds)
                .mapToObj(seconds -> new TrialLoad(seconds, 20, 100))
                .toList();
        return new Workload(trials, workers, epochs, workers.size(), dataBytes, 1, network);
    }
}
