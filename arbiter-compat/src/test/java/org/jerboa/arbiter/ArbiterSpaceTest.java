package org.jerboa.arbiter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.jerboa.testkit.watch.WatchedExecutor.watched;
import static org.jerboa.tune.space.Parameter.integer;

import java.io.ByteArrayOutputStream;
import java.io.NotSerializableException;
import java.io.ObjectOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.deeplearning4j.arbiter.MultiLayerSpace;
import org.deeplearning4j.arbiter.conf.updater.AdamSpace;
import org.deeplearning4j.arbiter.optimize.api.data.DataProvider;
import org.deeplearning4j.arbiter.optimize.parameter.continuous.ContinuousParameterSpace;
import org.deeplearning4j.datasets.iterator.utilty.ListDataSetIterator;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.jerboa.data.Datasets;
import org.jerboa.dl4j.Dl4j;
import org.jerboa.hazelcast.HazelcastGrid;
import org.jerboa.mop.MopExecutor;
import org.jerboa.search.Asha;
import org.jerboa.search.Bohb;
import org.jerboa.search.Hyperband;
import org.jerboa.search.PopulationTraining;
import org.jerboa.search.RandomSearch;
import org.jerboa.search.Tpe;
import org.jerboa.tune.data.Dataset;
import org.jerboa.tune.data.Split;
import org.jerboa.tune.space.Configuration;
import org.jerboa.tune.spi.SearchAlgorithm;
import org.jerboa.tune.study.EpochResult;
import org.jerboa.tune.study.Study;
import org.jerboa.tune.study.StudyEvent;
import org.jerboa.tune.study.StudyHandle;
import org.jerboa.tune.study.StudyResult;
import org.jerboa.tune.study.StudyStatus;
import org.jerboa.tune.study.Trial;
import org.jerboa.tune.study.TrialStatus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Arbiter's spaces in Jerboa's studies. */
@Timeout(600)
class ArbiterSpaceTest {

    private static final AtomicInteger SPACES_MADE = new AtomicInteger();

    private static MultiLayerSpace space() {
        SPACES_MADE.incrementAndGet();
        return Spaces.sequential();
    }

    private static Dataset points() throws Exception {
        return Datasets.from(ArbiterData.of(Points.class, null)).shards(3).load();
    }

    private static Study<MultiLayerNetwork> study(Dataset data, SearchAlgorithm search) {
        return ArbiterSpace.network(ArbiterSpaceTest::space)
                .with(integer("batchSize", 4, 16))
                .study()
                .data(data)
                .search(search)
                .minimize("loss")
                .on(watched(MopExecutor.threads(2)));
    }

    static Stream<Arguments> searches() {
        return Stream.of(
                Arguments.of(Tpe.trials(6).epochs(2)),
                Arguments.of(Asha.maxEpochs(4).trials(6)),
                Arguments.of(Hyperband.maxEpochs(4)),
                Arguments.of(Bohb.maxEpochs(9)),
                // Clones have their parent's layers.
                Arguments.of(PopulationTraining.of(3).maxEpochs(4).perturb("updater.learningRate", "l2")));
    }

    @ParameterizedTest
    @MethodSource("searches")
    void everySearchTrains(SearchAlgorithm search) throws Exception {
        StudyResult<MultiLayerNetwork> result = study(points(), search).run();
        assertThat(result.ranking()).hasSizeGreaterThanOrEqualTo(3);
        assertThat(result.ranking()).extracting(Trial::status).doesNotContain(TrialStatus.FAILED);
        assertThat(result.best().testMetrics()).containsKey("loss");
        Configuration best = result.best().trial().configuration();
        assertThat(result.best().model().getLayer(0).conf().getLayer())
                .isInstanceOfSatisfying(
                        DenseLayer.class, layer -> assertThat(layer.getNOut()).isEqualTo(best.getInt("layer_0.nOut")));
    }

