package org.jerboa.arbiter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.deeplearning4j.arbiter.MultiLayerSpace;
import org.deeplearning4j.arbiter.conf.updater.AdaMaxSpace;
import org.deeplearning4j.arbiter.conf.updater.AdamSpace;
import org.deeplearning4j.arbiter.conf.updater.BaseUpdaterSpace;
import org.deeplearning4j.arbiter.conf.updater.NadamSpace;
import org.deeplearning4j.arbiter.optimize.api.data.DataProvider;
import org.deeplearning4j.arbiter.optimize.api.evaluation.ModelEvaluator;
import org.deeplearning4j.arbiter.optimize.api.saving.InMemoryResultSaver;
import org.deeplearning4j.arbiter.optimize.api.termination.MaxCandidatesCondition;
import org.deeplearning4j.arbiter.optimize.config.OptimizationConfiguration;
import org.deeplearning4j.arbiter.optimize.generator.RandomSearchGenerator;
import org.deeplearning4j.arbiter.optimize.parameter.FixedValue;
import org.deeplearning4j.arbiter.optimize.parameter.continuous.ContinuousParameterSpace;
import org.deeplearning4j.arbiter.scoring.RegressionValue;
import org.deeplearning4j.arbiter.scoring.impl.RegressionScoreFunction;
import org.deeplearning4j.arbiter.scoring.impl.TestSetRegressionScoreFunction;
import org.deeplearning4j.arbiter.task.MultiLayerNetworkTaskCreator;
import org.deeplearning4j.datasets.iterator.utilty.ListDataSetIterator;
import org.deeplearning4j.earlystopping.EarlyStoppingConfiguration;
import org.deeplearning4j.earlystopping.saver.InMemoryModelSaver;
import org.deeplearning4j.earlystopping.scorecalc.DataSetLossCalculator;
import org.deeplearning4j.earlystopping.termination.MaxEpochsTerminationCondition;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.evaluation.regression.RegressionEvaluation.Metric;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.learning.config.AdaMax;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Nadam;

/** What Arbiter computes wrongly, or on this version of Deeplearning4j not at all. */
@Timeout(600)
class CorrectionsTest {

    private static final ContinuousParameterSpace RATE = new ContinuousParameterSpace(0.01, 0.01000001);

    static Stream<Arguments> updaters() {
        return Stream.of(
                Arguments.of(new AdamSpace(RATE), new Adam(0.01, 0.9, 0.999, 1e-8)),
                Arguments.of(new NadamSpace(RATE), new Nadam(0.01, 0.9, 0.999, 1e-8)),
                Arguments.of(new AdaMaxSpace(RATE), new AdaMax(0.01, 0.9, 0.999, 1e-8)),
                Arguments.of(new AdamSpace(RATE, new FixedValue<>(0.8), null, null), new Adam(0.01, 0.8, 0.999, 1e-8)),
                // An epsilon of 0.001 beside betas that are set may be meant.
                Arguments.of(
                        new AdamSpace(RATE, new FixedValue<>(0.8), new FixedValue<>(0.9), new FixedValue<>(1e-3)),
                        new Adam(0.01, 0.8, 0.9, 1e-3)));
    }

    @ParameterizedTest
    @MethodSource("updaters")
    void adamHasItsDefaultsWhereASpaceSetsNothing(BaseUpdaterSpace space, IUpdater expected) throws IOException {
        IUpdater updater = updater(space);
        // The rate comes out of a distribution of almost no width.
        assertThat(updater.getLearningRate(0, 0)).isCloseTo(0.01, within(1e-6));
        expected.setLrAndSchedule(updater.getLearningRate(0, 0), null);
        assertThat(updater).isEqualTo(expected);
    }

    @Test
    void arbitersAdamComesBackByChoice() throws IOException {
        Adam adam = (Adam) updater(new AdamSpace(RATE), ArbiterBehaviour.ADAM_BETAS);
        assertThat(List.of(adam.getBeta1(), adam.getBeta2(), adam.getEpsilon())).containsOnly(0.001);
    }

    private static IUpdater updater(BaseUpdaterSpace space, ArbiterBehaviour... restored) throws IOException {
        var networks = Spaces.sequentialBuilder().updater(space).build();
        var runner = new JerboaOptimizationRunner(configuration(networks).build());
        runner.restore(restored);
        runner.execute();
        var network = (MultiLayerNetwork) runner.getResults().get(0).getResultModel();
        return ((BaseLayer) network.getLayer(1).conf().getLayer()).getIUpdater();
    }

    private static OptimizationConfiguration.Builder configuration(MultiLayerSpace networks) {
        return Searches.base(new RandomSearchGenerator(networks), new MaxCandidatesCondition(1))
                .dataSource(Points.class, null)
                .modelSaver(new InMemoryResultSaver());
    }

    /** Arbiter's sum over both columns, against the mean of the newer score function. */
    @Test
    @SuppressWarnings("deprecation") // that is why it is the older one
    void olderRegressionScoreWorksOnSequentialNetworks() {
        var older = new JerboaOptimizationRunner(Searches.networks(null, 1)
                .scoreFunction(new TestSetRegressionScoreFunction(RegressionValue.MSE))
                .build());
        older.execute();
        var newer = new JerboaOptimizationRunner(Searches.networks(null, 1)
                .scoreFunction(new RegressionScoreFunction(Metric.MSE))
                .build());
        newer.execute();
        assertThat(older.bestScore()).isNotNull().isEqualTo(2 * newer.bestScore());
    }

    @Test
    void evaluatorGetsDataOfASourceToo() throws IOException {
        EarlyStoppingConfiguration<MultiLayerNetwork> stopping = new EarlyStoppingConfiguration.Builder<
                        MultiLayerNetwork>()
                .epochTerminationConditions(new MaxEpochsTerminationCondition(1))
                .scoreCalculator(new DataSetLossCalculator(
                        new ListDataSetIterator<>(Points.minibatches(3).get(0).asList(), Points.BATCH), true))
                .modelSaver(new InMemoryModelSaver<>())
                .build();
        var networks =
                Spaces.sequentialBuilder().earlyStoppingConfiguration(stopping).build();
        var runner = new JerboaOptimizationRunner(
                configuration(networks).build(), new MultiLayerNetworkTaskCreator(new CountingEvaluator()));
        runner.execute();
        assertThat(runner.getResults().get(0).getResult().getModelSpecificResults())
                .isEqualTo(4);
    }

    /** Counts minibatches of test data. */
    static final class CountingEvaluator implements ModelEvaluator {
        @Override
        @SuppressWarnings("deprecation") // evaluators are given nothing else
        public Object evaluateModel(Object model, DataProvider dataProvider) {
            DataSetIterator data = (DataSetIterator) dataProvider.testData(Map.of());
            int minibatches = 0;
            for (; data.hasNext(); data.next()) {
                minibatches++;
            }
            return minibatches;
        }

        @Override
        public List<Class<?>> getSupportedModelTypes() {
            return List.of(MultiLayerNetwork.class);
        }

        @Override
        public List<Class<?>> getSupportedDataTypes() {
            return List.of(DataSetIterator.class);
        }
    }
}
