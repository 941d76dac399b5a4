package org.jerboa.transfer.finetune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.jerboa.testkit.watch.WatchedExecutor.watched;
import static org.jerboa.tune.space.Parameter.categorical;
import static org.jerboa.tune.space.Parameter.fixed;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.transferlearning.FineTuneConfiguration;
import org.deeplearning4j.nn.transferlearning.TransferLearning;
import org.deeplearning4j.nn.weights.WeightInit;
import org.deeplearning4j.util.ModelSerializer;
import org.jerboa.dl4j.Dl4j;
import org.jerboa.dl4j.Dl4jHandler;
import org.jerboa.dl4j.Updaters;
import org.jerboa.mop.MopExecutor;
import org.jerboa.search.GridSearch;
import org.jerboa.transfer.Elsewhere;
import org.jerboa.transfer.HeadShape;
import org.jerboa.transfer.graph.Pooling;
import org.jerboa.transfer.graph.SampleNetworks;
import org.jerboa.transfer.graph.TrainedNetwork;
import org.jerboa.transfer.plan.Budget;
import org.jerboa.tune.data.Dataset;
import org.jerboa.tune.data.Split;
import org.jerboa.tune.space.Configuration;
import org.jerboa.tune.space.SearchSpace;
import org.jerboa.tune.spi.UnitContext;
import org.jerboa.tune.study.Study;
import org.jerboa.tune.study.StudyException;
import org.jerboa.tune.study.StudyResult;
import org.jerboa.tune.study.Trial;
import org.jerboa.tune.study.TrialStatus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.Adam;

class FineTuningTest {

    private static final GridSearch SEARCH = GridSearch.sequential().epochs(2);

    private static SearchSpace space(String... depths) {
        Object first = depths[0];
        return SearchSpace.of(
                depths.length == 1 ? fixed("freezeUpTo", first) : categorical("freezeUpTo", (Object[]) depths),
                fixed("learningRate", 0.01),
                fixed("batchSize", 8));
    }

    private static FineTuning tuning(ComputationGraph network, Dataset data, String... depths) {
        return FineTuning.of(network)
                .data(data)
                .space(space(depths))
                .settings(FineTuningTest::settings)
                .search(SEARCH)
                .maximize("accuracy")
                .batchSize(8)
                .on(watched(MopExecutor.threads(2)));
    }

    private static FineTuneConfiguration settings(Configuration configuration) {
        return FineTuneConfiguration.builder()
                .updater(Updaters.of(configuration))
                .l2(1e-3)
                .build();
    }

    /** The same study with the tool's own transfer learning: every model from the images, with frozen layers in place. */
    private static StudyResult<ComputationGraph> inPlace(ComputationGraph network, Dataset data, String... depths) {
        return Study.of(
                        space(depths),
                        Dl4j.graph(configuration -> new TransferLearning.GraphBuilder(network)
                                        .fineTuneConfiguration(settings(configuration))
                                        .setFeatureExtractor(configuration
                                                .getString("freezeUpTo")
                                                .split(","))
                                        .build()
                                        .getConfiguration())
                                .startingFrom(model -> copy(network, model)))
                .data(data)
                .search(SEARCH)
                .maximize("accuracy")
                .on(watched(MopExecutor.threads(2)))
                .run();
    }

    private static void copy(ComputationGraph from, ComputationGraph to) {
        Map<String, INDArray> own = to.paramTable();
        from.paramTable().forEach((name, values) -> own.get(name).assign(values));
    }

    private static ComputationGraph line() {
        return TrainedNetwork.of(SampleNetworks.line(), SampleNetworks.IMAGE).network();
    }

