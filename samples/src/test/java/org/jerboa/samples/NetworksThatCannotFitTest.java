package org.jerboa.samples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.jerboa.testkit.watch.WatchedExecutor.watched;
import static org.jerboa.tune.space.Parameter.categorical;
import static org.jerboa.tune.space.Parameter.fixed;

import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.jerboa.dl4j.Dl4j;
import org.jerboa.dl4j.Updaters;
import org.jerboa.mop.MopExecutor;
import org.jerboa.search.GridSearch;
import org.jerboa.tune.space.Configuration;
import org.jerboa.tune.space.SearchSpace;
import org.jerboa.tune.study.Study;
import org.jerboa.tune.study.StudyResult;
import org.jerboa.tune.study.StudyStatus;
import org.jerboa.tune.study.Trial;
import org.jerboa.tune.study.TrialStatus;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;

/** A network whose arrays would take the process down is never made, and the study goes on without it. */
class NetworksThatCannotFitTest {

    private static final int ABSURD = 100_000;

    private static final SearchSpace SPACE =
            SearchSpace.of(categorical("units", 8, ABSURD, 16), fixed("updater", "adam"), fixed("learningRate", 0.01));

    private static MultiLayerConfiguration network(Configuration c) {
        int units = c.getInt("units");
        return new NeuralNetConfiguration.Builder()
                .updater(Updaters.of(c))
                .activation(Activation.RELU)
                .list()
                .layer(new DenseLayer.Builder().nIn(64).nOut(units).build())
                .layer(new DenseLayer.Builder().nIn(units).nOut(units).build())
                .layer(new OutputLayer.Builder()
                        .nIn(units)
                        .nOut(10)
                        .activation(Activation.SOFTMAX)
                        .build())
                .build();
    }

    @Test
    void failTheirTrialsAlone() throws Exception {
        StudyResult<MultiLayerNetwork> result = Study.of(SPACE, Dl4j.network(NetworksThatCannotFitTest::network))
                .data(S01DigitsStudy.digits(1))
                .search(GridSearch.sequential().epochs(1))
                .maximize("accuracy")
                .on(watched(MopExecutor.threads(2)))
                .run();

        assertThat(result.status()).isEqualTo(StudyStatus.COMPLETED);
        assertThat(result.ranking()).hasSize(3);
        for (Trial trial : result.ranking()) {
            boolean absurd = trial.configuration().getInt("units") == ABSURD;
            assertThat(trial.status()).isEqualTo(absurd ? TrialStatus.FAILED : TrialStatus.COMPLETED);
            if (absurd) {
                // 64, 100 000, 100 000 and 10 units, and as many biases
                long parameters = 65L * ABSURD + (ABSURD + 1L) * ABSURD + (ABSURD + 1) * 10;
                assertThat(trial.cause())
                        .hasValueSatisfying(cause -> assertThat(cause)
                                .contains("would take", parameters + " parameters", "give the process more memory"));
            }
        }
    }
}
