package org.jerboa.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.jerboa.tune.data.ElementType;
import org.jerboa.tune.data.Examples;
import org.jerboa.tune.data.Schema;
import org.jerboa.tune.data.Tensor;
import org.jerboa.tune.data.TensorSpec;
import org.jerboa.tune.space.Configuration;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class InputSourceTest {

    private static final Configuration CONFIGURATION =
            TestUnits.configuration("updater", "adam", "learningRate", 0.01, "batchSize", 8);

    /** Gives the network the halves of the numbers of a tensor {@code doubled}, which it is stored beside others. */
    private record Halves() implements InputSource {

        @Override
        public InputReader open(Configuration configuration, List<String> inputs, Examples shard, int batchSize) {
            Tensor doubled = shard.tensor("doubled");
            return new InputReader() {
                @Override
                public INDArray[] read(int from, int to) {
                    assertThat(to - from).isBetween(1, batchSize);
                    float[] numbers = new float[(to - from) * 6];
                    doubled.copyFloats(from, to, numbers, 0);
                    return new INDArray[] {
                        Nd4j.create(numbers, new long[] {to - from, 6}, 'c').div(2)
                    };
                }

                @Override
                public void close() {
                    // arrays go with the collector
                }
            };
        }

        @Override
        public List<InputType> types(Configuration configuration) {
            return List.of(InputType.feedForward(6));
        }

        @Override
        public long bytesPerExample(Schema data) {
            return 6 * Float.BYTES;
        }

        @Override
        public String describe() {
            return "halves";
        }
    }

    /** The same examples with twice the numbers, behind a tensor that the network must not be given. */
    private static Examples doubled(Examples plain) {
        Tensor features = plain.features().get(0);
        float[] numbers = new float[plain.count() * 6];
        features.copyFloats(0, plain.count(), numbers, 0);
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] *= 2;
        }
        List<Tensor> tensors = new ArrayList<>(List.of(
                Tensor.ofFloats(TensorSpec.features("noise", ElementType.FLOAT32, 3), new float[plain.count() * 3]),
                Tensor.ofFloats(TensorSpec.features("doubled", ElementType.FLOAT32, 6), numbers)));
        tensors.addAll(plain.labels());
        return Examples.of(tensors);
    }

    @Test
    void trainsAndEvaluatesOnWhatTheSourceGives() throws Exception {
        Dl4jHandler<MultiLayerNetwork> plain = Dl4j.network(TestNetworks::mlp);
        Dl4jHandler<MultiLayerNetwork> halves = plain.inputs(new Halves());
        Examples shard = TestData.vectors(37, 1);

        byte[] expected = TestUnits.trained(plain, CONFIGURATION, 2, shard);
        byte[] found = TestUnits.trained(halves, CONFIGURATION, 2, doubled(shard));

        assertThat(found).isEqualTo(expected);
        MultiLayerNetwork network = TestUnits.restore(halves, CONFIGURATION, found);
        assertThat(halves.evaluate(network, doubled(shard), TestUnits.unit(CONFIGURATION))
                        .values())
                .isEqualTo(plain.evaluate(network, shard, TestUnits.unit(CONFIGURATION))
                        .values());
        assertThat(halves.estimate(CONFIGURATION, doubled(shard).schema()))
                .isEqualTo(plain.estimate(CONFIGURATION, shard.schema()));
        assertThat(halves.settings()).containsEntry("inputs", "halves");
        assertThat(plain.settings()).doesNotContainKeys("inputs", "start");
        halves.close(network);
    }

    @Test
    void newNetworksStartWhereTheyAreTold() throws Exception {
        Dl4jHandler<MultiLayerNetwork> handler = Dl4j.network(TestNetworks::mlp)
                .startingFrom(network -> network.params().assign(0.25));
        MultiLayerNetwork network = handler.create(CONFIGURATION, 3);

        assertThat(Arrays.stream(network.params().toDoubleVector()).boxed().toList())
                .containsOnly(0.25);
        assertThat(handler.settings()).containsEntry("start", "given");
        handler.train(network, TestData.vectors(20, 1), TestUnits.unit(CONFIGURATION));
        byte[] checkpoint = TestUnits.checkpoint(handler, network);
        // restored networks are as they were, not as they started
        assertThat(TestUnits.restore(handler, CONFIGURATION, checkpoint).params())
                .isEqualTo(network.params());
    }

    @Test
    void examplesWithoutLabelsAreRefused() throws Exception {
        Dl4jHandler<MultiLayerNetwork> handler = Dl4j.network(TestNetworks::mlp).inputs(new Halves());
        Examples labelled = doubled(TestData.vectors(10, 1));
        Examples bare = Examples.of(labelled.features());
        MultiLayerNetwork network = handler.create(CONFIGURATION, 3);

        assertThatThrownBy(() -> handler.train(network, bare, TestUnits.unit(CONFIGURATION)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("outputs are");
    }
}