    private static void assertSameTraining(
            String what, StudyResult<ComputationGraph> found, StudyResult<ComputationGraph> expected)
            throws IOException {
        assertThat(found.ranking()).as(what).hasSameSizeAs(expected.ranking());
        for (Trial trial : expected.ranking()) {
            Trial other = found.ranking().stream()
                    .filter(each -> each.id() == trial.id())
                    .findFirst()
                    .orElseThrow();
            String which = what + ", " + trial.configuration();
            assertThat(trial.status()).as(which + ": " + trial.cause()).isEqualTo(TrialStatus.COMPLETED);
            assertThat(other.status()).as(which + ": " + other.cause()).isEqualTo(TrialStatus.COMPLETED);
            for (int epoch = 0; epoch < trial.epochs().size(); epoch++) {
                assertThat(other.epochs().get(epoch).metrics())
                        .as(which + ", epoch " + epoch)
                        .isEqualTo(trial.epochs().get(epoch).metrics());
            }
            Map<String, INDArray> whole = expected.model(trial.id()).paramTable();
            found.model(trial.id())
                    .paramTable()
                    .forEach((name, values) ->
                            assertThat(floats(values)).as(which + ", " + name).isEqualTo(floats(whole.get(name))));
        }
    }

    private static float[] floats(INDArray array) {
        return array.dup('c').data().asFloat();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                // everything stored, part of it, nothing; a convolution's outputs are 84 examples of 1 KiB
                "100000000; stem-norm a1,side b2-norm",
                "100000; stem a-relu b-relu,side-norm",
                "0; a-sum pool image"
            })
    void trainsAGraphAsWithFrozenLayersInPlace(long bytes, String depths) throws IOException {
        ComputationGraph network = ResidualNetwork.make();
        Dataset data = Sets.images(2, 8, 8);
        String[] upTo = depths.split(" ");
        FineTuning tuning = tuning(network, data, upTo).budget(Budget.memory(bytes));

        FineTuningResult result = tuning.run();

        assertThat(tuning.plan().stored().isEmpty()).isEqualTo(bytes == 0);
        assertSameTraining(tuning.plan().explain(), result.study(), inPlace(network, data, upTo));
    }

    @Test
    void trainsALineAsWithFrozenLayersInPlace() throws IOException {
        ComputationGraph network = line();
        Dataset data = Sets.images(2, 8, 8);
        // a convolution, and batch normalisation with all that follows it up to the dense layer
        String[] upTo = {"layer0", "layer1"};

        FineTuningResult result = tuning(network, data, upTo).run();

        assertSameTraining(result.explain(), result.study(), inPlace(network, data, upTo));
    }

    @Test
    void lossesOverAFrozenDenseLayerAgreeHoweverMinibatchesAreCut() {
        ComputationGraph network = line();
        Dataset data = Sets.images(2, 8, 8);

        FineTuningResult result = tuning(network, data, "layer4").batchSize(5).run();

        Trial found = result.study().best().trial();
        Trial expected = inPlace(network, data, "layer4").best().trial();
        for (int epoch = 0; epoch < expected.epochs().size(); epoch++) {
            Map<String, Double> metrics = found.epochs().get(epoch).metrics();
            for (String loss : List.of("loss", "trainingLoss")) {
                assertThat(metrics.get(loss))
                        .as(loss + " of epoch " + epoch)
                        .isCloseTo(expected.epochs().get(epoch).metrics().get(loss), within(1e-4));
            }
        }
    }

    @Test
    void trainsSequencesAsWithFrozenLayersInPlace() throws IOException {
        ComputationGraph network =
                TrainedNetwork.of(SampleNetworks.steps(), SampleNetworks.STEPS).network();
        Dataset data = SequenceSets.steps();
        FineTuningResult result = tuning(network, data, "layer0").run();

        assertSameTraining(result.explain(), result.study(), inPlace(network, data, "layer0"));
    }

    /** One hidden layer that starts with random weights, and outputs that start with none. */
    private static MultiLayerConfiguration head(Configuration configuration, HeadShape shape) {
        return new NeuralNetConfiguration.Builder()
                .updater(new Adam(0.01))
                .list()
                .layer(new DenseLayer.Builder()
                        .nIn(shape.features())
                        .nOut(6)
                        .activation(Activation.TANH)
                        .dropOut(0.8)
                        .build())
                .layer(new OutputLayer.Builder()
                        .nIn(6)
                        .nOut(shape.outputs())
                        .activation(Activation.SOFTMAX)
                        .weightInit(WeightInit.ZERO)
                        .build())
                .build();
    }

    @Test
    void aNewHeadLearnsTheSameWhateverIsStored() throws IOException {
        Dataset data = Sets.images(2, 8, 8);
        FineTuning stored =
                tuning(ResidualNetwork.make(), data, "stem", "a-relu").head("a-relu", FineTuningTest::head);
        FineTuning computed = tuning(ResidualNetwork.make(), data, "stem", "a-relu")
                .head("a-relu", FineTuningTest::head)
                .budget(Budget.memory(0));

        FineTuningResult result = stored.run();
        FineTuningResult other = computed.run();

        // pooling follows the last frozen layer and learns nothing: its 4 numbers are stored, not the 256 before
        assertThat(stored.plan().loads("a-relu")).containsExactly("a-relu/features");
        assertThat(computed.plan().stored()).isEmpty();
        assertSameTraining(stored.plan().explain(), result.study(), other.study());
        ComputationGraph network = result.network();
        assertThat(network.getConfiguration().getNetworkOutputs()).containsExactly("head/1");
        assertThat(network.paramTable()).containsKey("stem_W").doesNotContainKeys("b1_W", "out_W");
    }

    /** The layers that are kept are frozen in both rounds, so that the second learns what it would have learned on the first network. */
    @ParameterizedTest
    @EnumSource(Pooling.class)
    void aSecondHeadOnTheSameLayerMayPoolInAnotherWay(Pooling pooling) throws IOException {
        Dataset data = Sets.images(2, 8, 8);
        ComputationGraph once = tuning(ResidualNetwork.make(), data, "a-relu")
                .head("a-relu", FineTuningTest::head)
                .run()
                .network();

        FineTuningResult twice = tuning(once, data, "a-relu")
                .head("a-relu", pooling, FineTuningTest::head)
                .run();

        Trial found = twice.study().best().trial();
        Trial expected = tuning(ResidualNetwork.make(), data, "a-relu")
                .head("a-relu", pooling, FineTuningTest::head)
                .run()
                .study()
                .best()
                .trial();
        assertThat(found.status()).as("%s", found.cause()).isEqualTo(TrialStatus.COMPLETED);
        for (int epoch = 0; epoch < expected.epochs().size(); epoch++) {
            assertThat(found.epochs().get(epoch).metrics())
                    .as("epoch " + epoch)
                    .isEqualTo(expected.epochs().get(epoch).metrics());
        }
        ComputationGraph network = twice.network();
        assertThat(network.getConfiguration().getNetworkOutputs()).containsExactly("head2/1");
        assertThat(network.paramTable()).doesNotContainKeys("head/0_W");
    }

    @Test
    void aDeployedNetworkPredictsAsTheModelDoesFromWhatIsStored(@TempDir Path folder) throws IOException {
        ComputationGraph pretrained = SampleNetworks.branches();
        Dataset data = Sets.images(2, 8, 8);
        FineTuningResult result = tuning(pretrained, data, "stem", "b,sum", "pooled")
                .budget(Budget.memory(0).disk(folder, 1 << 20))
                .run();
        try (Stream<Path> left = Files.walk(folder)) {
            assertThat(left.filter(Files::isRegularFile)).isEmpty();
        }
        INDArray images = Sets.array(data.shards(Split.TEST).get(0).open().tensor("image"), 8);
        TrainedNetwork layers = TrainedNetwork.of(pretrained, SampleNetworks.IMAGE);
        for (Trial trial : result.study().ranking()) {
            ComputationGraph model = result.study().model(trial.id());
            List<String> inputs = model.getConfiguration().getNetworkInputs();
            Map<String, INDArray> given = layers.forward().compute(Map.of("image", images), inputs);
            INDArray expected = model.output(given.values().toArray(INDArray[]::new))[0];

            ComputationGraph network = result.network(trial.id());

            String what = trial.configuration().toString();
            assertThat(floats(network.output(images)[0])).as(what).isEqualTo(floats(expected));
            // checkpoints hold what is trained, and nothing that is frozen
            assertThat(model.numParams()).as(what).isLessThan(network.numParams());
            assertThat(model.paramTable().keySet()).as(what).noneMatch(name -> name.startsWith("stem"));
        }
        Path file = folder.resolve("network.zip");
        ComputationGraph network = result.network();
        ModelSerializer.writeModel(network, file.toFile(), true);
        ComputationGraph loaded = Dl4j.ready(ModelSerializer.restoreComputationGraph(file.toFile()), true);
        assertThat(floats(loaded.output(images)[0])).isEqualTo(floats(network.output(images)[0]));
    }

    @Test
    void takesWhatItWasExpectedToTake() {
        Dataset data = Sets.images(2, 8, 8);
        FineTuning stored = tuning(ResidualNetwork.make(), data, "a-relu").expect(1, 2);
        FineTuning computed =
                tuning(ResidualNetwork.make(), data, "a-relu").expect(1, 2).budget(Budget.memory(0));
        // both are read by the trained part: another branch begins at the first
        assertThat(stored.plan().stored()).containsExactly("stem-relu", "a-relu");

        FineTuningResult once = stored.run();
        FineTuningResult often = computed.run();

        assertThat((double) once.cost().multiplyAccumulates())
                .isEqualTo(stored.plan().multiplyAccumulates());
        assertThat(once.cost().bytesWritten())
                .isEqualTo(stored.plan().bytesStored())
                .isEqualTo(2 * 84 * 256 * 4);
        assertThat(once.multiplyAccumulatesRepeated()).isZero();
        assertThat(often.cost().multiplyAccumulates()).isZero();
        // 63 examples in each of two epochs, and once the 21 of the test split
        double expected = computed.plan().multiplyAccumulates();
        assertThat(expected).isEqualTo(stored.plan().multiplyAccumulatesInPlace());
        assertThat((double) often.multiplyAccumulatesRepeated()).isEqualTo(expected + expected / 126 * 21);
        assertThat(often.explain()).contains("done").contains("computes [stem, ");
    }

    @Test
    void learnsTheSameFromWhatOthersCompute() throws IOException {
        Dataset data = Sets.images(2, 8, 8);
        Elsewhere elsewhere = new Elsewhere();
        FineTuning tuning = tuning(ResidualNetwork.make(), data, "stem", "a-relu", "b-relu,side-norm")
                .budget(Budget.memory(100_000));

        FineTuningResult here = tuning.run();
        FineTuningResult there = tuning.on(watched(elsewhere)).run();

        assertSameTraining(tuning.plan().explain(), there.study(), here.study());
        assertThat(tuning.plan().stored()).isNotEmpty();
        assertThat(there.cost().multiplyAccumulates())
                .isPositive()
                .isEqualTo(here.cost().multiplyAccumulates());
        assertThat(there.cost().bytesWritten()).isEqualTo(tuning.plan().bytesStored());
        assertThat(there.cost().peakBytes())
                .isEqualTo(elsewhere.peak())
                .isEqualTo(tuning.plan().bytesStored());
        elsewhere.end();
        assertThat(elsewhere.bytes()).isZero();
    }

    @Test
    void goesOnWhereItWasInterrupted(@TempDir Path folder) throws IOException {
        Dataset data = Sets.images(2, 8, 8);
        FineTuningResult whole = tuning(ResidualNetwork.make(), data, "stem", "a-relu")
                .search(GridSearch.sequential().epochs(3))
                .run();
        Path begun = folder.resolve("study");
        tuning(ResidualNetwork.make(), data, "stem", "a-relu")
                .search(GridSearch.sequential().epochs(3))
                .folder(begun)
                .run();
        // as if it had ended in the middle: the journal's first half
        Path journal = begun.resolve("journal.jsonl");
        List<String> lines = Files.readAllLines(journal);
        Files.write(journal, lines.subList(0, lines.size() / 2));

        FineTuningResult resumed = tuning(ResidualNetwork.make(), data, "stem", "a-relu")
                .search(GridSearch.sequential().epochs(3))
                .folder(begun)
                .resume();

        assertSameTraining("resumed", resumed.study(), whole.study());
    }

    @Test
    void aHandlerThatWasSentToAnotherProcessTrainsTheSame() throws Exception {
        FineTuning tuning = tuning(ResidualNetwork.make(), Sets.images(2, 8, 8), "a-relu")
                .head("b-relu", FineTuningTest::head)
                .budget(Budget.memory(0));
        FineTuneProblem problem = tuning.problem();
        ReusePlan plan = tuning.planned(problem).plan();
        Dl4jHandler<ComputationGraph> handler = tuning.handler(problem, plan, new Pretrained(problem.network()));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(handler);
        }
        Object received;
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            received = in.readObject();
        }
        @SuppressWarnings("unchecked") // it is what was written
        Dl4jHandler<ComputationGraph> other = (Dl4jHandler<ComputationGraph>) received;

        assertThat(other.settings()).isEqualTo(handler.settings()).containsKeys("start", "inputs");
        assertThat(floats(trained(other))).isEqualTo(floats(trained(handler)));
    }

    /** Over one shard of images. */
    private static INDArray trained(Dl4jHandler<ComputationGraph> handler) throws Exception {
        Configuration configuration = space("a-relu").configuration(Map.of());
        ComputationGraph model = handler.create(configuration, 3);
        UnitContext unit = new UnitContext(0, configuration, 0, 0, 1, 7, Set.of(), () -> false);
        handler.train(model, Sets.images(2, 8, 8).shards(Split.TRAINING).get(0).open(), unit);
        return model.params();
    }

    @Test
    void anotherNetworkCannotResume(@TempDir Path folder) {
        Dataset data = Sets.images(2, 8, 8);
        tuning(ResidualNetwork.make(), data, "stem")
                .folder(folder)
                .budget(Budget.memory(0))
                .run();
        ComputationGraph other = ResidualNetwork.make();
        other.params().muli(1.01);

        assertThatThrownBy(() -> tuning(other, data, "stem")
                        .folder(folder)
                        .budget(Budget.memory(0))
                        .resume())
                .isInstanceOf(StudyException.class)
                .hasMessageContaining("start");
    }

    @Test
    void namesWhatIsWrong() {
        ComputationGraph network = ResidualNetwork.make();
        Dataset data = Sets.images(2, 8, 8);
        assertRefused(tuning(network, data, "conv9"), "no layer 'conv9'; its layers are [image, stem");
        assertRefused(tuning(network, data, "stem, conv9"), "no layer 'conv9'");
        assertRefused(tuning(network, data, "out"), "freezing up to 'out' leaves nothing to train before output 'out'");
        assertRefused(
                tuning(network, data, "b-relu").head("a-relu", FineTuningTest::head),
                "cannot be frozen up to 'b-relu': [a-relu/features], which the head reads, do not depend on it");
        assertRefused(tuning(network, data, "stem").head("conv9", FineTuningTest::head), "no layer 'conv9'");
        assertRefused(tuning(network, data, "stem").head("image", FineTuningTest::head), "'image', which is an input");
        assertRefused(tuning(network, data, "stem").freezeUpTo("depth"), "no 'depth', which says up to where");
        assertRefused(tuning(network, data, "stem").freezeUpTo("learningRate"), "'learningRate'");
        assertRefused(tuning(network, Sets.images(3, 8, 8), "stem"), "3");
        assertThatThrownBy(() -> FineTuning.of(network).plan())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("data(");
        assertThatThrownBy(() -> FineTuning.of(network).data(data).plan())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("space(");
        assertThatThrownBy(() -> tuning(network, data, "stem").expect(0, 1))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> tuning(network, data, "stem").resume())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("folder");
    }

    private static void assertRefused(FineTuning tuning, String message) {
        assertThatThrownBy(tuning::plan)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }

    @Test
    void countsOneThingInTheSingular() {
        FineTuning tuning = tuning(ResidualNetwork.make(), Sets.images(2, 8, 8), "pool");

        assertThat(tuning.expect(1, 1).plan().explain())
                .startsWith("1 depth of freezing, 1 epoch of configurations expected, 63 of 84 examples seen in each")
                .contains("trains 1 layer" + System.lineSeparator());
        assertThat(tuning.expect(2, 3).plan().explain())
                .startsWith("1 depth of freezing, 6 epochs of configurations expected");
    }

    @Test
    void saysHowMuchRoomWouldSaveTheMost() {
        FineTuning tuning =
                tuning(ResidualNetwork.make(), Sets.images(2, 8, 8), "a-relu").budget(Budget.memory(100));

        // stem-relu and a-relu: 84 examples of 256 numbers of 4 bytes each
        assertThat(tuning.plan().explain())
                .contains("stored once: nothing", "with more room", "(172032 bytes) would save the most");
    }
}
