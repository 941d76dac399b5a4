package org.jerboa.transfer.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Random;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration.ListBuilder;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.Deconvolution2D;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DepthwiseConvolution2D;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SeparableConvolution2D;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.activations.Activation;

class LayerGraphTest {

    /** LeNet-5 (LeCun et al. 1998) with full connections: the products are written out beside the numbers. */
    @Test
    void countsLeNet() {
        LayerGraph graph = read(
                InputType.convolutional(32, 32, 1),
                new ConvolutionLayer.Builder(5, 5).nOut(6).build(),
                halving(),
                new ConvolutionLayer.Builder(5, 5).nOut(16).build(),
                halving(),
                new DenseLayer.Builder().nOut(120).build(),
                new DenseLayer.Builder().nOut(84).build(),
                new OutputLayer.Builder()
                        .nOut(10)
                        .activation(Activation.SOFTMAX)
                        .build());

        assertThat(graph.layers())
                .extracting(GraphLayer::multiplyAccumulates)
                .containsExactly(
                        0L, 117_600L, // 28 * 28 * 6 * 5 * 5
                        4_704L, // 14 * 14 * 6 * 2 * 2
                        240_000L, // 10 * 10 * 16 * 5 * 5 * 6
                        1_600L, // 5 * 5 * 16 * 2 * 2
                        48_000L, // 400 * 120
                        10_080L, // 120 * 84
                        840L); // 84 * 10
        assertThat(graph.layers())
                .extracting(GraphLayer::bytes)
                .containsExactly(4 * 1024L, 4 * 4704L, 4 * 1176L, 4 * 1600L, 4 * 400L, 4 * 120L, 4 * 84L, 4 * 10L);
        assertThat(graph.layers()).allMatch(GraphLayer::exact);
    }

