package org.jerboa.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.jerboa.testkit.watch.WatchedExecutor.watched;

import java.io.File;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.jerboa.dl4j.GraphInputs;
import org.jerboa.mop.MopExecutor;
import org.jerboa.search.RandomSearch;
import org.jerboa.tune.data.Dataset;
import org.jerboa.tune.data.ElementType;
import org.jerboa.tune.data.Examples;
import org.jerboa.tune.data.Shard;
import org.jerboa.tune.data.Split;
import org.jerboa.tune.data.Tensor;
import org.jerboa.tune.data.TensorSpec;
import org.jerboa.tune.spi.StudyDefinition;
import org.jerboa.tune.spi.StudyExecutor;
import org.jerboa.tune.study.Replay;
import org.jerboa.tune.study.StudyHandle;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The library that the files are written with does not exist for macOS on ARM64. */
@DisabledOnOs(value = OS.MAC, architectures = "aarch64")
class KerasFormatTest {

    private static final double ROUNDING = 1e-5;
    private static final int EACH = 8;
    private static final List<Split> SPLITS = List.of(Split.values());
    private static final Pattern ENTRIES = Pattern.compile(Pattern.quote(File.pathSeparator));

    @TempDir
    private Path folder;

    private final Random random = new Random(11);
    private final float[][][][] first = PlainLayers.kernel(random, 3, 2, 4);
    private final float[] firstBias = PlainLayers.vector(random, 4);
    private final float[][][][] second = PlainLayers.kernel(random, 3, 4, 4);
    private final float[] secondBias = PlainLayers.vector(random, 4);
    private final float[][] flat = PlainLayers.matrix(random, 8, 3);
    private final float[][] pooled = PlainLayers.matrix(random, 4, 3);
    private final float[] denseBias = PlainLayers.vector(random, 3);

    private static final String INPUT = """
        {"class_name": "InputLayer", "config": {"batch_input_shape": [null, 6, 5, 2], "dtype": "float32",
        "sparse": false, "ragged": false, "name": "image"}, "name": "image", "inbound_nodes": []}\
        """;

    private static String layer(String kind, String name, String settings, String... inputs) {
        List<String> nodes =
                Arrays.stream(inputs).map(i -> "[\"" + i + "\", 0, 0, {}]").toList();
        return "{\"class_name\": \"" + kind + "\", \"config\": {\"name\": \"" + name
                + "\", \"trainable\": true, \"dtype\": \"float32\"" + settings + "}, \"name\": \"" + name
                + "\", \"inbound_nodes\": " + (nodes.isEmpty() ? "[]" : "[" + nodes + "]") + "}";
    }

    private static final String WEIGHTED = """
        , "use_bias": true, "kernel_initializer": {"class_name": "GlorotUniform", "config": {"seed": null}},
        "bias_initializer": {"class_name": "Zeros", "config": {}}, "kernel_regularizer": null,
        "bias_regularizer": null, "activity_regularizer": null, "kernel_constraint": null, "bias_constraint": null\
        """;

    private static String convolution(String padding) {
        return """
            , "filters": 4, "kernel_size": [3, 3], "strides": [1, 1], "padding": "%s", "data_format": "channels_last",
            "dilation_rate": [1, 1], "groups": 1, "activation": "relu\"\
            """.formatted(padding) + WEIGHTED;
    }

    private static final String POOL = """
        , "pool_size": [2, 2], "padding": "valid", "strides": [2, 2], "data_format": "channels_last\"\
        """;

    private static final String DENSE = ", \"units\": 3, \"activation\": \"softmax\"" + WEIGHTED;

    private static Map<String, INDArray> weights(INDArray kernel, float[] bias) {
        Map<String, INDArray> weights = new LinkedHashMap<>();
        weights.put("kernel", kernel);
        weights.put("bias", Nd4j.create(bias));
        return weights;
    }

    private Path sequential(String... more) {
        return described(more).write(folder.resolve("sequential.h5"));
    }

    private KerasFile described(String... more) {
        List<String> layers = new ArrayList<>(List.of(
                INPUT,
                layer("Conv2D", "conv", convolution("valid")),
                layer("MaxPooling2D", "pool", POOL),
                layer("Flatten", "flatten", ", \"data_format\": \"channels_last\""),
                layer("Dense", "dense", DENSE)));
        layers.addAll(List.of(more));
        return KerasFile.sequential(layers.toArray(String[]::new))
                .weights("conv", weights(Nd4j.create(first), firstBias))
                .weights("pool", Map.of())
                .weights("flatten", Map.of())
                .weights("dense", weights(Nd4j.create(flat), denseBias));
    }

