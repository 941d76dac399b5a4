package org.jerboa.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.jerboa.dl4j.TestUnits.configuration;
import static org.jerboa.dl4j.TestUnits.unit;

import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.CenterLossOutputLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.jerboa.tune.data.Examples;
import org.jerboa.tune.data.Role;
import org.jerboa.tune.metric.MetricAccumulator;
import org.jerboa.tune.space.Configuration;
import org.jerboa.tune.spi.UnitContext;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.evaluation.classification.Evaluation;
import org.nd4j.evaluation.classification.ROCMultiClass;
import org.nd4j.evaluation.regression.RegressionEvaluation;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;
import org.nd4j.linalg.lossfunctions.impl.LossMCXENT;

/** Deeplearning4j's own evaluations over the whole set are the oracle. */
class EvaluationTest {

    private static final Configuration ADAM = configuration("updater", "adam", "learningRate", 0.02, "batchSize", 8);

    @BeforeAll
    static void oneThread() {
        NativeRuntime.prepareThread(1);
    }

    @Test
    void tellsTheNetworksSizeWhereThatIsAskedFor() throws Exception {
        Dl4jHandler<MultiLayerNetwork> handler = Dl4j.network(TestNetworks::mlp);
        MultiLayerNetwork network = handler.create(ADAM, 3);
        Examples examples = TestData.vectors(70, 2);

        Map<String, Double> asked = mergedOverThree(handler, network, examples, Set.of("parameters"))
                .values();
        Map<String, Double> usual =
                mergedOverThree(handler, network, examples, Set.of()).values();

        assertThat(asked.get("parameters")).isEqualTo((double) network.numParams());
        assertThat(usual).doesNotContainKey("parameters");
        assertThat(asked).containsAllEntriesOf(usual);
    }

    @Test
    void classifiesAsTheToolItselfDoes() throws Exception {
        Dl4jHandler<MultiLayerNetwork> handler = Dl4j.network(TestNetworks::mlp);
        MultiLayerNetwork network = handler.create(ADAM, 3);
        handler.train(network, TestData.vectors(80, 1), unit(ADAM));
        Examples examples = TestData.vectors(700, 2);
        DataSet whole = dataSet(network, examples);

        Map<String, Double> values =
                mergedOverThree(handler, network, examples, Set.of("auc")).values();

        Evaluation oracle = new Evaluation(3);
        INDArray output = network.output(whole.getFeatures());
        oracle.eval(whole.getLabels(), output);
        ROCMultiClass roc = new ROCMultiClass();
        roc.eval(whole.getLabels(), output);
        assertThat(values.get("accuracy")).isEqualTo(oracle.accuracy(), within(1e-12));
        assertThat(values.get("f1")).isEqualTo(oracle.f1(), within(1e-9));
        assertThat(values.get("auc")).isEqualTo(roc.calculateAverageAUC(), within(1e-6));
        assertThat(values.get("loss")).isEqualTo(meanScore(network, whole), within(1e-6));
    }

    private static double meanScore(MultiLayerNetwork network, DataSet whole) {
        return network.scoreExamples(whole, false).meanNumber().doubleValue();
    }

    private static DataSet dataSet(MultiLayerNetwork network, Examples examples) {
        SequentialNetworks networks = new SequentialNetworks(TestNetworks::mlp);
        try (Minibatches data =
                new Minibatches(networks.inputs(network), networks.outputs(network), examples, examples.count())) {
            Minibatch all = data.load(0);
            return new DataSet(
                    all.features()[0].dup(),
                    all.labels()[0].dup(),
                    all.featureMask() == null ? null : all.featureMask().dup(),
                    all.labelMask(0) == null ? null : all.labelMask(0).dup());
        }
    }

    private static <M extends Model> MetricAccumulator mergedOverThree(
            Dl4jHandler<M> handler, M network, Examples examples, Set<String> metrics) {
        UnitContext unit = new UnitContext(0, ADAM, 0, 0, 1, 1, metrics, () -> false);
        int count = examples.count();
        return handler.evaluate(network, examples.slice(0, count / 5), unit)
                .merge(handler.evaluate(network, examples.slice(count / 5, count / 2), unit))
                .merge(handler.evaluate(network, examples.slice(count / 2, count), unit));
    }