    /** The same networks described by hand train to the same bits. */
    @Test
    void networksTrainAsIfTheyHadBeenDescribedByHand() throws Exception {
        Dataset data = points();
        var search = RandomSearch.trials(3).epochs(2);
        StudyResult<MultiLayerNetwork> result = study(data, search).run();
        StudyResult<MultiLayerNetwork> byHand = Study.of(
                        ArbiterSpace.network(Spaces::sequential)
                                .with(integer("batchSize", 4, 16))
                                .searchSpace(),
                        Dl4j.network(ArbiterSpaceTest::byHand))
                .data(data)
                .search(search)
                .minimize("loss")
                .on(watched(MopExecutor.threads(1)))
                .run();
        assertThat(result.ranking())
                .extracting(ArbiterSpaceTest::metrics)
                .isEqualTo(
                        byHand.ranking().stream().map(ArbiterSpaceTest::metrics).toList());
        assertThat(result.best().model().params())
                .isEqualTo(byHand.best().model().params());
    }

    private static List<Map<String, Double>> metrics(Trial trial) {
        return trial.epochs().stream().map(EpochResult::metrics).toList();
    }

    private static MultiLayerConfiguration byHand(Configuration configuration) {
        // The value of a leaf is what its distribution makes of a quantile, which differs in the last bit.
        double rate = through(0.05, 0.5, configuration.getDouble("updater.learningRate"));
        int units = configuration.getInt("layer_0.nOut");
        return new NeuralNetConfiguration.Builder()
                .updater(new Sgd(rate))
                .l2(through(1e-4, 1e-2, configuration.getDouble("l2")))
                .list()
                .layer(new DenseLayer.Builder()
                        .nIn(2)
                        .nOut(units)
                        .activation(configuration.get("layer_0.activationFunction.activation", Activation.class))
                        .build())
                .layer(new OutputLayer.Builder(LossFunction.MCXENT)
                        .nIn(units)
                        .nOut(2)
                        .activation(Activation.SOFTMAX)
                        .build())
                .build();
    }

    private static double through(double min, double max, double value) {
        double quantile = (value - min) / (max - min);
        return quantile * max + (1 - quantile) * min;
    }

    @Test
    void graphsTrain() throws Exception {
        StudyResult<ComputationGraph> result = ArbiterSpace.graph(Spaces::graph)
                .study()
                .data(points())
                .search(RandomSearch.trials(2).epochs(1))
                .maximize("accuracy")
                .on(watched(MopExecutor.threads(2)))
                .run();
        assertThat(result.best().model().getLayer("hidden").conf().getLayer())
                .isInstanceOfSatisfying(
                        DenseLayer.class,
                        layer -> assertThat(layer.getNOut())
                                .isEqualTo(result.best().trial().configuration().getInt("hidden.nOut")));
    }

    @Test
    void stoppedStudyGoesOnFromItsFolder(@TempDir Path folder) throws Exception {
        Dataset data = points();
        var search = RandomSearch.trials(3).epochs(3);
        StudyResult<MultiLayerNetwork> whole = study(data, search).run();
        CompletableFuture<StudyHandle<MultiLayerNetwork>> handle = new CompletableFuture<>();
        AtomicInteger epochs = new AtomicInteger();
        handle.complete(study(data, search)
                .folder(folder)
                .listener((event, progress) -> {
                    if (event instanceof StudyEvent.EpochFinished && epochs.incrementAndGet() == 2) {
                        handle.join().stop(); // on the thread that decides, so nothing new begins before it
                    }
                })
                .start());
        assertThat(handle.join().await().status()).isEqualTo(StudyStatus.STOPPED);
        assertThat(Files.readString(folder.resolve("trials.csv"))).contains("updater.learningRate");

        StudyResult<MultiLayerNetwork> resumed =
                study(data, search).folder(folder).resume();
        assertThat(resumed.ranking())
                .extracting(ArbiterSpaceTest::metrics)
                .isEqualTo(
                        whole.ranking().stream().map(ArbiterSpaceTest::metrics).toList());
        assertThat(resumed.best().model().params())
                .isEqualTo(whole.best().model().params());
    }

