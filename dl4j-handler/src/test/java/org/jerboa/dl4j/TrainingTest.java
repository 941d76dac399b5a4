package org.jerboa.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.jerboa.dl4j.TestUnits.checkpoint;
import static org.jerboa.dl4j.TestUnits.configuration;
import static org.jerboa.dl4j.TestUnits.restore;
import static org.jerboa.dl4j.TestUnits.unit;

import java.nio.file.Path;
import java.util.Map;
import org.deeplearning4j.nn.api.OptimizationAlgorithm;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.jerboa.tune.data.Examples;
import org.jerboa.tune.space.Configuration;
import org.jerboa.tune.spi.TrainingSummary;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.learning.config.AdaBelief;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;
import org.nd4j.linalg.schedule.MapSchedule;
import org.nd4j.linalg.schedule.ScheduleType;

class TrainingTest {

    private static final Configuration PLAIN = configuration("updater", "sgd", "learningRate", 0.1, "batchSize", 8);

    @BeforeAll
    static void oneThread() {
        NativeRuntime.prepareThread(1);
    }

    private static MultiLayerConfiguration network(IUpdater updater, DataType type) {
        return new NeuralNetConfiguration.Builder()
                .updater(updater)
                .dataType(type)
                .l2(0.01)
                .list()
                .layer(new DenseLayer.Builder()
                        .nIn(6)
                        .nOut(5)
                        .activation(Activation.TANH)
                        .build())
                .layer(new OutputLayer.Builder(LossFunction.MCXENT)
                        .nIn(5)
                        .nOut(3)
                        .activation(Activation.SOFTMAX)
                        .build())
                .build();
    }

    /** A learning rate of 0 in all epochs but the second shows which epoch the schedule saw. */
    @Test
    void schedulesSeeTheStudysEpochs() throws Exception {
        MapSchedule schedule = new MapSchedule.Builder(ScheduleType.EPOCH)
                .add(0, 0.0)
                .add(1, 0.5)
                .add(2, 0.0)
                .build();
        Dl4jHandler<MultiLayerNetwork> handler = Dl4j.network(c -> network(new Sgd(schedule), DataType.FLOAT));
        MultiLayerNetwork network = handler.create(PLAIN, 3);
        Examples shard = TestData.vectors(30, 1);
        boolean[] changed = new boolean[4];

        for (int epoch = 0; epoch < 4; epoch++) {
            INDArray before = network.params().dup();
            for (int position = 0; position < 3; position++) {
                handler.train(network, shard, unit(PLAIN, epoch, position, 3));
                network = restore(handler, PLAIN, checkpoint(handler, network));
            }
            changed[epoch] = !network.params().equalsWithEps(before, 0);
        }

        assertThat(changed).containsExactly(false, true, false, false);
    }

    @Test
    void theIterationCountIsTheNetworksOwn() throws Exception {
        MapSchedule schedule = new MapSchedule.Builder(ScheduleType.ITERATION)
                .add(0, 0.0)
                .add(8, 0.5)
                .build();
        Dl4jHandler<MultiLayerNetwork> handler = Dl4j.network(c -> network(new Sgd(schedule), DataType.FLOAT));
        MultiLayerNetwork network = handler.create(PLAIN, 3);
        INDArray before = network.params().dup();
        Examples fourMinibatches = TestData.vectors(30, 1);

        handler.train(network, fourMinibatches, unit(PLAIN, 0, 0, 2));
        handler.train(network, fourMinibatches, unit(PLAIN, 0, 1, 2));
        assertThat(network.params().equalsWithEps(before, 0)).isTrue();
        handler.train(network, fourMinibatches, unit(PLAIN, 1, 0, 2));

        assertThat(network.params().equalsWithEps(before, 0)).isFalse();
        assertThat(network.getIterationCount()).isEqualTo(12);
    }

    /** 30 examples in minibatches of 8 are 3 of 8 and 1 of 6. */
    @Test
    void lossIsTheMeanOfScoresWeightedByExamples() throws Exception {
        Dl4jHandler<MultiLayerNetwork> handler = Dl4j.network(c -> network(new Sgd(0.1), DataType.FLOAT));
        Examples shard = TestData.vectors(30, 1);
        MultiLayerNetwork same = handler.create(PLAIN, 3);
        SequentialNetworks networks = new SequentialNetworks(TestNetworks::mlp);
        double sum = 0;
        try (Minibatches data = new Minibatches(networks.inputs(same), networks.outputs(same), shard, 8)) {
            for (int from = 0; from < 30; from += 8) {
                Minibatch minibatch = data.load(from);
                DataSet dataSet = new DataSet(minibatch.features()[0], minibatch.labels()[0]);
                same.fit(dataSet);
                sum += same.score() * minibatch.examples();
            }
        }

        TrainingSummary summary = handler.train(handler.create(PLAIN, 3), shard, unit(PLAIN));

        assertThat(summary).isEqualTo(new TrainingSummary(30, 4, sum / 30));
    }

    @Test
    void divergenceEndsTheUnitWithoutAnException() throws Exception {
        Dl4jHandler<MultiLayerNetwork> handler = Dl4j.network(c -> network(new Sgd(1e30), DataType.FLOAT));
        MultiLayerNetwork network = handler.create(PLAIN, 3);

        TrainingSummary summary = handler.train(network, TestData.vectors(400, 1), unit(PLAIN));

        assertThat(summary.diverged()).isTrue();
        assertThat(summary.minibatches()).isLessThan(50);
        assertThat(handler.evaluate(network, TestData.vectors(20, 1), unit(PLAIN))
                        .values()
                        .get("loss"))
                .isNaN();
    }

