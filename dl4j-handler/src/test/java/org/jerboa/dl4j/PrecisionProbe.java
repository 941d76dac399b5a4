package org.jerboa.dl4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Field;
import java.util.function.Consumer;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.layers.LayerHelper;
import org.deeplearning4j.nn.layers.convolution.subsampling.SubsamplingLayer;
import org.deeplearning4j.nn.layers.mkldnn.MKLDNNLocalResponseNormalizationHelper;
import org.deeplearning4j.nn.layers.mkldnn.MKLDNNSubsamplingHelper;
import org.deeplearning4j.nn.layers.normalization.LocalResponseNormalization;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/**
 * How far a layer in single precision is from itself in double precision, which runs on ND4J's own code whatever the
 * library. Rounding gives relative errors of the order of 1e-7 to 1e-6, a wrong formula one of 1e-5 and more.
 */
final class PrecisionProbe {

    private static final int CHANNELS = 3;

    private PrecisionProbe() {}

    /** Relative errors {@code |float - double| / |double|} in the Euclidean norm. */
    record Errors(double output, double gradient, double afterSixSteps) {

        double worst() {
            return Math.max(output, Math.max(gradient, afterSixSteps));
        }

        @Override
        public String toString() {
            return String.format("output %.1e, gradient %.1e, after 6 steps %.1e", output, gradient, afterSixSteps);
        }
    }

    /** The layer between a convolution and an output layer, on images of odd sides. */
    static Errors errors(Layer layer, Consumer<MultiLayerNetwork> speedUp) {
        MultiLayerNetwork exact = network(layer, DataType.DOUBLE);
        MultiLayerNetwork single = network(layer, DataType.FLOAT);
        exact.params().assign(single.params().castTo(DataType.DOUBLE));
        speedUp.accept(single);
        Nd4j.getRandom().setSeed(7);
        INDArray features = Nd4j.rand(DataType.FLOAT, 8, CHANNELS, 9, 11).subi(0.5);
        INDArray labels = Nd4j.zeros(DataType.FLOAT, 8, 3);
        for (int i = 0; i < 8; i++) {
            labels.putScalar(i, i % 3, 1);
        }
        double output = error(single.output(features), exact.output(features.castTo(DataType.DOUBLE)));
        double gradient = error(gradient(single, features, labels), gradient(exact, features, labels));
        for (int step = 0; step < 6; step++) {
            single.fit(new DataSet(features, labels));
            exact.fit(new DataSet(features.castTo(DataType.DOUBLE), labels.castTo(DataType.DOUBLE)));
        }
        return new Errors(output, gradient, error(single.params(), exact.params()));
    }

    private static MultiLayerNetwork network(Layer layer, DataType type) {
        MultiLayerConfiguration configuration = new NeuralNetConfiguration.Builder()
                .seed(1)
                .dataType(type)
                .updater(new Sgd(0.1))
                .list()
                .layer(new ConvolutionLayer.Builder(3, 3)
                        .nOut(4)
                        .convolutionMode(ConvolutionMode.Same)
                        .activation(Activation.TANH)
                        .build())
                .layer(layer.clone())
                .layer(new OutputLayer.Builder(LossFunction.MCXENT)
                        .nOut(3)
                        .activation(Activation.SOFTMAX)
                        .build())
                .setInputType(InputType.convolutional(9, 11, CHANNELS))
                .build();
        MultiLayerNetwork network = new MultiLayerNetwork(configuration);
        network.init();
        return network;
    }

    private static INDArray gradient(MultiLayerNetwork network, INDArray features, INDArray labels) {
        DataType type = network.getLayerWiseConfigurations().getDataType();
        network.setInput(features.castTo(type));
        network.setLabels(labels.castTo(type));
        network.computeGradientAndScore();
        return network.getGradientsViewArray().dup();
    }

    static double error(INDArray single, INDArray exact) {
        INDArray difference = single.castTo(DataType.DOUBLE).sub(exact);
        return difference.norm2Number().doubleValue() / exact.norm2Number().doubleValue();
    }

    /** The tool as it is. */
    static void plain(MultiLayerNetwork network) {
        assertThat(network.getLayers()).allMatch(layer -> layer.getHelper() == null);
    }

    /** What the handler uses. */
    static void used(MultiLayerNetwork network) {
        OneDnn.attach(network.getLayers());
    }

    /** The tool's helpers that the handler does not use. */
    static void rejected(MultiLayerNetwork network) {
        for (org.deeplearning4j.nn.api.Layer layer : network.getLayers()) {
            if (layer instanceof SubsamplingLayer) {
                give(layer, SubsamplingLayer.class, new MKLDNNSubsamplingHelper(DataType.FLOAT));
            } else if (layer instanceof LocalResponseNormalization) {
                give(
                        layer,
                        LocalResponseNormalization.class,
                        new MKLDNNLocalResponseNormalizationHelper(DataType.FLOAT));
            }
        }
    }

    private static void give(Object layer, Class<?> declaring, LayerHelper helper) {
        try {
            Field field = declaring.getDeclaredField("helper");
            field.setAccessible(true);
            field.set(layer, helper);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("the tool keeps its helpers elsewhere", e);
        }
    }
}