    /** The members of an embedded grid get the handler as others do, serialised. */
    @Test
    void workersOfAGridMakeTheSpaceForThemselves() throws Exception {
        Dataset data = points();
        SPACES_MADE.set(0);
        var search = RandomSearch.trials(3).epochs(2);
        StudyResult<MultiLayerNetwork> threads = study(data, search).run();
        StudyResult<MultiLayerNetwork> grid =
                study(data, search).on(watched(HazelcastGrid.embedded(2))).run();
        assertThat(SPACES_MADE).as("beyond the one of each study").hasValueGreaterThan(2);
        assertThat(grid.ranking())
                .extracting(ArbiterSpaceTest::metrics)
                .isEqualTo(threads.ranking().stream()
                        .map(ArbiterSpaceTest::metrics)
                        .toList());
    }

    @Test
    void spaceThatIsThereAlreadyStaysInThisProcess() {
        var handler = ArbiterSpace.network(Spaces.sequential()).handler();
        assertThatThrownBy(() -> new ObjectOutputStream(new ByteArrayOutputStream()).writeObject(handler))
                .isInstanceOf(NotSerializableException.class)
                .hasMessageContaining("ArbiterSpace.network(Example::space)");
    }

    @Test
    void adamHasItsDefaultsWhereTheSpaceSetsNothing() throws Exception {
        ArbiterSpace<MultiLayerNetwork> space = ArbiterSpace.network(ArbiterSpaceTest::withAdam);
        assertThat(adam(space).getBeta1()).isEqualTo(0.9);
        assertThat(adam(space.restore(ArbiterBehaviour.ADAM_BETAS)).getBeta1()).isEqualTo(0.001);
    }

    private static MultiLayerSpace withAdam() {
        return Spaces.sequentialBuilder()
                .updater(new AdamSpace(new ContinuousParameterSpace(0.01, 0.1)))
                .build();
    }

    private static Adam adam(ArbiterSpace<MultiLayerNetwork> space) throws Exception {
        Configuration middle = space.searchSpace().sample(name -> 0.5);
        MultiLayerNetwork network = space.handler().create(middle, 1);
        return (Adam) ((BaseLayer) network.getLayer(0).conf().getLayer()).getIUpdater();
    }

    @Test
    void testDataAreTheTestSplit() throws Exception {
        Dataset data = Datasets.from(ArbiterData.of(new Images())).load();
        assertThat(data.examples(Split.TRAINING)).isEqualTo(51);
        assertThat(data.examples(Split.VALIDATION)).isEqualTo(13);
        assertThat(data.examples(Split.TEST)).isEqualTo(64);
    }

    @Test
    @SuppressWarnings("deprecation") // the older kind of source
    void providersAreReadWithTheirParameters() throws Exception {
        DataProvider provider = new DataProvider() {
            @Override
            public DataSetIterator trainData(Map<String, Object> parameters) {
                return new ListDataSetIterator<>(
                        Points.minibatches(1).subList(0, (Integer) parameters.get("minibatches")).stream()
                                .flatMap(set -> set.asList().stream())
                                .toList());
            }

            @Override
            public DataSetIterator testData(Map<String, Object> parameters) {
                return trainData(parameters);
            }

            @Override
            public Class<?> getDataType() {
                return DataSetIterator.class;
            }
        };
        Dataset data = Datasets.from(ArbiterData.of(provider, Map.of("minibatches", 2)))
                .split(1, 0)
                .load();
        assertThat(data.examples(Split.TRAINING)).isEqualTo(2 * Points.BATCH);
    }

    @Test
    void refusesWhatIsNoIterator() {
        assertThatThrownBy(() -> ArbiterData.of(new Images() {
                    @Override
                    public Object testData() {
                        return List.of();
                    }
                }))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("DataSetIterator");
    }
}
