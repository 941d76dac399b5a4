package org.jerboa.arbiter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import java.util.function.BiConsumer;
import org.apache.commons.math3.distribution.BinomialDistribution;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.deeplearning4j.arbiter.MultiLayerSpace;
import org.deeplearning4j.arbiter.conf.updater.AdamSpace;
import org.deeplearning4j.arbiter.layers.DenseLayerSpace;
import org.deeplearning4j.arbiter.layers.OutputLayerSpace;
import org.deeplearning4j.arbiter.optimize.api.ParameterSpace;
import org.deeplearning4j.arbiter.optimize.distribution.LogUniformDistribution;
import org.deeplearning4j.arbiter.optimize.parameter.BooleanSpace;
import org.deeplearning4j.arbiter.optimize.parameter.continuous.ContinuousParameterSpace;
import org.deeplearning4j.arbiter.optimize.parameter.discrete.DiscreteParameterSpace;
import org.deeplearning4j.arbiter.optimize.parameter.integer.IntegerParameterSpace;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.jerboa.tune.space.Configuration;
import org.jerboa.tune.space.Parameter;
import org.jerboa.tune.space.SearchSpace;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.Sgd;

class FlatSpaceTest {

    private static String parameter(ParameterSpace<?> leaf) {
        return new FlatSpace(leaf).parameters().get(0).toString();
    }

    @Test
    void hyperparametersAreThoseThatAUserWouldWrite() {
        assertThat(parameter(new ContinuousParameterSpace(0.05, 0.5))).isEqualTo("value: real [0.05, 0.5]");
        assertThat(parameter(new ContinuousParameterSpace(new LogUniformDistribution(1e-4, 0.1))))
                .isEqualTo("value: real log [0.0001, 0.1]");
        assertThat(parameter(new ContinuousParameterSpace(new NormalDistribution(0, 1))))
                .isEqualTo("value.quantile: real [0.0, 1.0]");
        assertThat(parameter(new IntegerParameterSpace(-3, 12))).isEqualTo("value: integer [-3, 12]");
        assertThat(parameter(new IntegerParameterSpace(7, 7))).isEqualTo("value: fixed {7}");
        assertThat(parameter(new IntegerParameterSpace(new BinomialDistribution(10, 0.5))))
                .isEqualTo("value.quantile: real [0.0, 1.0]");
        assertThat(parameter(new BooleanSpace())).isEqualTo("value: categorical {true, false}");
        assertThat(parameter(new DiscreteParameterSpace<>(16, 32, 64))).isEqualTo("value: categorical {16, 32, 64}");
        assertThat(parameter(new DiscreteParameterSpace<>(Activation.RELU))).isEqualTo("value: fixed {RELU}");
        assertThat(parameter(new DiscreteParameterSpace<>(new int[] {3, 3}, new int[] {5, 5})))
                .isEqualTo("value: categorical {\"[3, 3]\", \"[5, 5]\"}");
        assertThat(parameter(new DiscreteParameterSpace<>(new Object() {}, new Sgd(0.5))))
                .isEqualTo("value: categorical {\"#0\", \"Sgd(learningRate=0.5, learningRateSchedule=null)\"}");
    }

    /** Every value that Jerboa may choose arrives in the leaf. */
    @Test
    void chosenValuesAreTheLeafsOwn() {
        arrives(new ContinuousParameterSpace(-2, 5), FlatSpaceTest::equalReals);
        arrives(new ContinuousParameterSpace(new LogUniformDistribution(1e-6, 10)), FlatSpaceTest::equalReals);
        arrives(
                new IntegerParameterSpace(-3, 100),
                (value, chosen) -> assertThat((long) (Integer) value).isEqualTo(chosen));
        arrives(new BooleanSpace(), (value, chosen) -> assertThat(value).isEqualTo(chosen));
        arrives(
                new DiscreteParameterSpace<>("a", "b", "c", "d", "e"),
                (value, chosen) -> assertThat(value).isEqualTo(chosen));
    }

    private static void equalReals(Object value, Object chosen) {
        assertThat((Double) value).isCloseTo((Double) chosen, within(1e-12 + 1e-9 * Math.abs((Double) chosen)));
    }

    private static void arrives(ParameterSpace<?> leaf, BiConsumer<Object, Object> check) {
        FlatSpace flat = new FlatSpace(leaf);
        Random random = new Random(4);
        for (int i = 0; i < 200; i++) {
            Configuration configuration = flat.space().sample(name -> random.nextDouble());
            check.accept(
                    leaf.getValue(flat.vector(configuration)),
                    configuration.asMap().get("value"));
        }
    }

    @Test
    void networksHaveWhatWasChosen() {
        IntegerParameterSpace units = new IntegerParameterSpace(4, 40);
        MultiLayerSpace networks = new MultiLayerSpace.Builder()
                .updater(new AdamSpace(new ContinuousParameterSpace(new LogUniformDistribution(1e-4, 0.1))))
                .addLayer(
                        new DenseLayerSpace.Builder()
                                .nIn(40)
                                .nOut(40)
                                .activation(new DiscreteParameterSpace<>(Activation.TANH, Activation.RELU))
                                .build(),
                        new IntegerParameterSpace(1, 3))
                .addLayer(new DenseLayerSpace.Builder().nIn(40).nOut(units).build())
                .addLayer(new OutputLayerSpace.Builder().nIn(units).nOut(2).build())
                .build();
        FlatSpace flat = new FlatSpace(networks);
        assertThat(flat.parameters())
                .extracting(Parameter::name)
                .containsExactlyInAnyOrder(
                        "updater.learningRate",
                        "layer_0.activationFunction.activation",
                        "layer_0.numLayers",
                        "layer_1.nOut");
        SearchSpace space = flat.space();
        Random random = new Random(8);
        for (int i = 0; i < 100; i++) {
            Configuration chosen = space.sample(name -> random.nextDouble());
            var network = networks.getValue(flat.vector(chosen)).getMultiLayerConfiguration();
            List<Layer> layers =
                    network.getConfs().stream().map(conf -> conf.getLayer()).toList();
            assertThat(layers).hasSize(chosen.getInt("layer_0.numLayers") + 2);
            DenseLayer first = (DenseLayer) layers.get(0);
            assertThat(((Adam) first.getIUpdater()).getLearningRate())
                    .isCloseTo(chosen.getDouble("updater.learningRate"), within(1e-9));
            assertThat(first.getActivationFn())
                    .isEqualTo(chosen.get("layer_0.activationFunction.activation", Activation.class)
                            .getActivationFunction());
            assertThat(((FeedForwardLayer) layers.get(layers.size() - 1)).getNIn())
                    .isEqualTo(chosen.getInt("layer_1.nOut"));
        }
    }

    @Test
    void leavesThatSpacesKeepToThemselvesAreCalledByTheirPlace() {
        var hidden = new ContinuousParameterSpace(0, 1) {
            @Override
            public boolean isLeaf() {
                return false;
            }
        };
        assertThat(new FlatSpace(hidden).parameters())
                .extracting(Parameter::name)
                .containsExactly("parameter0");
    }

    @Test
    void refusesSpacesThatDoNotAddUp() {
        var wrong = new ContinuousParameterSpace(0, 1) {
            @Override
            @SuppressWarnings("rawtypes") // as Arbiter declares it
            public List<ParameterSpace> collectLeaves() {
                return List.of();
            }
        };
        assertThatThrownBy(() -> new FlatSpace(wrong))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the space says that it has 1 parameters, and its leaves have 0");
    }
}
