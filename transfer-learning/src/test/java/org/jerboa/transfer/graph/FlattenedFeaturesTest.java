package org.jerboa.transfer.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** What has only to be flattened is stored as the layer gives it: the tool's flattening must leave all numbers where they are. */
class FlattenedFeaturesTest {

    private static final int EXAMPLES = 3;

    @ParameterizedTest
    @EnumSource(CNN2DFormat.class)
    void areTheNumbersOfTheLayerInARow(CNN2DFormat format) {
        InputType input = InputType.convolutional(5, 4, 2, format);
        MultiLayerNetwork network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                .seed(1)
                .list()
                .layer(new ConvolutionLayer.Builder(2, 2)
                        .name("map")
                        .nOut(3)
                        .dataFormat(format)
                        .build())
                .layer(new OutputLayer.Builder().nOut(2).build())
                .setInputType(input)
                .build());
        network.init();
        TrainedNetwork alone = TrainedNetwork.of(network, input);
        TrainedNetwork trained = alone.withFeatures(List.of("map"), Pooling.FLATTEN);
        long[] shape = format == CNN2DFormat.NCHW ? new long[] {EXAMPLES, 2, 5, 4} : new long[] {EXAMPLES, 5, 4, 2};
        INDArray images = Nd4j.rand(DataType.FLOAT, shape);

        Map<String, INDArray> outputs =
                trained.forward().compute(Map.of(LayerGraph.SEQUENTIAL_INPUT, images), List.of("map", "map/features"));

        assertThat(trained.inARow("map", Pooling.FLATTEN)).isEqualTo("map");
        assertThat(alone.inARow("map", Pooling.AVERAGE)).isEqualTo("map/features");
        assertThat(numbers(outputs, "map")).hasSize(EXAMPLES * 3 * 4 * 3).isEqualTo(numbers(outputs, "map/features"));
    }

    private static float[] numbers(Map<String, INDArray> outputs, String layer) {
        INDArray output = outputs.get(layer);
        assertThat(output).as(layer).isNotNull();
        return output.dup('c').data().asFloat();
    }

    @ParameterizedTest
    @EnumSource(Pooling.class)
    void nameALayerThatThereIs(Pooling pooling) {
        TrainedNetwork network = TrainedNetwork.of(SampleNetworks.line(), SampleNetworks.IMAGE);

        assertThatThrownBy(() -> network.inARow("nowhere", pooling))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no layer 'nowhere'");
    }
}
