package org.jerboa.testkit.perceptron;

import java.util.Arrays;
import org.jerboa.testkit.perceptron.PlainMlpSettings.Activation;

/**
 * One example's way through the network and back, with the buffers it needs. The arithmetic is that of Java's doubles and
 * of {@link StrictMath}, in one fixed order, so that every machine computes the same bits. The inner loops add a multiple
 * of one row to another, which the JIT compiler turns into vector instructions without changing a result; a sum over a row
 * it would have to leave alone.
 */
public final class PlainMlpPass {

    private final PlainMlpShape shape;
    private final Activation activation;
    private final double[] input;
    private final double[] hidden;
    private final double[] output;
    private final double[] outputError;
    private final double[] hiddenError;
    /** What dropout multiplies the inputs of the output layer by. */
    private final double[] mask;

    PlainMlpPass(PlainMlpShape shape, Activation activation) {
        this.shape = shape;
        this.activation = activation;
        input = new double[shape.inputs()];
        hidden = new double[shape.hidden()];
        output = new double[shape.outputs()];
        outputError = new double[shape.outputs()];
        hiddenError = new double[shape.hidden()];
        mask = new double[shape.last()];
        Arrays.fill(mask, 1);
    }

    /** Factors that dropout applies, {@code [inputs of the output layer]}; all 1 unless changed. */
    double[] mask() {
        return mask;
    }

    /**
     * Computes the outputs: probabilities of a classifier, predictions of a regression.
     *
     * @param features array in which the example's features begin at {@code offset}
     * @return the outputs, valid until the next call
     */
    double[] forward(double[] parameters, float[] features, int offset) {
        for (int i = 0; i < input.length; i++) {
            input[i] = features[offset + i];
        }
        if (shape.hidden() == 0) {
            multiply(input, mask);
        } else {
            layer(parameters, 0, input, hidden);
            for (int i = 0; i < hidden.length; i++) {
                hidden[i] = activation == Activation.RELU ? Math.max(0, hidden[i]) : StrictMath.tanh(hidden[i]);
            }
            multiply(hidden, mask);
        }
        layer(parameters, shape.lastOffset(), lastInput(), output);
        if (shape.classifier()) {
            softmax(output);
        }
        return output;
    }

    /** Loss of the example just gone forward: the negative log-likelihood of its class. */
    double lossOfClass(int label) {
        System.arraycopy(output, 0, outputError, 0, output.length);
        outputError[label] -= 1;
        return -StrictMath.log(output[label]);
    }

    /** Loss of the example just gone forward: half the squared error, summed over columns. */
    double lossOfTargets(float[] targets, int offset) {
        double loss = 0;
        for (int i = 0; i < output.length; i++) {
            outputError[i] = output[i] - targets[offset + i];
            loss += outputError[i] * outputError[i] / 2;
        }
        return loss;
    }

    /** Adds the gradient of the loss just computed. */
    void backward(double[] parameters, double[] gradient) {
        int offset = shape.lastOffset();
        addOuter(gradient, offset, lastInput(), outputError);
        if (shape.hidden() == 0) {
            return;
        }
        for (int i = 0; i < hidden.length; i++) {
            double error = 0;
            for (int j = 0; j < outputError.length; j++) {
                error += parameters[offset + i * outputError.length + j] * outputError[j];
            }
            hiddenError[i] = error * mask[i] * slope(i);
        }
        addOuter(gradient, 0, input, hiddenError);
    }

    /** The activation's derivative at hidden unit {@code i}, whose output already holds the mask. */
    private double slope(int i) {
        if (mask[i] == 0) {
            return 0;
        }
        double value = hidden[i] / mask[i];
        return activation == Activation.RELU ? (value > 0 ? 1 : 0) : 1 - value * value;
    }

    private double[] lastInput() {
        return shape.hidden() == 0 ? input : hidden;
    }

    private static void multiply(double[] values, double[] factors) {
        for (int i = 0; i < values.length; i++) {
            values[i] *= factors[i];
        }
    }

    private static void layer(double[] parameters, int offset, double[] in, double[] out) {
        System.arraycopy(parameters, offset + in.length * out.length, out, 0, out.length);
        for (int i = 0; i < in.length; i++) {
            double value = in[i];
            int row = offset + i * out.length;
            for (int j = 0; j < out.length; j++) {
                out[j] += value * parameters[row + j];
            }
        }
    }

    private static void addOuter(double[] gradient, int offset, double[] in, double[] error) {
        for (int i = 0; i <= in.length; i++) {
            double value = i == in.length ? 1 : in[i];
            int row = offset + i * error.length;
            for (int j = 0; j < error.length; j++) {
                gradient[row + j] += value * error[j];
            }
        }
    }

    private static void softmax(double[] values) {
        double highest = values[0];
        for (double value : values) {
            highest = Math.max(highest, value);
        }
        double sum = 0;
        for (int i = 0; i < values.length; i++) {
            values[i] = StrictMath.exp(values[i] - highest);
            sum += values[i];
        }
        for (int i = 0; i < values.length; i++) {
            values[i] /= sum;
        }
    }
}
