package org.jerboa.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.jerboa.dl4j.TestUnits.checkpoint;
import static org.jerboa.dl4j.TestUnits.configuration;
import static org.jerboa.dl4j.TestUnits.restore;
import static org.jerboa.dl4j.TestUnits.trained;
import static org.jerboa.dl4j.TestUnits.unit;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.util.Arrays;
import org.deeplearning4j.nn.conf.BackpropType;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.jerboa.tune.data.Examples;
import org.jerboa.tune.space.Configuration;
import org.jerboa.tune.spi.ModelHandler;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CheckpointTest {

    private static final Examples FIRST = TestData.vectors(37, 1);
    private static final Examples SECOND = TestData.vectors(29, 2);

    private final Configuration configuration = configuration("updater", "adam", "learningRate", 0.01, "batchSize", 8);
    private final Dl4jHandler<MultiLayerNetwork> handler = Dl4j.network(TestNetworks::mlp);

    @BeforeAll
    static void oneThread() {
        NativeRuntime.prepareThread(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"sgd", "nesterovs", "adam", "adamax", "amsgrad", "nadam", "rmsprop", "adagrad", "adadelta"})
    void continuesBitForBitAfterEveryUnit(String updater) throws Exception {
        Configuration chosen = configuration("updater", updater, "batchSize", 8);

        assertThat(hopping(handler, chosen, false)).isEqualTo(trained(handler, chosen, 3, FIRST, SECOND));
    }

    @Test
    void continuesBitForBitInANetworkThatIsReused() throws Exception {
        assertThat(hopping(handler, configuration, true)).isEqualTo(trained(handler, configuration, 3, FIRST, SECOND));
    }

    private static byte[] hopping(ModelHandler<MultiLayerNetwork> handler, Configuration configuration, boolean reuse)
            throws Exception {
        MultiLayerNetwork model = handler.create(configuration, 5);
        MultiLayerNetwork other = reuse ? handler.create(configuration, 99) : null;
        if (other != null) {
            handler.train(other, FIRST, unit(configuration, 7, 0, 2));
        }
        for (int epoch = 0; epoch < 3; epoch++) {
            for (int shard = 0; shard < 2; shard++) {
                handler.train(model, shard == 0 ? FIRST : SECOND, unit(configuration, epoch, shard, 2));
                ByteArrayInputStream bytes = new ByteArrayInputStream(checkpoint(handler, model));
                MultiLayerNetwork arrived = handler.restore(configuration, Channels.newChannel(bytes), other);
                if (reuse) {
                    assertThat(arrived).isSameAs(other);
                    other = model;
                } else {
                    handler.close(model);
                }
                model = arrived;
            }
        }
        return checkpoint(handler, model);
    }

    /** Two steps of the optimiser, over 4 and over 3 time steps, for each minibatch. */
    @Test
    void continuesBitForBitWithTruncatedBackpropagation() throws Exception {
        Dl4jHandler<MultiLayerNetwork> truncated = Dl4j.network(c -> {
            MultiLayerConfiguration network = TestNetworks.lstm(c);
            network.setBackpropType(BackpropType.TruncatedBPTT);
            network.setTbpttFwdLength(4);
            network.setTbpttBackLength(4);
            return network;
        });
        Examples[] shards = {TestData.sequences(20, 1), TestData.sequences(17, 2)};
        MultiLayerNetwork model = truncated.create(configuration, 5);
        for (int unit = 0; unit < 4; unit++) {
            truncated.train(model, shards[unit % 2], unit(configuration, unit / 2, unit % 2, 2));
            model = restore(truncated, configuration, checkpoint(truncated, model));
        }

        assertThat(model.getIterationCount()).isEqualTo(2 * 2 * (3 + 3));
        assertThat(checkpoint(truncated, model)).isEqualTo(trained(truncated, configuration, 2, shards));
    }

    @Test
    void keepsCountersAndSeed() throws Exception {
        MultiLayerNetwork model = handler.create(configuration, 12345);
        handler.train(model, FIRST, unit(configuration, 4, 0, 2));

        MultiLayerNetwork restored = restore(handler, configuration, checkpoint(handler, model));

        assertThat(restored.getIterationCount()).isEqualTo(5);
        assertThat(restored.getEpochCount()).isEqualTo(4);
        assertThat(restored.getDefaultConfiguration().getSeed()).isEqualTo(12345);
    }

    @Test
    void writesOneVectorOfEachInNativeOrder() throws Exception {
        MultiLayerNetwork model = handler.create(configuration, 5);
        handler.train(model, FIRST, unit(configuration));

        ByteBuffer written = ByteBuffer.wrap(checkpoint(handler, model)).order(ByteOrder.nativeOrder());

        int parameters = (int) model.params().length();
        assertThat(written.remaining()).isEqualTo(CheckpointHeader.BYTES + 3 * 4 * parameters);
        float[] stored = new float[parameters];
        written.position(CheckpointHeader.BYTES).asFloatBuffer().get(stored);
        assertThat(stored).isEqualTo(model.params().toFloatVector());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 5, 40, 79, 88, 89, 300, 1100})
    void refusesATruncatedCheckpoint(int length) throws Exception {
        byte[] whole = trained(handler, configuration, 1, FIRST);

        assertThatThrownBy(() -> restore(handler, configuration, Arrays.copyOf(whole, length)))
                .isInstanceOf(IOException.class)
                .hasMessageMatching("(?s).*(begins with|ends after).*");
    }

    @ParameterizedTest
    @CsvSource({
        "0, not a checkpoint of a Deeplearning4j model",
        "8, format version",
        "10, network of kind",
        "11, numbers",
        "12, byte order",
        "64, parameters",
        "80, parameters",
        "72, updater state",
        "84, updater state"
    })
    void namesWhatIsForeignInAHeader(int position, String said) throws Exception {
        byte[] damaged = trained(handler, configuration, 1, FIRST);
        damaged[position] ^= 0x7;

        assertThatThrownBy(() -> restore(handler, configuration, damaged))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(said);
    }

    @Test
    void refusesAnotherNetworksCheckpoint() throws Exception {
        byte[] checkpoint = trained(handler, configuration, 1, FIRST);
        Configuration other = configuration("updater", "adam", "learningRate", 0.01, "batchSize", 8, "units", 10);

        assertThatThrownBy(() -> restore(handler, other, checkpoint))
                .isInstanceOf(IOException.class)
                .hasMessageContainingAll(configuration.contentHash(), other.contentHash(), "93 parameters");
    }

    @Test
    void aCloneStartsWithItsParentsState() throws Exception {
        byte[] parent = trained(handler, configuration, 2, FIRST);
        Configuration changed = configuration("updater", "adam", "learningRate", 0.5, "batchSize", 8);

        MultiLayerNetwork clone = restore(handler, changed, parent);

        byte[] own = checkpoint(handler, clone);
        assertThat(Arrays.copyOfRange(own, 48, own.length)).isEqualTo(Arrays.copyOfRange(parent, 48, parent.length));
        assertThat(restore(handler, changed, own).params()).isEqualTo(clone.params());
    }

    @ParameterizedTest
    @ValueSource(strings = {"sgd", "rmsprop", "nadam"})
    void aCloneNeedsTheSameUpdater(String updater) throws Exception {
        byte[] parent = trained(handler, configuration, 1, FIRST);
        Configuration changed = configuration("updater", updater, "learningRate", 0.01, "batchSize", 8);

        assertThatThrownBy(() -> restore(handler, changed, parent))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("updater state");
    }

    @Test
    void refusesANetworkThatIsNotItsOwn() {
        MultiLayerNetwork foreign = new MultiLayerNetwork(TestNetworks.mlp(configuration));
        foreign.init();

        assertThatThrownBy(() -> checkpoint(handler, foreign))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("not made by this handler");
    }
}