    /** A skip connection over the second convolution. */
    private Path functional() {
        return KerasFile.functional(
                        "image",
                        "dense",
                        INPUT,
                        layer("Conv2D", "conv_a", convolution("same"), "image"),
                        layer("Conv2D", "conv_b", convolution("same"), "conv_a"),
                        "{\"class_name\": \"Add\", \"config\": {\"name\": \"sum\", \"trainable\": true, \"dtype\":"
                                + " \"float32\"}, \"name\": \"sum\", \"inbound_nodes\": [[[\"conv_a\", 0, 0, {}],"
                                + " [\"conv_b\", 0, 0, {}]]]}",
                        layer(
                                "GlobalAveragePooling2D",
                                "mean",
                                ", \"data_format\": \"channels_last\", \"keepdims\": false",
                                "sum"),
                        layer("Dense", "dense", DENSE, "mean"))
                .weights("image", Map.of())
                .weights("conv_a", weights(Nd4j.create(first), firstBias))
                .weights("conv_b", weights(Nd4j.create(second), secondBias))
                .weights("sum", Map.of())
                .weights("mean", Map.of())
                .weights("dense", weights(Nd4j.create(pooled), denseBias))
                .write(folder.resolve("functional.h5"));
    }

    private double[][][] convolved(double[][][] image) {
        return PlainLayers.convolution(image, first, firstBias, false);
    }

    private double[] classes(double[][][] image) {
        double[] inRow = PlainLayers.flat(PlainLayers.maximum(convolved(image)));
        return PlainLayers.softmax(inRow, flat, denseBias);
    }

    @Test
    void aSequentialNetworkComputesWhatKerasDefines() throws IOException {
        MultiLayerNetwork network = (MultiLayerNetwork) ModelFile.read(sequential());

        for (int i = 0; i < 5; i++) {
            double[][][] image = PlainLayers.image(random, 6, 5, 2);
            assertThat(network.output(Nd4j.create(new double[][][][] {image})
                                    .castTo(network.params().dataType()))
                            .toDoubleVector())
                    .containsExactly(classes(image), within(ROUNDING));
        }
    }

    /** The tool's own reader gives one pointer room and has HDF5 write one for each name: some twenty end the JVM. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 1000})
    void namesOfWeightsMayHaveAnyLength(int more) throws IOException {
        Path file = described().namesOfVariableLength(more).write(folder.resolve("variable.h5"));

        assertThat(ModelFile.read(file).params())
                .isEqualTo(ModelFile.read(sequential()).params());
    }

    @Test
    void aFunctionalNetworkIsAGraph() throws IOException {
        ComputationGraph network = (ComputationGraph) ModelFile.read(functional());

        for (int i = 0; i < 5; i++) {
            double[][][] image = PlainLayers.image(random, 6, 5, 2);
            double[][][] a = PlainLayers.convolution(image, first, firstBias, true);
            double[][][] b = PlainLayers.convolution(a, second, secondBias, true);
            double[] expected = PlainLayers.softmax(PlainLayers.mean(PlainLayers.sum(a, b)), pooled, denseBias);
            INDArray input = Nd4j.create(new double[][][][] {image})
                    .castTo(network.params().dataType());
            assertThat(network.outputSingle(input).toDoubleVector()).containsExactly(expected, within(ROUNDING));
        }
    }

    /** Keras has channels last, datasets have them first. */
    private static Dataset data(double[][][][] images) {
        List<Shard> shards = new ArrayList<>();
        for (int s = 0; s < SPLITS.size(); s++) {
            float[] pixels = new float[EACH * 2 * 6 * 5];
            int[] classes = new int[EACH];
            int next = 0;
            for (int i = 0; i < EACH; i++) {
                double[][][] image = images[s * EACH + i];
                classes[i] = image[0][0][0] > 0 ? 1 : 0;
                for (int c = 0; c < 2; c++) {
                    for (double[][] row : image) {
                        for (double[] pixel : row) {
                            pixels[next++] = (float) pixel[c];
                        }
                    }
                }
            }
            shards.add(Shard.of(
                    SPLITS.get(s),
                    0,
                    Examples.of(
                            Tensor.ofFloats(TensorSpec.features("image", ElementType.FLOAT32, 2, 6, 5), pixels),
                            Tensor.ofInts(TensorSpec.classes("class", 2), classes))));
        }
        return Dataset.of("noise", 1, shards);
    }

    /** Runs studies on threads, and notes the data of each. */
    private static final class Recording implements StudyExecutor {

        private final StudyExecutor threads = MopExecutor.threads(1);
        private final List<Dataset> data = new ArrayList<>();

        @Override
        public <M> StudyHandle<M> start(StudyDefinition<M> study) {
            data.add(study.data());
            return threads.start(study);
        }

        @Override
        public <M> Replay<M> replay(StudyDefinition<M> study, int trial, OptionalInt epoch) {
            return threads.replay(study, trial, epoch);
        }
    }

