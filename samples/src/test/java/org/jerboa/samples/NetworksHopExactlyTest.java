package org.jerboa.samples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.jerboa.testkit.watch.WatchedExecutor.watched;
import static org.jerboa.tune.space.Parameter.categorical;
import static org.jerboa.tune.space.Parameter.integer;
import static org.jerboa.tune.space.Parameter.real;

import java.io.ByteArrayOutputStream;
import java.nio.channels.Channels;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.CRC32C;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.jerboa.data.Datasets;
import org.jerboa.dl4j.Dl4j;
import org.jerboa.dl4j.Updaters;
import org.jerboa.mop.MopExecutor;
import org.jerboa.search.RandomSearch;
import org.jerboa.tune.data.Dataset;
import org.jerboa.tune.data.Split;
import org.jerboa.tune.metric.MetricAccumulator;
import org.jerboa.tune.random.RandomStreams;
import org.jerboa.tune.space.Configuration;
import org.jerboa.tune.space.SearchSpace;
import org.jerboa.tune.spi.ModelHandler;
import org.jerboa.tune.spi.UnitContext;
import org.jerboa.tune.study.EpochResult;
import org.jerboa.tune.study.Replay;
import org.jerboa.tune.study.Study;
import org.jerboa.tune.study.StudyException;
import org.jerboa.tune.study.StudyResult;
import org.jerboa.tune.study.Trial;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/**
 * Real networks on real digits: hopping over shards and workers, or being evicted and restored, gives the bits of a
 * loop over the same shards in one thread.
 */
class NetworksHopExactlyTest {

    private static final int EPOCHS = 2;
    private static final int SHARDS = 3;
    private static final long SEED = 9;
    private static final ModelHandler<MultiLayerNetwork> HANDLER = Dl4j.network(NetworksHopExactlyTest::network);
    private static final SearchSpace SPACE = SearchSpace.of(
            categorical("kind", "dense", "convolution"),
            integer("width", 4, 12),
            real("dropout", 0.6, 0.9),
            real("learningRate").log(1e-3, 1e-2),
            integer("batchSize", 16, 64).log(),
            categorical("updater", "adam", "nesterovs", "rmsprop"));

    private static Dataset digits;

    static MultiLayerConfiguration network(Configuration c) {
        NeuralNetConfiguration.ListBuilder layers = new NeuralNetConfiguration.Builder()
                .updater(Updaters.of(c))
                .activation(Activation.RELU)
                .list();
        if (c.getString("kind").equals("convolution")) {
            layers.layer(
                    new ConvolutionLayer.Builder(3, 3).nOut(c.getInt("width")).build());
            layers.layer(new BatchNormalization.Builder().build());
        }
        layers.layer(new DenseLayer.Builder()
                .nOut(4 * c.getInt("width"))
                .dropOut(c.getDouble("dropout"))
                .build());
        layers.layer(new OutputLayer.Builder(LossFunction.MCXENT)
                .nOut(10)
                .activation(Activation.SOFTMAX)
                .build());
        return layers.setInputType(InputType.convolutionalFlat(8, 8, 1)).build();
    }

    @BeforeAll
    static void load() throws Exception {
        digits = Datasets.csv(NetworksHopExactlyTest.class.getResource("digits.csv.gz"))
                .label(64)
                .scale(0, 16)
                .split(0.3, 0.1, 0.6)
                .stratified()
                .shards(SHARDS)
                .seed(SEED)
                .load();
        HANDLER.prepareWorker(1);
    }

    private static StudyResult<MultiLayerNetwork> run(MopExecutor executor) {
        return study(executor).run();
    }

    private static Study<MultiLayerNetwork> study(MopExecutor executor) {
        return Study.of(SPACE, HANDLER)
                .data(digits)
                .search(RandomSearch.trials(6).epochs(EPOCHS))
                .maximize("accuracy")
                .seed(SEED)
                .on(watched(executor));
    }

    private static Map<Integer, String> essence(StudyResult<MultiLayerNetwork> result) throws Exception {
        Map<Integer, String> essence = new LinkedHashMap<>();
        List<Trial> byNumber = result.ranking().stream()
                .sorted(Comparator.comparingInt(Trial::id))
                .toList();
        for (Trial trial : byNumber) {
            List<Map<String, Double>> metrics =
                    trial.epochs().stream().map(EpochResult::metrics).toList();
            essence.put(trial.id(), trial.configuration() + " " + metrics + " " + sum(result.model(trial.id())));
        }
        return essence;
    }