    @Test
    void countsTheArraysOfAPass() {
        LayerGraph graph = TrainedNetwork.of(SampleNetworks.branches(), SampleNetworks.IMAGE)
                .graph();
        // for one example the image is 2 * 8 * 8 floats, 512 bytes, and every other output up to "sum" 4 channels, 1024

        // the image, its copy, "stem"
        assertThat(graph.bytesOfArrays(List.of("image"), List.of("stem"))).isEqualTo(512 + 512 + 1024);
        // "stem" once more for each that reads it, "stemRelu" and "sum", and both inputs of the addition
        assertThat(graph.bytesOfArrays(List.of("image"), List.of("sum")))
                .isEqualTo(512 + 512 + 1024 + (1024 + 1024) + (1024 + 1024) + (1024 + 1024) + (2 * 1024 + 1024));
        assertThat(graph.bytesOfArrays(List.of("b", "stem"), List.of("sum"))).isEqualTo(2 * 1024 + 2 * 1024 + 1024);
        assertThat(graph.bytesOfArrays(List.of("b"), List.of("b"))).isEqualTo(1024);
        assertThatThrownBy(() -> graph.bytesOfArrays(List.of("a"), List.of("sum")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("they need the network's input 'image'");
    }

    /** VGG-16 (Simonyan and Zisserman 2015): 15.47 billion, by many counters of others. */
    @Test
    void countsVgg16() {
        ListBuilder layers = new NeuralNetConfiguration.Builder().list();
        for (int[] block : new int[][] {{64, 2}, {128, 2}, {256, 3}, {512, 3}, {512, 3}}) {
            for (int i = 0; i < block[1]; i++) {
                layers.layer(new ConvolutionLayer.Builder(3, 3)
                        .nOut(block[0])
                        .convolutionMode(ConvolutionMode.Same)
                        .build());
            }
            layers.layer(halving());
        }
        layers.layer(new DenseLayer.Builder().nOut(4096).build());
        layers.layer(new DenseLayer.Builder().nOut(4096).build());
        layers.layer(new OutputLayer.Builder()
                .nOut(1000)
                .activation(Activation.SOFTMAX)
                .build());
        InputType input = InputType.convolutional(224, 224, 3);
        LayerGraph graph = read(layers.setInputType(input).build(), input);

        long counted = graph.layers().stream()
                .filter(layer -> !layer.kind().equals("SubsamplingLayer"))
                .mapToLong(GraphLayer::multiplyAccumulates)
                .sum();
        assertThat(counted).isEqualTo(15_470_264_320L);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void countsConvolutionsAsLoopsDo(long seed) {
        Random random = new Random(seed);
        int height = 9 + random.nextInt(4);
        int width = 9 + random.nextInt(4);
        int channels = 1 + random.nextInt(3);
        int filters = 1 + random.nextInt(4);
        int kernel = 1 + random.nextInt(4);
        int stride = 1 + random.nextInt(2);
        int padding = random.nextInt(kernel);
        int multiplier = 1 + random.nextInt(3);
        InputType input = InputType.convolutional(height, width, channels);
        int rows = (height + 2 * padding - kernel) / stride + 1;
        int columns = (width + 2 * padding - kernel) / stride + 1;

        long plain = 0;
        long depthwise = 0;
        long pointwise = 0;
        long pooled = 0;
        for (int place = 0; place < rows * columns; place++) {
            for (int channel = 0; channel < channels; channel++) {
                for (int tap = 0; tap < kernel * kernel; tap++) {
                    plain += filters;
                    depthwise += multiplier;
                    pooled++;
                }
                pointwise += (long) multiplier * filters;
            }
        }
        long spread = 0;
        for (int pixel = 0; pixel < height * width * channels; pixel++) {
            for (int tap = 0; tap < kernel * kernel; tap++) {
                spread += filters;
            }
        }
        String what = "seed " + seed;
        ConvolutionLayer.Builder builder = new ConvolutionLayer.Builder(kernel, kernel);
        assertThat(work(
                        input,
                        builder.nOut(filters)
                                .stride(stride, stride)
                                .padding(padding, padding)
                                .build()))
                .as(what)
                .isEqualTo(plain);
        assertThat(work(
                        input,
                        new DepthwiseConvolution2D.Builder(kernel, kernel)
                                .depthMultiplier(multiplier)
                                .nOut(channels * multiplier)
                                .stride(stride, stride)
                                .padding(padding, padding)
                                .build()))
                .as(what)
                .isEqualTo(depthwise);
        assertThat(work(
                        input,
                        new SeparableConvolution2D.Builder(kernel, kernel)
                                .depthMultiplier(multiplier)
                                .nOut(filters)
                                .stride(stride, stride)
                                .padding(padding, padding)
                                .build()))
                .as(what)
                .isEqualTo(depthwise + pointwise);
        assertThat(work(
                        input,
                        new SubsamplingLayer.Builder(new int[] {kernel, kernel}, new int[] {stride, stride}, new int[] {
                                    padding, padding
                                })
                                .build()))
                .as(what)
                .isEqualTo(pooled);
        assertThat(work(
                        input,
                        new Deconvolution2D.Builder(kernel, kernel)
                                .nOut(filters)
                                .stride(stride, stride)
                                .build()))
                .as(what)
                .isEqualTo(spread);
    }

    @Test
    void countsStepsOfSequences() {
        InputType steps = InputType.recurrent(3, 7);
        LSTM lstm = new LSTM.Builder().nOut(5).build();

        // 7 steps, 4 gates of 5 units, each with 3 + 5 weights
        assertThat(work(steps, lstm)).isEqualTo(7 * 4 * 5 * (3 + 5));
        assertThat(work(steps, new LastTimeStep(lstm.clone()))).isEqualTo(7 * 4 * 5 * (3 + 5));
        assertThatThrownBy(() -> work(InputType.recurrent(3), lstm.clone()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'input'")
                .hasMessageContaining("unknown length");
    }

    @Test
    void countsWhatLiesBetween() {
        LayerGraph graph = branches();
        // 3 by 3 kernels over 8 by 8 places
        long unit = 9 * 64;

        assertThat(graph.multiplyAccumulates(List.of("image"), List.of("stem"))).isEqualTo(unit * 2 * 4);
        assertThat(graph.multiplyAccumulates(List.of("stem"), List.of("sum")))
                .isEqualTo(64 * 4 + 2 * unit * 4 * 4 + 64 * 4);
        assertThat(graph.multiplyAccumulates(List.of("b", "stem"), List.of("sum")))
                .isEqualTo(64 * 4);
        assertThat(graph.multiplyAccumulates(List.of("sum"), List.of("sum"))).isZero();
        assertThat(graph.upTo("b")).extracting(GraphLayer::name).containsExactly("image", "stem", "stemRelu", "a", "b");
    }

    @Test
    void keepsWhatIsReadLater() {
        LayerGraph graph = branches();

        assertThat(graph.frontier(List.of("image", "stem", "stemRelu", "a"), List.of("b", "class")))
                .containsExactlyInAnyOrder("stem", "stemRelu", "a");
        assertThat(graph.frontier(List.of("image", "stem", "a", "sum", "stemRelu"), List.of("class")))
                .containsExactlyInAnyOrder("sum", "stemRelu");
        assertThat(graph.frontier(List.of("image", "merged", "class"), List.of("class")))
                .containsExactly("class");
    }

    @Test
    void refusesInputsThatDoNotFit() {
        MultiLayerNetwork network = SampleNetworks.line();

        assertThatThrownBy(() -> TrainedNetwork.of(network, InputType.convolutional(8, 8, 3)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("layer 'layer0' takes 2 numbers at each place, but gets 3 from 'input'");
        assertThatThrownBy(() -> TrainedNetwork.of(network, InputType.convolutional(10, 8, 2)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("layer 'layer4' takes 64 numbers at each place, but gets 80 from 'layer3'");
        assertThatThrownBy(() -> TrainedNetwork.of(network, InputType.convolutional(1, 1, 2)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(
                        () -> TrainedNetwork.of(SampleNetworks.branches(), SampleNetworks.IMAGE, SampleNetworks.IMAGE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("inputs are [image], but 2 types");
    }

    @Test
    void refusesNetworksWithoutParameters() {
        MultiLayerNetwork network = new MultiLayerNetwork(SampleNetworks.line().getLayerWiseConfigurations());

        assertThatThrownBy(() -> TrainedNetwork.of(network, SampleNetworks.IMAGE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("init()");
        ComputationGraph graph = new ComputationGraph(SampleNetworks.branches().getConfiguration());
        assertThatThrownBy(() -> TrainedNetwork.of(graph, SampleNetworks.IMAGE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("init()");
    }

    private static SubsamplingLayer halving() {
        return new SubsamplingLayer.Builder(PoolingType.MAX)
                .kernelSize(2, 2)
                .stride(2, 2)
                .build();
    }

    private static LayerGraph branches() {
        return TrainedNetwork.of(SampleNetworks.branches(), SampleNetworks.IMAGE)
                .graph();
    }

    private static long work(InputType input, Layer layer) {
        LayerGraph graph = read(input, layer);
        assertThat(graph.layers()).hasSize(2);
        return graph.layer("layer0").multiplyAccumulates();
    }

    private static LayerGraph read(InputType input, Layer... layers) {
        ListBuilder builder = new NeuralNetConfiguration.Builder().list();
        for (Layer layer : layers) {
            builder.layer(layer);
        }
        return read(builder.setInputType(input).validateOutputLayerConfig(false).build(), input);
    }

    private static LayerGraph read(MultiLayerConfiguration network, InputType input) {
        return GraphReader.read(SequentialAsGraph.describe(network), List.of(input));
    }
}
