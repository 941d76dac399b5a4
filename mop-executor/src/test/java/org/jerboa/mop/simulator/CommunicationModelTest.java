package org.jerboa.mop.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CommunicationModelTest {

    private static final double GB = 1e9;
    private static final double TB = 1e12;

    /** The example of the Cerebro papers: k = 20, S = 20, p = 10, m = 1 GB, D = 1 TB, |D| / b = 100 000. */
    private static final Workload EXAMPLE =
            Workload.uniform(20, new TrialLoad(1, GB, 100_000), 10, 20, TB, Network.ideal());

    /** The second numbers have the m S = 20 GB of bringing the models home, which the papers' round figures leave out. */
    @ParameterizedTest
    @CsvSource({
        "MOP, 4, 4.02",
        "TASK_PARALLEL_COPIED, 10, 10.02",
        "TASK_PARALLEL_REMOTE, 400, 400.02",
        "MODEL_AVERAGING, 8, 8",
        "PARAMETER_SERVER, 80000, 80000",
        "ALL_REDUCE, 72000, 72000"
    })
    void movesWhatThePapersExampleSays(Approach approach, long round, double terabytes) {
        double moved = new CommunicationModel(EXAMPLE).bytesMoved(approach) / TB;

        assertThat(Math.round(moved)).isEqualTo(round);
        assertThat(moved).isCloseTo(terabytes, within(1e-9));
    }

    @ParameterizedTest
    @CsvSource({
        "MOP, 1, 0.1",
        "TASK_PARALLEL_COPIED, 10, 1",
        "TASK_PARALLEL_REMOTE, 1, 0",
        "MODEL_AVERAGING, 1, 0.1",
        "PARAMETER_SERVER, 1, 0.1",
        "ALL_REDUCE, 1, 0.1"
    })
    void storesTheDataOnceUnlessItIsCopied(Approach approach, double all, double worker) {
        CommunicationModel model = new CommunicationModel(EXAMPLE);

        assertThat(model.bytesStored(approach) / TB).isCloseTo(all, within(1e-9));
        assertThat(model.bytesStoredPerWorker(approach) / TB).isCloseTo(worker, within(1e-9));
    }

    @Test
    void countsReplicasShardsAndUnlikeModels() {
        List<TrialLoad> trials = List.of(new TrialLoad(1, 2 * GB, 11), new TrialLoad(1, 3 * GB, 10));
        Workload work =
                new Workload(trials, Collections.nCopies(5, new SimulatedWorker(1, 1)), 4, 10, TB, 3, Network.ideal());
        CommunicationModel model = new CommunicationModel(work);

        // 4 epochs x 5 GB x 10 shards, 5 GB brought home, 2 TB of second and third replicas
        assertThat(model.bytesMoved(Approach.MOP)).isEqualTo(200 * GB + 5 * GB + 2 * TB);
        assertThat(model.bytesStored(Approach.MOP)).isEqualTo(3 * TB);
        // 11 minibatches of 5 workers are 3 steps, 10 are 2: 2 x 4 x 5 x (2 GB x 3 + 3 GB x 2)
        assertThat(model.bytesMoved(Approach.PARAMETER_SERVER)).isEqualTo(40 * 12 * GB);
        assertThat(model.bytesMoved(Approach.ALL_REDUCE)).isEqualTo(32 * 12 * GB);
    }

    @Test
    void refusesMoreReplicasThanWorkers() {
        assertThatThrownBy(() -> new Workload(EXAMPLE.trials(), EXAMPLE.workers(), 1, 10, TB, 11, Network.ideal()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("replicas (11) must be between 1 and the number of workers (10)");
    }
}
