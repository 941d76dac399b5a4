package org.jerboa.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Random;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.zoo.model.SqueezeNet;
import org.jerboa.transfer.graph.GraphLayer;
import org.jerboa.transfer.graph.PartialForward;
import org.jerboa.transfer.graph.TrainedNetwork;
import org.jerboa.tune.data.Dataset;
import org.jerboa.tune.data.ElementType;
import org.jerboa.tune.data.Examples;
import org.jerboa.tune.data.Shard;
import org.jerboa.tune.data.Split;
import org.jerboa.tune.data.Tensor;
import org.jerboa.tune.data.TensorSpec;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** A network of the tool's zoo, with random weights as nothing is downloaded. */
class ZooTest {

    private static final int SIDE = 64;

    private static ComputationGraph squeezeNet() {
        return SqueezeNet.builder()
                .numClasses(10)
                .inputShape(new int[] {3, SIDE, SIDE})
                .build()
                .init();
    }

    @Test
    void itsLayersComputeWhatTheWholeDoes() {
        TrainedNetwork network = TrainedNetwork.of(squeezeNet(), InputType.convolutional(SIDE, SIDE, 3));
        double[] pixels = new Random(17).doubles(2 * 3 * SIDE * SIDE).toArray();
        INDArray images = Nd4j.create(pixels, new long[] {2, 3, SIDE, SIDE}, DataType.FLOAT);
        INDArray expected = network.network().outputSingle(images);

        PartialForward forward = network.forward();
        String input = network.graph().inputs().get(0);
        String output = network.graph().outputs().get(0);
        List<String> middle = List.of("fire5");
        Map<String, INDArray> kept = forward.compute(Map.of(input, images), middle);
        INDArray found = forward.compute(kept, List.of(output)).get(output);

        assertThat(found.dup('c').data().asFloat())
                .isEqualTo(expected.dup('c').data().asFloat());
        assertThat(network.graph().layers()).allMatch(GraphLayer::exact);
    }

    @Test
    void itIsGivenFromMemory() {
        PlannedTransfer planned =
                FeatureTransfer.of(squeezeNet()).data(images()).top(3).plan();

        assertThat(planned.work().layers()).hasSize(3);
    }

    private static Dataset images() {
        int[] pixels = new Random(3).ints(4 * 3 * SIDE * SIDE, 0, 256).toArray();
        Examples examples = Examples.of(
                Tensor.ofInts(TensorSpec.features("image", ElementType.UINT8, 3, SIDE, SIDE), pixels),
                Tensor.ofInts(TensorSpec.classes("class", 2), new int[] {0, 1, 1, 0}));
        return Dataset.of("noise", 3, List.of(Shard.of(Split.TRAINING, 0, examples)));
    }
}
