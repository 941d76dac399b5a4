package org.jerboa.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.jerboa.testkit.watch.WatchedExecutor.watched;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.jerboa.data.Datasets;
import org.jerboa.dl4j.Dl4j;
import org.jerboa.mop.MopExecutor;
import org.jerboa.search.RandomSearch;
import org.jerboa.transfer.graph.Pooling;
import org.jerboa.transfer.graph.SampleNetworks;
import org.jerboa.transfer.plan.Budget;
import org.jerboa.transfer.plan.TransferPlan.Kind;
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
import org.jerboa.tune.study.StudyException;
import org.jerboa.tune.study.StudyHandle;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class FeatureTransferTest {

    private static final int SHARD = 21;

    /** Images of 2 channels, 8 by 8, two numbers beside, and one of three classes that depends on both. */
    static Dataset data(int height) {
        Random random = new Random(5);
        List<Shard> shards = new ArrayList<>();
        for (Split split : Split.values()) {
            for (int index = 0; index < (split == Split.TRAINING ? 2 : 1); index++) {
                float[] pixels = new float[SHARD * 2 * height * 8];
                float[] numbers = new float[SHARD * 2];
                int[] classes = new int[SHARD];
                for (int i = 0; i < SHARD; i++) {
                    classes[i] = random.nextInt(3);
                    numbers[2 * i] = (float) random.nextGaussian();
                    numbers[2 * i + 1] = (float) (classes[i] == 2 ? 1 + random.nextGaussian() : random.nextGaussian());
                    for (int p = 0; p < 2 * height * 8; p++) {
                        double shade = (p % 8) / 8.0 * (classes[i] == 1 ? 2 : -1);
                        pixels[i * 2 * height * 8 + p] = (float) (shade + random.nextGaussian());
                    }
                }
                shards.add(Shard.of(
                        split,
                        index,
                        Examples.of(
                                Tensor.ofFloats(
                                        TensorSpec.features("image", ElementType.FLOAT32, 2, height, 8), pixels),
                                Tensor.ofFloats(TensorSpec.features("age", ElementType.FLOAT32, 2), numbers),
                                Tensor.ofInts(TensorSpec.classes("class", 3), classes))));
            }
        }
        return Dataset.of("made up", 5, shards);
    }

    /** Runs studies on threads, and notes the data of each and what is in it. */
    static final class Recording implements StudyExecutor {

        private final StudyExecutor threads = MopExecutor.threads(2);
        final List<Dataset> data = new ArrayList<>();
        final List<Long> checksums = new ArrayList<>();

        @Override
        public <M> StudyHandle<M> start(StudyDefinition<M> study) {
            data.add(study.data());
            checksums.addAll(contents(study.data()));
            return threads.start(study);
        }

        @Override
        public <M> Replay<M> replay(StudyDefinition<M> study, int trial, OptionalInt epoch) {
            return threads.replay(study, trial, epoch);
        }
    }

    private static List<Long> contents(Dataset data) {
        List<Long> checksums = new ArrayList<>();
        try {
            for (Split split : Split.values()) {
                for (Shard shard : data.shards(split)) {
                    checksums.add(shard.open().checksum());
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return checksums;
    }

    /** What {@link SampleNetworks#steps} takes. */
    private static Dataset sequences() {
        Examples examples = Examples.of(
                Tensor.ofFloats(TensorSpec.features("steps", ElementType.FLOAT32, 7, 3), new float[2 * 7 * 3]),
                Tensor.ofInts(TensorSpec.classes("class", 2), new int[2]));
        return Dataset.of(
                "zeros", 1, List.of(Shard.of(Split.TRAINING, 0, examples), Shard.of(Split.VALIDATION, 0, examples)));
    }

    private static FeatureTransfer transfer(StudyExecutor executor) {
        return FeatureTransfer.of(SampleNetworks.branches())
                .data(data(8))
                .structured("age")
                .pooling(Pooling.MAX)
                .layers("merged", "stem", "sum", "pooled")
                .batchSize(8)
                .search(RandomSearch.trials(2).epochs(2))
                .maximize("accuracy")
                .on(watched(executor));
    }

    @Test
    void allPlansComeToTheSameFeaturesAndModels(@TempDir Path folder) throws IOException {
        Recording reference = new Recording();
        TransferResult expected = transfer(reference).plan(Kind.LAZY).run();
        assertThat(expected.results())
                .extracting(LayerResult::name)
                .containsExactly("structured features alone", "stem", "sum", "merged", "pooled");
        assertThat(expected.results()).extracting(LayerResult::features).containsExactly(2, 6, 6, 13, 13);

        // 84 examples: the outputs of the network's layers take 64 * 4 numbers each, pooled 11 at most
        List<FeatureTransfer> others = List.of(
                transfer(new Recording()).plan(Kind.EAGER),
                transfer(new Recording()).plan(Kind.STAGED),
                transfer(new Recording()).budget(Budget.memory(84 * 4 * 30)),
                transfer(new Recording())
                        .plan(Kind.STAGED)
                        .budget(Budget.memory(0).disk(folder, 1 << 20)));
        for (FeatureTransfer other : others) {
            Recording recording = new Recording();
            TransferResult result = other.on(watched(recording)).run();
            String what = result.explain();
            assertThat(recording.checksums).as(what).isEqualTo(reference.checksums);
            assertThat(recording.data)
                    .extracting(Dataset::fingerprint)
                    .as(what)
                    .isEqualTo(reference.data.stream().map(Dataset::fingerprint).toList());
            for (int i = 0; i < expected.results().size(); i++) {
                assertSameBits(
                        what, model(result, i).params(), model(expected, i).params());
            }
        }
        try (Stream<Path> left = Files.walk(folder)) {
            assertThat(left.filter(Files::isRegularFile)).isEmpty();
        }
    }

    private static ComputationGraph model(TransferResult result, int row) {
        return result.results().get(row).study().best().model();
    }

    @Test
    void takesWhatItWasExpectedToTake() {
        for (Kind kind : List.of(Kind.LAZY, Kind.EAGER, Kind.STAGED)) {
            FeatureTransfer transfer = transfer(MopExecutor.threads(2))
                    .plan(kind)
                    .search(RandomSearch.trials(1).epochs(1));
            PlannedTransfer planned = transfer.plan();
            TransferCost cost = transfer.run().cost();

            assertThat(cost.multiplyAccumulates())
                    .as(planned.explain())
                    .isEqualTo(planned.plan().multiplyAccumulates(planned.work()));
            assertThat(cost.bytesWritten())
                    .as(planned.explain())
                    .isEqualTo(planned.plan().bytesWritten(planned.work()));
            assertThat(cost.peakBytes())
                    .as(planned.explain())
                    .isEqualTo(planned.plan().peakBytes(planned.work()));
        }
    }

    @Test
    void predictsFromRawImagesAsTheHeadDoesFromFeatures() throws IOException {
        Recording recording = new Recording();
        Dataset data = data(8);
        for (Pooling pooling : List.of(Pooling.AVERAGE, Pooling.FLATTEN)) {
            recording.data.clear();
            TransferResult result = transfer(recording)
                    .layers("stem", "merged", "class")
                    .pooling(pooling)
                    .run();
            for (int i = 0; i < result.results().size(); i++) {
                LayerResult row = result.results().get(i);
                Examples features =
                        recording.data.get(i).shards(Split.TEST).get(0).open();
                Examples raw = data.shards(Split.TEST).get(0).open();
                INDArray age = array(raw.tensor("age"));
                ComputationGraph head = row.study().best().model();
                INDArray expected;
                INDArray found;
                if (row.layer().isPresent()) {
                    // the minibatch of the features: batchSize is 8
                    expected = head.output(array(features.tensor("features")), age)[0];
                    found = result.network(row).output(array(raw.tensor("image")), age)[0];
                } else {
                    expected = head.output(age)[0];
                    found = result.network(row).output(age)[0];
                }
                assertSameBits(pooling + " " + row.name(), found, expected);
            }
        }
    }

    /** Its features are called as those that the second transfer looks for, and its head as the heads of that. */
    @ParameterizedTest
    @EnumSource(Pooling.class)
    void learnsFromANetworkThatWasPutTogetherByAnother(Pooling pooling) throws IOException {
        TransferResult first =
                transfer(new Recording()).layers("sum").pooling(Pooling.AVERAGE).run();
        ComputationGraph network = first.network(first.results().get(1));
        Dataset data = data(8);
        Examples raw = data.shards(Split.TEST).get(0).open();
        INDArray[] inputs = {array(raw.tensor("image")), array(raw.tensor("age"))};
        Recording recording = new Recording();

        TransferResult second = FeatureTransfer.of(network)
                .data(data)
                .layers("sum", "head/0")
                .pooling(pooling)
                .batchSize(8)
                .search(RandomSearch.trials(2).epochs(2))
                .maximize("accuracy")
                .on(watched(recording))
                .run();

        assertThat(second.results()).extracting(LayerResult::name).containsExactly("sum", "head/0");
        for (int i = 0; i < second.results().size(); i++) {
            LayerResult row = second.results().get(i);
            Tensor features =
                    recording.data.get(i).shards(Split.TEST).get(0).open().tensor("features");
            if (i == 1) {
                assertSameBits("features of head/0", array(features), network.output(inputs)[0]);
            }
            ComputationGraph whole = second.network(row);
            assertSameBits(
                    pooling + " " + row.name(),
                    whole.output(Arrays.copyOf(inputs, whole.getNumInputArrays()))[0],
                    row.study().best().model().output(array(features))[0]);
        }
    }

    /** The first eight examples. */
    private static INDArray array(Tensor tensor) {
        int examples = 8;
        float[] numbers = new float[examples * tensor.spec().elements()];
        tensor.copyFloats(0, examples, numbers, 0);
        long[] shape = new long[tensor.spec().shape().rank() + 1];
        shape[0] = examples;
        for (int i = 1; i < shape.length; i++) {
            shape[i] = tensor.spec().shape().dimension(i - 1);
        }
        return Nd4j.create(numbers, shape, 'c');
    }

    @Test
    void aDeployedNetworkCanBeSavedAndIsFrozen(@TempDir Path folder) throws IOException {
        TransferResult result = transfer(new Recording()).run();
        LayerResult row = result.results().get(2);
        ComputationGraph network = result.network(row);
        Examples raw = data(8).shards(Split.TEST).get(0).open();
        INDArray[] inputs = {array(raw.tensor("image")), array(raw.tensor("age"))};
        INDArray expected = network.output(inputs)[0];

        Path file = folder.resolve("network.zip");
        ModelSerializer.writeModel(network, file.toFile(), true);
        ComputationGraph loaded = ModelSerializer.restoreComputationGraph(file.toFile());
        Dl4j.ready(loaded, true);
        assertSameBits("loaded", loaded.output(inputs)[0], expected);

        INDArray before = network.getParam("stem_W").dup();
        INDArray head = network.getParam("head/0_W").dup();
        network.fit(inputs, new INDArray[] {Nd4j.eye(8).getColumns(0, 1, 2).castTo(before.dataType())});
        assertSameBits("stem", network.getParam("stem_W"), before);
        assertThat(network.getParam("head/0_W")).isNotEqualTo(head);
    }

    @Test
    void learnsFromSequentialNetworksAndFiles(@TempDir Path folder) throws IOException {
        MultiLayerNetwork line = SampleNetworks.line();
        Path file = folder.resolve("line.zip");
        ModelSerializer.writeModel(line, file.toFile(), false);
        Path graph = folder.resolve("graph.zip");
        ModelSerializer.writeModel(SampleNetworks.branches(), graph.toFile(), false);

        assertThat(names(FeatureTransfer.of(line).structured("age").top(2))).containsExactly("layer0", "layer4");
        assertThat(names(FeatureTransfer.load(file).structured("age").top(2))).containsExactly("layer0", "layer4");
        assertThat(names(FeatureTransfer.load(graph).structured("age").top(3))).containsExactly("a", "b", "wide");
    }

    private static List<String> names(FeatureTransfer transfer) {
        return transfer.data(data(8)).plan().work().layers().stream()
                .map(vertex -> vertex.replace("/features", ""))
                .toList();
    }

    @Test
    void goesOnWhereItWasInterrupted(@TempDir Path folder) throws IOException {
        TransferResult whole = transfer(MopExecutor.threads(2)).folder(folder).run();
        // as if it had ended in the middle
        try (Stream<Path> files = Files.walk(folder.resolve("pooled-logistic"))) {
            for (Path path : files.sorted((a, b) -> b.compareTo(a)).toList()) {
                Files.delete(path);
            }
        }

        TransferResult resumed = transfer(MopExecutor.threads(2)).folder(folder).resume();

        for (int i = 0; i < whole.results().size(); i++) {
            assertSameBits(
                    "row " + i, model(resumed, i).params(), model(whole, i).params());
        }
        assertThat(folder.resolve("pooled-logistic").resolve("journal.jsonl")).exists();
    }

    /** Fails when it is given a study of some layer, and does others. */
    private record Interrupted(StudyExecutor threads, int studies, AtomicInteger begun) implements StudyExecutor {

        @Override
        public <M> StudyHandle<M> start(StudyDefinition<M> study) {
            if (begun.getAndIncrement() == studies) {
                throw new StudyException("interrupted");
            }
            return threads.start(study);
        }

        @Override
        public <M> Replay<M> replay(StudyDefinition<M> study, int trial, OptionalInt epoch) {
            return threads.replay(study, trial, epoch);
        }
    }

    @Test
    void doesNotComputeAgainWhatAnInterruptedRunHasStored(@TempDir Path folder) throws IOException {
        Path outputs = folder.resolve("outputs");
        TransferResult whole = inTwoPasses(MopExecutor.threads(2)).run();
        FeatureTransfer first = inTwoPasses(new Interrupted(MopExecutor.threads(2), 2, new AtomicInteger()))
                .budget(Budget.memory(0).disk(outputs, 1 << 20))
                .folder(folder.resolve("studies"));
        PlannedTransfer planned = first.plan();
        // the studies of the structured features and of "stem" have ended, and so has the first pass
        assertThatThrownBy(first::run).hasMessageContaining("interrupted");

        TransferResult resumed = inTwoPasses(MopExecutor.threads(2))
                .budget(Budget.memory(0).disk(outputs, 1 << 20))
                .folder(folder.resolve("studies"))
                .resume();

        assertThat(resumed.cost().multiplyAccumulates())
                .as(planned.explain())
                .isEqualTo(planned.work()
                        .multiplyAccumulates(planned.plan().passes().get(1)));
        for (int i = 0; i < whole.results().size(); i++) {
            assertSameBits(
                    "row " + i, model(resumed, i).params(), model(whole, i).params());
        }
        assertThat(outputs).isEmptyDirectory();
    }

    private static FeatureTransfer inTwoPasses(StudyExecutor executor) {
        return transfer(executor)
                .layers("stem", "sum")
                .plan(Kind.STAGED)
                .search(RandomSearch.trials(1).epochs(1));
    }

    @Test
    void eachLayerMayHaveHeadsOfItsOwn() {
        TransferResult result = transfer(MopExecutor.threads(2))
                .headsOf("sum", Head.mlp(), Head.logistic())
                .run();

        assertThat(result.results())
                .extracting(row -> row.name() + " " + row.head())
                .containsExactly(
                        "structured features alone logistic",
                        "stem logistic",
                        "sum mlp",
                        "sum logistic",
                        "merged logistic",
                        "pooled logistic");
        assertThat(result.table().lines())
                .hasSize(7)
                .filteredOn(line -> line.startsWith("*"))
                .hasSize(1);
        double[] values = result.results().stream()
                .mapToDouble(row -> row.study().best().epoch().metrics().getOrDefault("accuracy", Double.NaN))
                .toArray();
        assertThat(result.best().study().best().epoch().metrics())
                .containsEntry("accuracy", Arrays.stream(values).max().orElseThrow());
    }

    @Test
    void namesWhatIsWrong(@TempDir Path folder) throws IOException {
        StudyExecutor executor = MopExecutor.threads(1);
        assertThatThrownBy(() -> transfer(executor).layers("stem", "conv9").plan())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no layer 'conv9'; its layers are [image, stem");
        assertThatThrownBy(() -> transfer(executor).layers("image").plan())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'image' is an input of the network");
        assertThatThrownBy(() -> FeatureTransfer.of(SampleNetworks.steps())
                        .data(sequences())
                        .layers("layer1")
                        .plan())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("layer 'layer1' is of kind RnnOutputLayer");
        assertThatThrownBy(() -> transfer(executor).top(5).plan())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("4 convolution and dense layers");
        assertThatThrownBy(() -> transfer(executor).headsOf("wide", Head.mlp()).run())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("[wide]");
        assertThatThrownBy(() -> FeatureTransfer.of(SampleNetworks.line())
                        .data(data(10))
                        .structured("age")
                        .layers("layer4")
                        .plan())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("layer 'layer4' takes 64 numbers at each place, but gets 80");
        assertThatThrownBy(() -> transfer(executor).structured("image").plan())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'image'");
        assertThatThrownBy(() -> FeatureTransfer.of(SampleNetworks.branches()).plan())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("data(");
        // pooled, the widest layer has 11 numbers
        assertThatThrownBy(() -> transfer(executor).budget(Budget.memory(100)).plan())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("need at least " + 84 * 11 * 4 + " bytes");
        assertThatThrownBy(() -> transfer(executor)
                        .plan(Kind.STAGED)
                        .budget(Budget.memory(1000))
                        .plan())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("STAGED plan needs");

        Path file = folder.resolve("cut.zip");
        ModelSerializer.writeModel(SampleNetworks.line(), file.toFile(), false);
        byte[] bytes = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(bytes, bytes.length / 2));
        assertThatThrownBy(() -> FeatureTransfer.load(file))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(file.toString());
        Path text = Files.writeString(folder.resolve("text.zip"), "no network");
        assertThatThrownBy(() -> FeatureTransfer.load(text))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(text.toString());
        assertThatThrownBy(() -> FeatureTransfer.load(folder.resolve("none.zip")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("none.zip");
    }

    @Test
    void layersBehindTheOutputAreNotCompared() throws IOException {
        ComputationGraph network = new ComputationGraph(new NeuralNetConfiguration.Builder()
                .graphBuilder()
                .allowDisconnected(true)
                .addInputs("numbers")
                .addLayer("hidden", new DenseLayer.Builder().nOut(5).build(), "numbers")
                .addLayer("class", new OutputLayer.Builder().nOut(3).build(), "hidden")
                .addLayer("behind", new DenseLayer.Builder().nOut(4).build(), "class")
                .addLayer("beside", new DenseLayer.Builder().nOut(4).build(), "hidden")
                .setOutputs("class")
                .setInputTypes(InputType.feedForward(2))
                .build());
        network.init();
        Dataset numbers = Datasets.arrays(new float[8][2], new int[] {0, 1, 0, 1, 0, 1, 0, 1})
                .split(0.5, 0.5)
                .shards(1)
                .load();
        FeatureTransfer transfer = FeatureTransfer.of(network).data(numbers);

        for (String layer : List.of("behind", "beside")) {
            assertThatThrownBy(() -> transfer.layers("hidden", layer).plan())
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("no output of the network, [class], depends on layer '" + layer + "'")
                    .hasMessageContaining("choose among [numbers, hidden, class]");
        }
        assertThat(transfer.top(1).plan().work().layers()).containsExactly("hidden");
        assertThatThrownBy(() -> transfer.top(2).plan())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("1 convolution and dense layers");
    }

    private static void assertSameBits(String what, INDArray found, INDArray expected) {
        assertThat(found.dup('c').data().asFloat())
                .as(what)
                .isEqualTo(expected.dup('c').data().asFloat());
    }
}