    @Test
    void countsEveryStepThatIsNotMasked() throws Exception {
        Dl4jHandler<MultiLayerNetwork> handler = Dl4j.network(TestNetworks::lstm);
        MultiLayerNetwork network = handler.create(ADAM, 3);
        handler.train(network, TestData.sequences(40, 1), unit(ADAM));
        Examples examples = TestData.sequences(60, 2);
        DataSet whole = dataSet(network, examples);

        MetricAccumulator merged = mergedOverThree(handler, network, examples, Set.of());

        Evaluation oracle = new Evaluation(3);
        INDArray output =
                network.output(whole.getFeatures(), false, whole.getFeaturesMaskArray(), whole.getLabelsMaskArray());
        oracle.evalTimeSeries(whole.getLabels(), output, whole.getLabelsMaskArray());
        double steps = whole.getLabelsMaskArray().sumNumber().doubleValue();
        assertThat(merged.examples()).isEqualTo((long) steps);
        assertThat(merged.values().get("accuracy")).isEqualTo(oracle.accuracy(), within(1e-12));
        // The tool's score of a sequence is the sum over its steps.
        assertThat(merged.values().get("loss")).isEqualTo(meanScore(network, whole) * 60 / steps, within(1e-6));
    }

    @Test
    void reportsEveryOutputOfAGraph() throws Exception {
        Dl4jHandler<ComputationGraph> handler = Dl4j.graph(TestNetworks::graph);
        ComputationGraph network = handler.create(ADAM, 3);
        handler.train(network, TestData.pairs(80, 1), unit(ADAM));
        Examples examples = TestData.pairs(70, 2);

        Map<String, Double> values =
                mergedOverThree(handler, network, examples, Set.of()).values();

        GraphNetworks networks = new GraphNetworks(TestNetworks::graph);
        try (Minibatches data =
                new Minibatches(networks.inputs(network), networks.outputs(network), examples, examples.count())) {
            Minibatch all = data.load(0);
            INDArray[] outputs = network.output(false, all.features(), null, null);
            Evaluation classes = new Evaluation(3);
            classes.eval(all.labels()[0], outputs[0]);
            RegressionEvaluation numbers = new RegressionEvaluation(2);
            numbers.eval(all.labels()[1], outputs[1]);
            double score = network.scoreExamples(new MultiDataSet(all.features(), all.labels()), false)
                    .meanNumber()
                    .doubleValue();
            assertThat(values.get("accuracy")).isEqualTo(classes.accuracy(), within(1e-12));
            assertThat(values.get("class.accuracy")).isEqualTo(classes.accuracy(), within(1e-12));
            assertThat(values.get("target.mse")).isEqualTo(numbers.averageMeanSquaredError(), within(1e-6));
            assertThat(values.get("loss")).isEqualTo(score, within(1e-5));
            assertThat(values.get("class.loss") + values.get("target.loss")).isEqualTo(score, within(1e-5));
        }
    }

    /** But for percentages of labels, which are not defined where a one-hot vector is zero. */
    @ParameterizedTest
    @EnumSource(value = LossFunction.class, mode = EnumSource.Mode.EXCLUDE, names = "MEAN_ABSOLUTE_PERCENTAGE_ERROR")
    void lossIsTheToolsScoreWithoutRegularisation(LossFunction loss) throws Exception {
        boolean classes = loss.getILossFunction() instanceof LossMCXENT;
        Activation activation = classes ? Activation.SOFTMAX : Activation.SIGMOID;
        Dl4jHandler<MultiLayerNetwork> handler = Dl4j.network(configuration -> ending(new OutputLayer.Builder(loss)
                .nIn(5)
                .nOut(3)
                .activation(activation)
                .build()));
        assertThat(lossOverMeanScore(handler)).isEqualTo(1, within(2e-6));
    }

    @Test
    void aLossThatStartsFromPreActivationsIsAskedForItsScores() throws Exception {
        Dl4jHandler<MultiLayerNetwork> handler =
                Dl4j.network(configuration -> ending(new OutputLayer.Builder(LossFunction.XENT)
                        .nIn(5)
                        .nOut(3)
                        .activation(Activation.SOFTMAX)
                        .build()));

        assertThat(lossOverMeanScore(handler)).isEqualTo(1, within(2e-6));
    }

