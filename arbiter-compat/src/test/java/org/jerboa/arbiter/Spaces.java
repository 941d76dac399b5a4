package org.jerboa.arbiter;

import org.deeplearning4j.arbiter.ComputationGraphSpace;
import org.deeplearning4j.arbiter.MultiLayerSpace;
import org.deeplearning4j.arbiter.conf.updater.SgdSpace;
import org.deeplearning4j.arbiter.layers.DenseLayerSpace;
import org.deeplearning4j.arbiter.layers.OutputLayerSpace;
import org.deeplearning4j.arbiter.optimize.api.ParameterSpace;
import org.deeplearning4j.arbiter.optimize.parameter.continuous.ContinuousParameterSpace;
import org.deeplearning4j.arbiter.optimize.parameter.discrete.DiscreteParameterSpace;
import org.deeplearning4j.arbiter.optimize.parameter.integer.IntegerParameterSpace;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Spaces over networks for {@link Points}. Made anew for each search, as a generator writes its numbering into them. */
final class Spaces {

    private Spaces() {}

    static MultiLayerSpace sequential() {
        return sequentialBuilder().build();
    }

    static MultiLayerSpace.Builder sequentialBuilder() {
        IntegerParameterSpace units = new IntegerParameterSpace(4, 12); // one object: one parameter for both layers
        return new MultiLayerSpace.Builder()
                .seed(12)
                .updater(new SgdSpace(new ContinuousParameterSpace(0.05, 0.5)))
                .l2(new ContinuousParameterSpace(1e-4, 1e-2))
                .addLayer(dense(units))
                .addLayer(output(units))
                .numEpochs(2);
    }

    static ComputationGraphSpace graph() {
        IntegerParameterSpace units = new IntegerParameterSpace(4, 12);
        return new ComputationGraphSpace.Builder()
                .seed(12)
                .updater(new SgdSpace(new ContinuousParameterSpace(0.05, 0.5)))
                .addInputs("in")
                .addLayer("hidden", dense(units), "in")
                .addLayer("out", output(units), "hidden")
                .setOutputs("out")
                .numEpochs(2)
                .build();
    }

    /** Not a space of networks: its candidates are numbers. */
    static ParameterSpace<Double> numbers() {
        return new ContinuousParameterSpace(0, 1);
    }

    private static DenseLayerSpace dense(IntegerParameterSpace units) {
        return new DenseLayerSpace.Builder()
                .nIn(2)
                .nOut(units)
                .activation(new DiscreteParameterSpace<>(Activation.TANH, Activation.RELU))
                .build();
    }

    private static OutputLayerSpace output(IntegerParameterSpace units) {
        return new OutputLayerSpace.Builder()
                .nIn(units)
                .nOut(2)
                .activation(Activation.SOFTMAX)
                .lossFunction(LossFunction.MCXENT)
                .build();
    }
}