    @Test
    void itsLayersAreComparedAndPutToUse() throws IOException {
        double[][][][] images = new double[EACH * SPLITS.size()][][][];
        Arrays.setAll(images, i -> PlainLayers.image(random, 6, 5, 2));
        Dataset data = data(images);
        Recording executor = new Recording();

        TransferResult result = FeatureTransfer.load(sequential())
                .data(data)
                .layers("conv", "dense")
                .batchSize(EACH)
                .search(RandomSearch.trials(1).epochs(1))
                .maximize("accuracy")
                .on(watched(executor))
                .run();

        assertThat(result.results()).extracting(LayerResult::name).containsExactly("conv", "dense");
        for (int s = 0; s < SPLITS.size(); s++) {
            Tensor conv = features(executor.data.get(0), SPLITS.get(s));
            Tensor dense = features(executor.data.get(1), SPLITS.get(s));
            for (int i = 0; i < EACH; i++) {
                double[][][] image = images[s * EACH + i];
                assertThat(row(conv, i)).containsExactly(PlainLayers.mean(convolved(image)), within(ROUNDING));
                assertThat(row(dense, i)).containsExactly(classes(image), within(ROUNDING));
            }
        }
        ComputationGraph whole = result.network(result.results().get(0));
        Examples test = data.shards(Split.TEST).get(0).open();
        INDArray features = Nd4j.create(new double[][] {row(features(executor.data.get(0), Split.TEST), 3)});
        try (GraphInputs inputs = GraphInputs.of(whole.getConfiguration(), test.features(), EACH)) {
            INDArray image = inputs.load(3, 4).values().iterator().next();
            ComputationGraph head = result.results().get(0).study().best().model();
            assertThat(whole.outputSingle(image).toDoubleVector())
                    .containsExactly(
                            head.outputSingle(features.castTo(image.dataType())).toDoubleVector(), within(ROUNDING));
        }
    }

    private static Tensor features(Dataset data, Split split) throws IOException {
        return data.shards(split).get(0).open().tensor("features");
    }

    private static double[] row(Tensor tensor, int example) {
        float[] values = new float[tensor.spec().elements()];
        tensor.copyFloats(example, example + 1, values, 0);
        double[] row = new double[values.length];
        Arrays.setAll(row, i -> values[i]);
        return row;
    }

    @Test
    void aFileThatIsCutOffIsNamed() throws IOException {
        byte[] whole = Files.readAllBytes(sequential());
        for (int length : new int[] {8, 100, whole.length / 2, whole.length - 1}) {
            Path cut = Files.write(folder.resolve("cut.h5"), Arrays.copyOf(whole, length));
            assertThatThrownBy(() -> FeatureTransfer.load(cut))
                    .as("%d of %d bytes", length, whole.length)
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("cannot read a network from " + cut)
                    .hasMessageContaining("must be a whole file");
        }
    }

    @Test
    void aLayerThatTheToolDoesNotKnowIsNamedWithItsFile() {
        Path file = sequential(layer("Whirl", "whirl_3", ", \"speed\": 2"));

        assertThatThrownBy(() -> FeatureTransfer.load(file))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("cannot read a network from " + file)
                .hasMessageContaining("layer type Whirl")
                .hasMessageContaining("It is the type of [whirl_3].")
                .hasMessageContaining("registerCustomLayer");
    }

    @Test
    void weightsThatAreMissingAreAnError() {
        Path file = KerasFile.sequential(INPUT, layer("Conv2D", "conv", convolution("valid")))
                .write(folder.resolve("bare.h5"));

        assertThatThrownBy(() -> FeatureTransfer.load(file))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("cannot read a network from " + file);
    }

    @Test
    void theFormatOfKeras3IsRecognised() throws IOException {
        Path file = folder.resolve("new.keras");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            for (String name : List.of("metadata.json", "config.json", "model.weights.h5")) {
                zip.putNextEntry(new ZipEntry(name));
            }
        }

        assertThatThrownBy(() -> FeatureTransfer.load(file))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("cannot read a network from " + file)
                .hasMessageContaining("save it as HDF5 with Keras 2");
    }

    @Test
    void whatIsMissingOnTheClassPathIsNamed() throws Exception {
        Path file = sequential();
        assertThat(loadedWithout("deeplearning4j-modelimport", file))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("cannot read a network from " + file)
                .hasMessageContaining("add org.deeplearning4j:deeplearning4j-modelimport");
        assertThat(loadedWithout("hdf5", file))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("cannot read a network from " + file)
                .hasMessageContaining("add org.bytedeco:hdf5");
    }

    /** What loading the file throws where no jar's name begins so, by classes of their own. */
    private static Throwable loadedWithout(String jar, Path file) throws Exception {
        List<URL> classPath = new ArrayList<>();
        for (String entry :
                ENTRIES.splitAsStream(System.getProperty("java.class.path")).toList()) {
            if (!Path.of(entry).getFileName().toString().startsWith(jar)) {
                classPath.add(Path.of(entry).toUri().toURL());
            }
        }
        try (URLClassLoader loader =
                new URLClassLoader(classPath.toArray(URL[]::new), ClassLoader.getPlatformClassLoader())) {
            Method load = loader.loadClass(FeatureTransfer.class.getName()).getMethod("load", Path.class);
            try {
                return new AssertionError("it was loaded: " + load.invoke(null, file));
            } catch (InvocationTargetException e) {
                return e.getCause();
            }
        }
    }
}
