package org.jerboa.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.jerboa.dl4j.TestUnits.configuration;

import java.util.List;
import java.util.stream.Stream;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.jerboa.tune.data.Examples;
import org.jerboa.tune.data.Role;
import org.jerboa.tune.data.Schema;
import org.jerboa.tune.space.Configuration;
import org.jerboa.tune.spi.ModelEstimate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.Sgd;

class FootprintTest {

    private static final Schema VECTORS = TestData.vectors(1, 1).schema();

    private static Stream<Arguments> networks() {
        Stream<Arguments> networks = Stream.of();
        for (String updater : List.of("sgd", "nesterovs", "adam", "amsgrad")) {
            Configuration configuration = configuration("updater", updater, "learningRate", 0.01, "batchSize", 8);
            networks = Stream.concat(
                    networks,
                    Stream.of(
                            Arguments.of("mlp", Dl4j.network(TestNetworks::mlp), configuration, TestData.vectors(8, 1)),
                            Arguments.of("cnn", Dl4j.network(TestNetworks::cnn), configuration, TestData.images(8, 1)),
                            Arguments.of(
                                    "lstm", Dl4j.network(TestNetworks::lstm), configuration, TestData.sequences(8, 1)),
                            Arguments.of(
                                    "graph", Dl4j.graph(TestNetworks::graph), configuration, TestData.pairs(8, 1))));
        }
        return networks;
    }

    @ParameterizedTest
    @MethodSource("networks")
    <M extends Model> void countsParametersAndStateOfTheNetworkThatIsMade(
            String kind, Dl4jHandler<M> handler, Configuration configuration, Examples examples) throws Exception {
        ModelEstimate estimate =
                handler.estimate(configuration, examples.schema()).orElseThrow();

        M network = handler.create(configuration, 1);
        handler.train(network, examples, TestUnits.unit(configuration));
        assertThat(estimate.parameters()).isEqualTo(network.numParams());
        assertThat(estimate.batchSize()).isEqualTo(8);
        assertThat(estimate.bytes()).isGreaterThan(handler.bytes(network));
        handler.close(network);
    }

    /** Numbers of an example; those of a minibatch of evaluation, 256 examples, weigh less here. */
    @Test
    void addsUpWhatAPerceptronTakes() throws Exception {
        Configuration configuration = configuration("updater", "adam", "learningRate", 0.01, "batchSize", 1000);

        ModelEstimate estimate =
                Dl4j.network(TestNetworks::mlp).estimate(configuration, VECTORS).orElseThrow();

        long parameters = (6 + 1) * 9 + (9 + 1) * 3;
        long given = 6 + 3;
        long outputs = 9 + 3;
        long workingMemory = 4 * (6 + 9);
        assertThat(estimate.parameters()).isEqualTo(parameters);
        assertThat(estimate.bytes()).isEqualTo(4 * (4 * parameters + 1000 * (given + 2 * outputs + workingMemory)));
    }

    @Test
    void growsWithTheMinibatch() throws Exception {
        Dl4jHandler<?> handler = Dl4j.network(TestNetworks::cnn);
        Schema images = TestData.images(1, 1).schema();

        long few = handler.estimate(configuration("updater", "sgd", "batchSize", 1000), images)
                .orElseThrow()
                .bytes();
        long many = handler.estimate(configuration("updater", "sgd", "batchSize", 2000), images)
                .orElseThrow()
                .bytes();

        assertThat(many).isBetween(few * 19 / 10, few * 2);
    }

    @Test
    void convolutionWithoutOneDnnLaysOutPatches() throws Exception {
        Schema images = TestData.images(1, 1).schema();
        Configuration configuration = configuration("updater", "sgd", "batchSize", 1000);

        long without = Dl4j.network(TestNetworks::cnn)
                .oneDnn(false)
                .estimate(configuration, images)
                .orElseThrow()
                .bytes();
        long with = Dl4j.network(TestNetworks::cnn)
                .estimate(configuration, images)
                .orElseThrow()
                .bytes();

        long patches = 2 * 3 * 3 * 8 * 8;
        assertThat(without - with).isBetween(0L, 4L * 4 * 1000 * patches);
    }