    @Test
    void trainsInDoublePrecision() throws Exception {
        Dl4jHandler<MultiLayerNetwork> handler = Dl4j.network(c -> network(new Sgd(0.1), DataType.DOUBLE));
        MultiLayerNetwork network = handler.create(PLAIN, 3);
        handler.train(network, TestData.vectors(30, 1), unit(PLAIN));

        MultiLayerNetwork restored = restore(handler, PLAIN, checkpoint(handler, network));

        assertThat(restored.params().dataType()).isEqualTo(DataType.DOUBLE);
        assertThat(restored.params()).isEqualTo(network.params());
        assertThat(handler.evaluate(network, TestData.vectors(20, 1), unit(PLAIN))
                        .values()
                        .get("loss"))
                .isPositive();
    }

    @Test
    void theBatchSizeMayGoByAnotherName() throws Exception {
        Configuration configuration = configuration("minibatch", 10);
        Dl4jHandler<MultiLayerNetwork> handler = Dl4j.network(c -> network(new Sgd(0.1), DataType.FLOAT));
        Examples shard = TestData.vectors(40, 1);

        assertThat(handler.batchSize("minibatch")
                        .train(handler.create(configuration, 1), shard, unit(configuration))
                        .minibatches())
                .isEqualTo(4);
        assertThat(handler.train(handler.create(configuration, 1), shard, unit(configuration))
                        .minibatches())
                .as("batch size of 32 where the configuration has none")
                .isEqualTo(2);
    }

    @Test
    void oneConfigurationObjectMayServeManyNetworks() throws Exception {
        MultiLayerConfiguration shared = network(new Sgd(0.1), DataType.FLOAT);
        Holder.shared = shared;
        Dl4jHandler<MultiLayerNetwork> handler = Dl4j.network(c -> Holder.shared);
        MultiLayerNetwork first = handler.create(PLAIN, 1);
        MultiLayerNetwork second = handler.create(PLAIN, 2);

        handler.train(first, TestData.vectors(30, 1), unit(PLAIN, 6, 0, 1));

        assertThat(second.getEpochCount()).isZero();
        assertThat(second.getIterationCount()).isZero();
        assertThat(second.params()).isNotEqualTo(first.params());
    }

    private static final class Holder {
        private static MultiLayerConfiguration shared;
    }

    @Test
    void exportsAFileThatTheToolReads(@TempDir Path folder) throws Exception {
        Dl4jHandler<MultiLayerNetwork> handler = Dl4j.network(TestNetworks::mlp);
        Configuration adam = configuration("updater", "adam", "batchSize", 8);
        MultiLayerNetwork network = handler.create(adam, 3);
        handler.train(network, TestData.vectors(30, 1), unit(adam, 2, 0, 1));
        Path file = folder.resolve("model." + handler.exportExtension());

        handler.export(network, file);

        MultiLayerNetwork read = MultiLayerNetwork.load(file.toFile(), true);
        assertThat(read.params()).isEqualTo(network.params());
        assertThat(read.getUpdater().getStateViewArray())
                .isEqualTo(network.getUpdater().getStateViewArray());
        assertThat(read.getIterationCount()).isEqualTo(4);
        assertThat(read.getEpochCount()).isEqualTo(2);
    }

    @Test
    void refusesWhatTheToolCannotTrain() {
        Dl4jHandler<MultiLayerNetwork> crashing = Dl4j.network(c -> network(new AdaBelief(), DataType.FLOAT));
        Dl4jHandler<MultiLayerNetwork> stateful = Dl4j.network(c -> new NeuralNetConfiguration.Builder()
                .optimizationAlgo(OptimizationAlgorithm.LBFGS)
                .list()
                .layer(new OutputLayer.Builder(LossFunction.MSE)
                        .nIn(6)
                        .nOut(1)
                        .activation(Activation.IDENTITY)
                        .build())
                .build());
        Dl4jHandler<MultiLayerNetwork> nothing = Dl4j.network(c -> null);

        assertThatThrownBy(() -> crashing.create(PLAIN, 1)).hasMessageContaining("adabelief");
        assertThatThrownBy(() -> stateful.create(PLAIN, 1)).hasMessageContaining("LBFGS");
        assertThatThrownBy(() -> nothing.create(PLAIN, 1)).hasMessageContaining("gave null");
    }

    @Test
    void settingsNameWhatTheBitsDependOn() {
        Dl4jHandler<MultiLayerNetwork> handler = Dl4j.network(TestNetworks::mlp);

        Map<String, String> settings = handler.settings();

        assertThat(settings).containsEntry("tool", "deeplearning4j").containsEntry("version", "1.0.0-M2.1");
        assertThat(settings).containsKeys("backend", "native", "blas", "helpers", "type");
        assertThat(handler.oneDnn(false).settings()).containsEntry("helpers", "none");
    }

    @Test
    void memoryIsParametersGradientsAndUpdaterState() throws Exception {
        Dl4jHandler<MultiLayerNetwork> handler = Dl4j.network(TestNetworks::mlp);
        Configuration adam = configuration("updater", "adam", "batchSize", 8);
        MultiLayerNetwork network = handler.create(adam, 1);

        assertThat(handler.bytes(network)).as("before it has state").isEqualTo(2 * 4 * 93);
        handler.train(network, TestData.vectors(10, 1), unit(adam));
        assertThat(handler.bytes(network)).as("with two moments").isEqualTo(4 * 4 * 93);
    }

    @Test
    void closingTwiceOrAfterClosingDoesNotThrow() throws Exception {
        Dl4jHandler<MultiLayerNetwork> handler = Dl4j.network(TestNetworks::mlp);
        MultiLayerNetwork network = handler.create(PLAIN, 1);

        handler.close(network);
        handler.close(network);

        assertThat(network.params().wasClosed()).isTrue();
    }
}