    /** The tool cannot score single examples of this layer at all. */
    @Test
    void centreLossIsMeasuredByItsCrossEntropy() throws Exception {
        Dl4jHandler<MultiLayerNetwork> handler =
                Dl4j.network(configuration -> ending(new CenterLossOutputLayer.Builder(LossFunction.MCXENT)
                        .nIn(5)
                        .nOut(3)
                        .lambda(0)
                        .activation(Activation.SOFTMAX)
                        .build()));
        MultiLayerNetwork network = handler.create(ADAM, 3);
        Examples examples = TestData.vectors(50, 1);
        double regularisation = network.calcRegularizationScore(true);

        assertThat(handler.evaluate(network, examples, unit(ADAM)).values().get("loss"))
                .isEqualTo(network.score(dataSet(network, examples)) - regularisation, within(1e-5));
    }

    private static MultiLayerConfiguration ending(Layer output) {
        return new NeuralNetConfiguration.Builder()
                .updater(Updaters.of(ADAM))
                .l2(0.1)
                .list()
                .layer(new DenseLayer.Builder()
                        .nIn(6)
                        .nOut(5)
                        .activation(Activation.TANH)
                        .build())
                .layer(output)
                .validateOutputLayerConfig(false)
                .build();
    }

    private static double lossOverMeanScore(Dl4jHandler<MultiLayerNetwork> handler) throws Exception {
        MultiLayerNetwork network = handler.create(ADAM, 3);
        Examples examples = TestData.vectors(50, 1);
        DataSet whole = dataSet(network, examples);
        return handler.evaluate(network, examples, unit(ADAM)).values().get("loss") / meanScore(network, whole);
    }

    @Test
    void oneSigmoidUnitIsAClassifierOfTwo() throws Exception {
        Dl4jHandler<MultiLayerNetwork> handler =
                Dl4j.network(configuration -> ending(new OutputLayer.Builder(LossFunction.XENT)
                        .nIn(5)
                        .nOut(1)
                        .activation(Activation.SIGMOID)
                        .build()));
        MultiLayerNetwork network = handler.create(ADAM, 3);
        Examples examples = Examples.of(
                TestData.floats("x", Role.FEATURES, TestData.gaussian(new Random(1), 60), 6),
                TestData.classes("y", 2, 0, 1, 1, 0, 1, 0, 0, 1, 1, 1));

        Map<String, Double> values =
                handler.evaluate(network, examples, unit(ADAM)).values();

        assertThat(values).containsKeys("accuracy", "auc", "mcc");
        assertThat(values.get("auc")).isBetween(0.0, 1.0);
    }

    @Test
    void autoencodersAreMeasuredAgainstTheirFeatures() throws Exception {
        Dl4jHandler<MultiLayerNetwork> handler =
                Dl4j.network(configuration -> ending(new OutputLayer.Builder(LossFunction.MSE)
                        .nIn(5)
                        .nOut(6)
                        .activation(Activation.IDENTITY)
                        .build()));
        MultiLayerNetwork network = handler.create(ADAM, 3);
        Examples features = Examples.of(TestData.floats("x", Role.FEATURES, TestData.gaussian(new Random(1), 60), 6));

        double before = handler.evaluate(network, features, unit(ADAM)).values().get("mse");
        for (int epoch = 0; epoch < 20; epoch++) {
            handler.train(network, features, unit(ADAM, epoch, 0, 1));
        }

        assertThat(handler.evaluate(network, features, unit(ADAM)).values().get("mse"))
                .isLessThan(before);
    }

    @Test
    void aTaskCanBeChosen() throws Exception {
        Dl4jHandler<MultiLayerNetwork> handler = Dl4j.network(TestNetworks::mlp).task(Task.REGRESSION);
        MultiLayerNetwork network = handler.create(ADAM, 3);

        assertThat(handler.evaluate(network, TestData.vectors(20, 1), unit(ADAM))
                        .values())
                .containsKeys("mse", "r2");
    }

    @Test
    void weighsLossesByClassAsTheLossDoes() throws Exception {
        Dl4jHandler<MultiLayerNetwork> handler = Dl4j.network(
                configuration -> ending(new OutputLayer.Builder(new LossMCXENT(Nd4j.createFromArray(0.2f, 1f, 3f)))
                        .nIn(5)
                        .nOut(3)
                        .activation(Activation.SOFTMAX)
                        .build()));
        assertThat(lossOverMeanScore(handler)).isEqualTo(1, within(2e-6));
    }
}