    private static MultiLayerConfiguration dense(long units, boolean frozen) {
        DenseLayer dense = new DenseLayer.Builder().nIn(units).nOut(units).build();
        return new NeuralNetConfiguration.Builder()
                .updater(new Adam(1e-3))
                .list()
                .layer(new DenseLayer.Builder()
                        .nIn(6)
                        .nOut(units)
                        .updater(new Sgd(0.1))
                        .build())
                .layer(frozen ? new FrozenLayer(dense) : dense)
                .layer(new OutputLayer.Builder()
                        .nIn(units)
                        .nOut(3)
                        .activation(Activation.SOFTMAX)
                        .build())
                .build();
    }

    /** More parameters than an {@code int} can count, and more than any process has room for. */
    @ParameterizedTest
    @ValueSource(longs = {100_000, 1_000_000_000})
    void anAbsurdNetworkIsEstimatedWithoutBeingMade(long units) throws Exception {
        Dl4jHandler<?> handler = Dl4j.network(c -> dense(units, false));

        ModelEstimate estimate = handler.estimate(configuration(), VECTORS).orElseThrow();

        assertThat(estimate.parameters()).isEqualTo((6 + 1) * units + (units + 1) * units + (units + 1) * 3);
        // parameters, gradients and two moments, of 4 bytes each
        assertThat(estimate.bytes()).isGreaterThan(4 * 4 * units * units).isGreaterThan(handler.memoryLimit());
    }

    @Test
    void aFrozenLayerHasNoUpdaterState() throws Exception {
        long learning = Dl4j.network(c -> dense(1000, false))
                .estimate(configuration(), VECTORS)
                .orElseThrow()
                .bytes();
        long frozen = Dl4j.network(c -> dense(1000, true))
                .estimate(configuration(), VECTORS)
                .orElseThrow()
                .bytes();

        assertThat(learning - frozen).isEqualTo(4 * 2 * (1000 + 1) * 1000);
    }

    /** One of 7 steps in each direction comes out, but all are kept on the way: the working memory of two layers. */
    @Test
    void looksIntoWrappers() throws Exception {
        Dl4jHandler<?> handler = Dl4j.network(c -> new NeuralNetConfiguration.Builder()
                .updater(new Adam(1e-3))
                .list()
                .layer(new LastTimeStep(
                        new Bidirectional(new LSTM.Builder().nIn(4).nOut(50).build())))
                .layer(new OutputLayer.Builder()
                        .nIn(100)
                        .nOut(3)
                        .activation(Activation.SOFTMAX)
                        .build())
                .build());
        Examples sequences =
                Examples.of(TestData.floats("x", Role.FEATURES, new float[28], 7, 4), TestData.classes("y", 3, 0));

        ModelEstimate estimate = handler.estimate(configuration("batchSize", 1000), sequences.schema())
                .orElseThrow();

        long parameters = 2 * 4 * 50 * (4 + 50 + 1) + (100 + 1) * 3;
        long given = 28 + 3;
        long outputs = 100 + 3;
        long workingMemory = 4 * (28 + 100) + 18 * 2 * 50 * 7;
        assertThat(estimate.parameters()).isEqualTo(parameters);
        assertThat(estimate.bytes()).isEqualTo(4 * (4 * parameters + 1000 * (given + 2 * outputs + workingMemory)));
    }

    @Test
    void refusesDataThatDoesNotFitAsTrainingDoes() {
        Dl4jHandler<?> handler = Dl4j.network(TestNetworks::mlp);

        assertThatThrownBy(() -> handler.estimate(
                        configuration("updater", "sgd"), TestData.images(1, 1).schema()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("has 128 elements an example");
    }

    @Test
    void takesAMemoryLimitOfItsUser() {
        Dl4jHandler<?> handler = Dl4j.network(TestNetworks::mlp);

        assertThat(handler.memoryLimit()).isPositive();
        assertThat(handler.memoryLimit(1000).oneDnn(false).batchSize("size").memoryLimit())
                .isEqualTo(1000);
        assertThatThrownBy(() -> handler.memoryLimit(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("memoryLimit (0 bytes)");
    }
}
