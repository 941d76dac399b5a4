package org.jerboa.transfer;

import static org.jerboa.tune.space.Parameter.integer;
import static org.jerboa.tune.space.Parameter.real;

import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.jerboa.dl4j.Updaters;
import org.jerboa.tune.space.Configuration;
import org.jerboa.tune.space.SearchSpace;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/**
 * A kind of downstream model with the configurations to choose from.
 *
 * @param name for tables and folders
 */
public record Head(String name, SearchSpace space, HeadFunction function) {

    public Head {
        if (!name.matches("[A-Za-z0-9][A-Za-z0-9 ._-]*")) {
            throw new IllegalArgumentException("head '" + name + "' names a folder; use letters, digits and . _ -");
        }
    }

    /**
     * Logistic regression, or linear regression where numbers are to be predicted: learning rate of Adam, weight decay (L2) and batch
     * size.
     */
    public static Head logistic() {
        SearchSpace space = SearchSpace.of(
                real("learningRate").log(1e-3, 1e-1),
                real("l2").log(1e-6, 1e-2),
                integer("batchSize").log(8, 64));
        return new Head("logistic", space, Head::linear);
    }

    /** One hidden layer of 16 to 128 rectified units, with what {@link #logistic} has and dropout of its input. */
    public static Head mlp() {
        SearchSpace space = SearchSpace.of(
                integer("units").log(16, 128),
                real("dropout", 0, 0.5),
                real("learningRate").log(1e-3, 3e-2),
                real("l2").log(1e-6, 1e-2),
                integer("batchSize").log(8, 64));
        return new Head("mlp", space, Head::perceptron);
    }

    private static MultiLayerConfiguration linear(Configuration configuration, HeadShape shape) {
        return common(configuration)
                .list()
                .layer(output(shape, shape.features()))
                .build();
    }

    private static MultiLayerConfiguration perceptron(Configuration configuration, HeadShape shape) {
        int units = configuration.getInt("units");
        return common(configuration)
                .list()
                .layer(new DenseLayer.Builder()
                        .nIn(shape.features())
                        .nOut(units)
                        .activation(Activation.RELU)
                        // the tool's number is the probability to keep
                        .dropOut(1 - configuration.getDouble("dropout"))
                        .build())
                .layer(output(shape, units))
                .build();
    }

    private static NeuralNetConfiguration.Builder common(Configuration configuration) {
        return new NeuralNetConfiguration.Builder()
                .updater(Updaters.of(configuration))
                .l2(configuration.getDouble("l2"));
    }

    private static OutputLayer output(HeadShape shape, int in) {
        return new OutputLayer.Builder(shape.classes() ? LossFunction.MCXENT : LossFunction.MSE)
                .nIn(in)
                .nOut(shape.outputs())
                .activation(shape.classes() ? Activation.SOFTMAX : Activation.IDENTITY)
                .build();
    }
}