    /** Checksum of a network's whole training state; closes the network. */
    private static long sum(MultiLayerNetwork network) throws Exception {
        long sum = stateSum(network);
        HANDLER.close(network);
        return sum;
    }

    private static long stateSum(MultiLayerNetwork network) throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        HANDLER.write(network, Channels.newChannel(bytes));
        CRC32C sum = new CRC32C();
        sum.update(bytes.toByteArray());
        return sum.getValue();
    }

    @ParameterizedTest
    @CsvSource({"2, 100000000", "4, 100000000", "2, 0"})
    void workersAndCacheDoNotMatter(int workers, long cacheBytes) throws Exception {
        Map<Integer, String> one = essence(run(MopExecutor.threads(1)));

        Map<Integer, String> other = essence(run(MopExecutor.threads(workers).modelCache(cacheBytes)));

        assertThat(other).isEqualTo(one);
    }

    @Test
    void equalsALoopInOneThread() throws Exception {
        StudyResult<MultiLayerNetwork> result = run(MopExecutor.threads(2));

        for (Trial trial : result.ranking()) {
            MultiLayerNetwork network = HANDLER.create(trial.configuration(), trial.seed());
            double best = Double.NEGATIVE_INFINITY;
            long bestSum = 0;
            for (int epoch = 0; epoch < EPOCHS; epoch++) {
                int[] order = RandomStreams.permutation(SHARDS, trial.seed(), "order", epoch);
                for (int position = 0; position < SHARDS; position++) {
                    int shard = order[position];
                    HANDLER.train(
                            network,
                            digits.shards(Split.TRAINING).get(shard).open(),
                            unit(trial, epoch, position, shard));
                }
                MetricAccumulator validation = HANDLER.evaluate(
                        network, digits.shards(Split.VALIDATION).get(0).open(), unit(trial, epoch, 0, 0));
                double accuracy = validation.values().get("accuracy");
                assertThat(trial.epochs().get(epoch).metrics()).containsEntry("accuracy", accuracy);
                if (accuracy > best) {
                    best = accuracy;
                    bestSum = stateSum(network);
                }
            }
            HANDLER.close(network);
            assertThat(sum(result.model(trial.id()))).as("trial %s", trial).isEqualTo(bestSum);
        }
        assertThat(result.ranking())
                .extracting(trial -> trial.configuration().getString("kind"))
                .as("both kinds of network were compared")
                .contains("dense", "convolution");
    }

    /** Dropout, the state of the updater and batch normalisation included. */
    @Test
    void networksAreReplayedToTheSameBits(@TempDir Path folder) throws Exception {
        StudyResult<MultiLayerNetwork> result =
                study(MopExecutor.threads(2)).folder(folder).run();

        for (Trial trial : result.ranking()) {
            Replay<MultiLayerNetwork> replay = study(MopExecutor.threads(2)).replay(folder, trial.id());
            assertThat(replay.differences()).as("trial %s", trial).isEmpty();
            assertThat(sum(replay.model())).as("trial %s", trial).isEqualTo(sum(result.model(trial.id())));
        }
        ModelHandler<MultiLayerNetwork> other =
                Dl4j.network(NetworksHopExactlyTest::network).oneDnn(false);
        assumeThat(other.settings()).as("a native library with oneDNN").isNotEqualTo(HANDLER.settings());
        Study<MultiLayerNetwork> exact = Study.of(SPACE, other)
                .data(digits)
                .search(RandomSearch.trials(6).epochs(EPOCHS))
                .maximize("accuracy")
                .seed(SEED)
                .on(watched(MopExecutor.threads(2)));
        assertThatThrownBy(() -> exact.replay(folder, 0))
                .isInstanceOf(StudyException.class)
                .hasMessageContaining("handler's helpers is none");
    }

    private static UnitContext unit(Trial trial, int epoch, int position, int shard) {
        long seed = RandomStreams.seed(trial.seed(), "unit", epoch, shard);
        return new UnitContext(
                trial.id(), trial.configuration(), epoch, position, SHARDS, seed, Set.of("accuracy"), () -> false);
    }
}
