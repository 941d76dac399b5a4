package org.jerboa.testkit.perceptron;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.jerboa.testkit.perceptron.PlainMlpSettings.Activation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

public class PlainMlpPassTest {

    @ParameterizedTest
    @CsvSource({
        "true, 0, RELU, 1",
        "true, 6, RELU, 2",
        "true, 6, TANH, 3",
        "false, 0, RELU, 4",
        "false, 6, RELU, 5",
        "false, 6, TANH, 6"
    })
    void gradientAgreesWithFiniteDifferences(boolean classifier, int hidden, Activation activation, long seed) {
        PlainMlpShape shape = new PlainMlpShape(classifier, 4, hidden, 3);
        SplittableRandom random = new SplittableRandom(seed);
        double[] parameters = random.doubles(shape.parameters(), -1, 1).toArray();
        float[] features = floats(random, 4);
        float[] targets = floats(random, 3);
        PlainMlpPass pass = new PlainMlpPass(shape, activation);
        // As dropout leaves it: one input of the last layer is off, the others count double.
        Arrays.fill(pass.mask(), 2);
        pass.mask()[1] = 0;

        double[] gradient = new double[shape.parameters()];
        loss(pass, parameters, features, targets);
        pass.backward(parameters, gradient);

        double h = 1e-6;
        for (int i = 0; i < parameters.length; i++) {
            double value = parameters[i];
            parameters[i] = value + h;
            double above = loss(pass, parameters, features, targets);
            parameters[i] = value - h;
            double below = loss(pass, parameters, features, targets);
            parameters[i] = value;
            assertThat(gradient[i])
                    .as("parameter %d of %s, seed %d", i, shape, seed)
                    .isCloseTo((above - below) / (2 * h), within(1e-7));
        }
    }

    private static double loss(PlainMlpPass pass, double[] parameters, float[] features, float[] targets) {
        double[] outputs = pass.forward(parameters, features, 0);
        boolean classifier = Math.abs(outputs[0] + outputs[1] + outputs[2] - 1) < 1e-9;
        return classifier ? pass.lossOfClass(2) : pass.lossOfTargets(targets, 0);
    }

    @Test
    void softmaxOfLargeScoresIsFinite() {
        PlainMlpShape shape = new PlainMlpShape(true, 1, 0, 2);
        PlainMlpPass pass = new PlainMlpPass(shape, Activation.RELU);
        double[] outputs = pass.forward(new double[] {1e6, -1e6, 0, 0}, new float[] {1}, 0);
        assertThat(outputs).containsExactly(1, 0);
    }

    private static float[] floats(SplittableRandom random, int count) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) random.nextDouble(-1, 1);
        }
        return values;
    }
}
